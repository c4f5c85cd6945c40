"""The index on PostgreSQL: a tsvector of our own tokens with a GIN index.

Vectors and queries are written as literals: PostgreSQL's parser and locale never see the Chinese.
"""

from django.db import connection

from articles.search.expressions import Token, written

# Table, expression of the place, expression of the id: of rows that match, and of all rows.
MATCHED = PLAIN = ("articles_search", "place", "article_id")
MATCH = "tokens @@ %s::tsquery"
# No list of pending entries: every search would read it through.
INDEX = (
    "CREATE INDEX articles_search_tokens ON articles_search"
    " USING gin (tokens) WITH (fastupdate = off)"
)


def create(cursor) -> None:
    """The table. No index on the place: the planner would walk it for a rare word."""
    cursor.execute(
        "CREATE TABLE articles_search (article_id bigint PRIMARY KEY,"
        " place bigint NOT NULL, tokens tsvector NOT NULL)"
    )
    cursor.execute(INDEX)


def drop_tables(cursor) -> None:
    """The way back."""
    cursor.execute("DROP TABLE articles_search")


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


def tidy() -> None:
    """After many changes: the planner's figures."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_search")


def query(tree) -> str:
    """An expression as the literal of a tsquery; every token in quotes."""
    return written(tree, _token, " & ", " | ")


def _token(token: Token) -> str:
    return f"'{token.text}'" + (":*" if token.begins else "")


def _vector(tokens):
    return " ".join(f"'{token}'" for token in tokens)
