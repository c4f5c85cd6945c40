"""Imports a saved page of a lawyer's old site.

`recognise` turns a file into lines and these into an `OldPage`, without a database; `apply` writes
what is missing; each notes what a person has to look at. `text` makes old text clean.
"""
