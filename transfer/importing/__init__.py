"""Articles from files of the operator's: one reader for each format, then the same way for all.

`files` finds what is read and decodes it; `markdown`, `html`, `docx`, `jsonl` and `sheet` give
records; `keys` and `values` understand what a record says, `making` makes an article of it, and
only `store` writes. `folder` runs it all.
"""
