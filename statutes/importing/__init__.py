"""Texts of statutes from a folder of the operator's: files, reader, versions, matching, store.

`reader` and `versions` are pure; `matching` needs the table in memory; only `store` writes.
"""
