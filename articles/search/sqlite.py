"""The index on SQLite: an FTS5 table of tokens without their texts, and where each article is."""

from contextlib import contextmanager

from django.db import connection

from articles.search import sqlite_yield
from articles.search.sort_keys import MASK
from richtext.fulltext.expressions import Token, written

# Table, expression of the place, expression of the id: of rows that match, and of all rows.
MATCHED = ("articles_search", "rowid", f"(rowid & {MASK})")
PLAIN = ("articles_search_place", "place", "article_id")
LISTED = "group_concat(place)"  # the places of a part in one row
# What the migration has made: tables with their columns, and functions.
TABLES = {"articles_search": ["tokens"], "articles_search_place": ["article_id", "place"]}
FUNCTIONS: list[str] = []
MERGED = 2000  # pages in one transaction
CONTENTLESS = (3, 43)  # the first SQLite that can delete from a table without content


def put(rows: list[tuple[int, int, list[str]]]) -> None:
    """Index articles as (id, place, tokens), in place of what was there of them."""
    if len(rows) == 1 and _put_over(rows[0]):
        return
    drop([pk for pk, _, _ in rows])
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO articles_search_place VALUES (%s, %s)",
            [(pk, place) for pk, place, _ in rows],
        )
        cursor.executemany(
            "INSERT INTO articles_search (rowid, tokens) VALUES (%s, %s)",
            [(place, " ".join(tokens)) for _, place, tokens in rows],
        )


def _put_over(row):
    """Whether the article was there at the same place, as one that is saved again mostly is."""
    _, place, tokens = row
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE articles_search SET tokens = %s WHERE rowid = %s", [" ".join(tokens), place]
        )
        return cursor.rowcount == 1


def drop(pks: list[int]) -> None:
    """Take articles out; no matter whether they were in."""
    ids = [(pk,) for pk in pks]
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM articles_search WHERE rowid ="
            " (SELECT place FROM articles_search_place WHERE article_id = %s)",
            ids,
        )
        cursor.executemany("DELETE FROM articles_search_place WHERE article_id = %s", ids)


def clear() -> None:
    """Take everything out."""
    with connection.cursor() as cursor:
        if is_contentless():
            cursor.execute("INSERT INTO articles_search (articles_search) VALUES ('delete-all')")
        else:
            cursor.execute("DELETE FROM articles_search")
        cursor.execute("DELETE FROM articles_search_place")


def is_contentless() -> bool:
    """Whether the table was made by an SQLite that can delete from one without content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'articles_search'")
        found = cursor.fetchone()
    return bool(found) and "contentless_delete" in found[0]


def has_fts5() -> bool:
    """Whether this SQLite was built with its full-text search."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pragma_module_list WHERE name = 'fts5'")
        return cursor.fetchone()[0] > 0


def ids() -> list[int]:
    """Of all articles that are in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT article_id FROM articles_search_place")
        return [pk for (pk,) in cursor.fetchall()]


@contextmanager
def filling():
    """Around the change of everything: afterwards one b-tree in place of many, asked faster."""
    yield
    _merge()


def _merge():
    """Merge all b-trees, some pages at a time: `optimize` would hold the lock until it is done.

    As SQLite wants it: a negative number begins, and it is over when hardly a row has changed.
    """
    pages, done = -MERGED, False
    while not done:
        with connection.cursor() as cursor:
            before = connection.connection.total_changes
            cursor.execute(
                "INSERT INTO articles_search (articles_search, rank) VALUES ('merge', %s)", [pages]
            )
            done = connection.connection.total_changes - before < 2  # noqa: PLR2004
        pages = MERGED
        if not done:
            sqlite_yield.let_others_write()


def match(number: int) -> str:
    """The condition that a row matches the query of a number."""
    return "articles_search MATCH %s"


def run(sql: str, queries: list[str]) -> dict[int, list[int]]:
    """What each part of a statement gives, in which the queries stand in their order."""
    with connection.cursor() as cursor:
        cursor.execute(sql, queries)
        rows = cursor.fetchall()
    return {
        part: [int(one) for one in str(told).split(",")] for part, told in rows if told is not None
    }


def query(tree) -> str:
    """An expression in the language of FTS5; every token in quotes."""
    return written(tree, _token, " AND ", " OR ")


def _token(token: Token) -> str:
    return f'"{token.text}"' + ("*" if token.begins else "")
