"""Packs of the law: one signed file with the table, the texts and what moved since an earlier one.

`archive` knows the ZIP and its bounds, `keys` the signature, `reading` judges a whole file before
anything is believed, `applying` is the only module that writes.
"""
