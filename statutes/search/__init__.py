"""Search in the law: the article or statute that a query means."""

from statutes.search.meaning import Meant, meant

__all__ = ["Meant", "meant"]
