"""Articles from files: `readers` give a `record`, `article_builder` makes an article of it, `store`
finds the stored one that it belongs to and writes; `folder` runs it all.
"""
