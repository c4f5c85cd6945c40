"""Imports a saved page of a lawyer's old site.

`page` turns a file into lines, `recognise` lines into an `OldPage` without a database, and `apply`
writes what is missing; each notes what a person has to look at. `text` makes old text clean.
"""
