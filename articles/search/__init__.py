"""How text is found: the index, and what is asked of it.

`index(article)`, `remove(pk)`, `search(text, ...)` and `similar(article)` are the whole interface,
with `index_many` and `clear` for many at once; SQLite and PostgreSQL answer alike. `found` also
tells whether hits hold every word, `meant` what else may have been typed, `missing` what a rebuild
would add. Saved and deleted articles are followed by themselves (`hooks`).
"""

from articles.search.did_you_mean import meant
from articles.search.highlight import marked, marks_of, snippet
from articles.search.indexing import clear, index, index_many, missing, remove
from articles.search.likeness import remembering, similar
from articles.search.ranking import Found, found, search
from articles.search.visibility import hidden

__all__ = [
    "Found",
    "clear",
    "found",
    "hidden",
    "index",
    "index_many",
    "marked",
    "marks_of",
    "meant",
    "missing",
    "remembering",
    "remove",
    "search",
    "similar",
    "snippet",
]
