"""Articles from files of the operator's: one reader for each format, then the same way for all.

`files` finds what is read and decodes it; `markdown`, `html`, `docx` and `jsonl`
read records; `field_names` and `values` interpret them, `article_builder` builds an article from
each, `article_matching` finds the stored article it belongs to, and only `store` writes.
`folder` runs it all.
"""
