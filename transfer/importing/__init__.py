"""Articles from files: one reader for each format, then the same way for all.

`files` finds what is read and decodes it; `plain_formats`, `html` and `docx` read a `record`;
`values`, `site_lookup` and `pictures` interpret it, `article_builder` builds an article from it,
and only `store` writes, once it has found the stored article that it belongs to. `folder` runs it
all.
"""
