"""Articles from files: `plain_formats`, `html` and `docx` read a `record`, `article_builder` makes
an article of it, `store` finds the stored one that it belongs to and writes; `folder` runs it all.
"""
