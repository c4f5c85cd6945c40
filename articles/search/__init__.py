"""How text is found: the index, and what is asked of it.

`index(article)`, `remove(pk)`, `search(text, ...)` and `similar(article)` are the whole interface,
with `index_many` and `clear` for many at once; SQLite and PostgreSQL answer alike. Saved and
deleted articles are followed by themselves (`hooks`).
"""

from articles.search.filling import clear, index, index_many, remove
from articles.search.likeness import remembering, similar
from articles.search.marking import marked, marks_of, snippet
from articles.search.ranking import search

__all__ = [
    "clear",
    "index",
    "index_many",
    "marked",
    "marks_of",
    "remembering",
    "remove",
    "search",
    "similar",
    "snippet",
]
