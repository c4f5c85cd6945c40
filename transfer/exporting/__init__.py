"""Articles to files, in the formats that `transfer.importing` reads, without loss.

`fields` says what an article is, `pictures` what files it needs; `markdown` and `json_lines` write
one format each; `run` goes through all articles, a few at a time.
"""
