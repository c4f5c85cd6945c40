"""Full-text search of articles, in step with each that is saved or deleted.

SQLite and PostgreSQL give the same results.
"""

from articles.search.did_you_mean import suggest_queries
from articles.search.indexing import INDEX, index_many, missing
from articles.search.query import words_to_mark
from articles.search.ranking import (
    find_articles,
    found_whole,
    hidden_ids,
    like,
    search,
)
