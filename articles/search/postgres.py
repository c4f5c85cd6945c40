"""The index on PostgreSQL: a tsvector of our own tokens with a GIN index.

Vectors and queries are written as literals: PostgreSQL's parser and locale never see the Chinese.
"""

from contextlib import contextmanager

from django.db import connection

from richtext.fulltext.expressions import Token, written

# Table, expression of the place, expression of the id: of rows that match, and of all rows.
MATCHED = PLAIN = ("articles_search", "place", "article_id")
LISTED = "place"  # `run` makes one row of them
# No list of pending entries: every search would read it through.
INDEX = (
    "CREATE INDEX IF NOT EXISTS articles_search_tokens ON articles_search"
    " USING gin (tokens) WITH (fastupdate = off)"
)
# What the migration has made: tables with their columns, and functions.
TABLES = {"articles_search": ["article_id", "place", "tokens"]}
FUNCTIONS = ["articles_search_run"]


def put(rows: list[tuple[int, int, list[str]]]) -> None:
    """Index articles as (id, place, tokens), in place of what was there of them.

    In the order of their ids, so that two that index the same articles wait for each other.
    """
    values = [(pk, place, _vector(tokens)) for pk, place, tokens in sorted(rows)]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO articles_search VALUES (%s, %s, %s::tsvector)"
            " ON CONFLICT (article_id) DO UPDATE"
            " SET place = EXCLUDED.place, tokens = EXCLUDED.tokens",
            values,
        )


def drop(pks: list[int]) -> None:
    """Take articles out; no matter whether they were in."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search WHERE article_id = ANY(%s)", [list(pks)])


def clear() -> None:
    """Take everything out."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search")


def ids() -> list[int]:
    """Of all articles that are in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT article_id FROM articles_search")
        return [pk for (pk,) in cursor.fetchall()]


@contextmanager
def filling():
    """Around the change of everything.

    An empty table is filled without its GIN index, which is made at once afterwards: ten times as
    fast as entry by entry. Where it holds something visitors search in it meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM articles_search)")
        if not cursor.fetchone()[0]:
            cursor.execute("DROP INDEX IF EXISTS articles_search_tokens")
        try:
            yield
        finally:
            cursor.execute("SET maintenance_work_mem = '256MB'")
            cursor.execute(INDEX)
            cursor.execute("RESET maintenance_work_mem")
            cursor.execute("ANALYZE articles_search")


def match(number: int) -> str:
    """The condition that a row matches the query of a number."""
    return f"tokens @@ ($1)[{number}]::tsquery"


def run(sql: str, queries: list[str]) -> dict[int, list[int]]:
    """What each part of a statement gives, in which the queries stand by their numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT part, array_agg(place) FROM articles_search_run(%s, %s::text[]) GROUP BY part",
            [sql, queries],
        )
        return dict(cursor.fetchall())


def query(tree) -> str:
    """An expression as the literal of a tsquery; every token in quotes."""
    return written(tree, _token, " & ", " | ")


def _token(token: Token) -> str:
    return f"'{token.text}'" + (":*" if token.begins else "")


def _vector(tokens):
    return " ".join(f"'{token}'" for token in tokens)
