"""Full-text search of articles: the index and its queries.

`index(article)`, `remove(pk)`, `search(text, ...)` and `similar(article)` are the whole interface,
with `index_many` and `clear` for many at once; SQLite and PostgreSQL give the same
results. `find_articles` also tells whether the hits hold every word, `suggest_queries` offers other
spellings, `missing` counts what a rebuild would add, `is_whole` says whether an upgrade left
anything to add. `signals` keeps the index up to date when articles are saved or deleted.
"""

from articles.search.did_you_mean import suggest_queries
from articles.search.indexing import clear, index, index_many, is_whole, missing, remove
from articles.search.query import beside_law, snippet, words_to_mark
from articles.search.ranking import (
    SearchResult,
    find_articles,
    found_whole,
    hidden_ids,
    search,
    similar,
)
from richtext.fulltext.highlight import split_at_hits

__all__ = [
    "SearchResult",
    "beside_law",
    "clear",
    "find_articles",
    "found_whole",
    "hidden_ids",
    "index",
    "index_many",
    "is_whole",
    "split_at_hits",
    "words_to_mark",
    "suggest_queries",
    "missing",
    "remove",
    "search",
    "similar",
    "snippet",
]
