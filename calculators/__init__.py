"""Tools that name their law: calculators and deadlines whose figures lead to their articles.

`formulas` computes, purely; `parameters` holds the figures of the law with their dates; `public`
asks and answers. Each tool is one module of `formulas`, with its words in `data/tools.toml` and its
rows in `data/parameters.csv`.
"""
