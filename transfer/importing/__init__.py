"""Articles from files: `readers` and `pages` (whose parts `marks` finds) give a `record`,
`article_builder` makes an article of it, `store` finds the stored one that it belongs to and
writes; `folder` runs it all.
"""
