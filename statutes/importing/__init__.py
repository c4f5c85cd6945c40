"""Texts of statutes from a folder of the operator's, or from wherever else there are versions.

`reader`, `official` and `versions` are pure; `matching` needs the table in memory; only `batch`
writes, with `judging` for the rows and `store` for each text.
"""
