"""Search in the law: the article or statute that a query means, and articles by their words.

`signals` and `statutes.services` keep the index up to date; `missing` counts the texts that it
lacks, `fill_missing` and `rebuild` put them in.
"""

from statutes.search.finding import LawHit, LawHits, find_in_law
from statutes.search.indexing import fill_missing, is_whole, missing, rebuild
from statutes.search.meaning import Meant, meant

__all__ = [
    "LawHit",
    "LawHits",
    "Meant",
    "fill_missing",
    "find_in_law",
    "is_whole",
    "meant",
    "missing",
    "rebuild",
]
