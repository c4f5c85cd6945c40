"""The index of the search: no model, since each engine has its own kind (`articles.search`).

The statements stand here and not in `articles.search`, so that an old database and a new one go the
same way whatever becomes of that code.
"""

import sqlite3

from django.db import migrations

# The first SQLite that can delete from a table without content; before it the texts are kept.
CONTENTLESS = (3, 43)
SQLITE = [
    "CREATE VIRTUAL TABLE articles_search USING fts5(tokens, {kept}detail=none, tokenize='ascii')",
    "CREATE TABLE articles_search_place"
    " (article_id INTEGER PRIMARY KEY, place INTEGER NOT NULL UNIQUE)",
]
# No index on the place: the planner would walk it for a rare word. It takes a table whose vectors
# lie outside of it for a short one, and would read all of them instead of the index: settings of a
# function hold for it alone and cost no round trip.
POSTGRESQL = [
    "CREATE TABLE articles_search (article_id bigint PRIMARY KEY,"
    " place bigint NOT NULL, tokens tsvector NOT NULL)",
    "CREATE INDEX IF NOT EXISTS articles_search_tokens ON articles_search"
    " USING gin (tokens) WITH (fastupdate = off)",
    """
CREATE FUNCTION articles_search_run(statement text, queries text[])
RETURNS TABLE (part integer, place bigint) LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET jit = off
AS $$ BEGIN RETURN QUERY EXECUTE statement USING queries; END $$
""",
]
BACK = {
    "sqlite": ["DROP TABLE articles_search", "DROP TABLE articles_search_place"],
    "postgresql": [
        "DROP FUNCTION articles_search_run(text, text[])",
        "DROP TABLE articles_search",
    ],
}


def statements(vendor):
    """Those that make the index on an engine. Nothing but tokens is kept where that can be.

    The ascii tokenizer takes every sign that is not ASCII as part of a word: the tokens stay as
    they were made. Places and columns of tokens are not kept, since none is asked for.
    """
    if vendor == "postgresql":
        return POSTGRESQL
    is_new = sqlite3.sqlite_version_info >= CONTENTLESS
    kept = "content='', contentless_delete=1, " if is_new else ""
    return [one.replace("{kept}", kept) for one in SQLITE]


def create(apps, schema_editor):
    """Empty: `manage.py rebuild_search` fills it where there are articles already."""
    with schema_editor.connection.cursor() as cursor:
        for statement in statements(schema_editor.connection.vendor):
            cursor.execute(statement)


def drop(apps, schema_editor):
    """The way back."""
    with schema_editor.connection.cursor() as cursor:
        for statement in BACK[schema_editor.connection.vendor]:
            cursor.execute(statement)


class Migration(migrations.Migration):
    """After the articles."""

    dependencies = [("articles", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
