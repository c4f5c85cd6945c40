"""Articles to files, in the formats that `transfer.importing` reads, without loss.

`fields` says what an article is, `formats` writes it with the pictures that it shows, and `run`
goes through all articles, a few at a time.
"""
