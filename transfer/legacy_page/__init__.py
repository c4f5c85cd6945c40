"""Imports a saved page of a lawyer's old site.

`file_reader` and `markup` turn a file into lines; `recognise` turns lines into an `OldPage` without
touching the database; `review_items` lists what a person has to check; `apply` writes the records.
"""
