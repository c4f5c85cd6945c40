"""The statements of an index on SQLite and on PostgreSQL; `index.Index` asks them alike.

No table is locked and no row is waited for but those of the texts themselves; who changes the same
text at once waits for the other.
"""

# ruff: noqa: S608

from collections.abc import Iterable
from contextlib import contextmanager, nullcontext

from django.db import connection

from richtext.base import upkeep
from richtext.fulltext.question import BEGINS, Word

MERGED = 2000  # pages in one transaction
COLUMNS = ["pk", "place", "group_id", "is_old", "length", "record"]


def execute(sql, values=None):
    """The rows that a statement gives, if it gives any."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def numbers(found) -> str:
    """Numbers alone, so they may stand in a statement: there can be thousands."""
    return ", ".join(f"{one:d}" for one in found) or "NULL"


def written(words: Iterable[Word], token: str, begins: str, both: str, either: str) -> str:
    """All the words in the language of an engine."""

    def one(text):
        return token.format(text.removesuffix(BEGINS)) + (begins if text.endswith(BEGINS) else "")

    spelled = ([both.join(map(one, own)) for own in word] for word in words)
    return both.join(f"(({f'){either}('.join(some)}))" for some in spelled)


def _values(entry):
    text = entry.text
    return text.pk, text.place, text.group, text.is_old, entry.length, entry.record


class SQLite:
    """An FTS5 table of tokens without their texts, and a table of the texts; one writer at a time.

    The row number of FTS5 is the `doc`: small numbers in a row take a byte each in its lists.
    """

    listed = "group_concat(doc)"  # makes one row of the numbers of a part of a question
    locking = ""  # the end of a select of rows that are about to be changed

    def __init__(self, name: str):
        self.name, self.docs = name, f"{name}_doc"

    def delete(self, docs):
        rows = [(doc,) for doc in docs]
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {self.name} WHERE rowid = %s", rows)
            cursor.executemany(f"DELETE FROM {self.docs} WHERE doc = %s", rows)

    def update(self, entries):
        """Change texts that are there, each given with its number."""
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {self.name} SET tokens = %s WHERE rowid = %s",
                [(" ".join(one.tokens), doc) for doc, one in entries],
            )
            values = ", ".join(f"{column} = %s" for column in COLUMNS)
            cursor.executemany(
                f"UPDATE {self.docs} SET {values} WHERE doc = %s",
                [(*_values(one), doc) for doc, one in entries],
            )

    def insert(self, entries):
        """Add texts with the next numbers; the ids of those that nobody else just added: all."""
        ((first,),) = execute(f"SELECT coalesce(max(doc), 0) + 1 FROM {self.docs}")
        numbered = list(enumerate(entries, start=first))
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {self.name} (rowid, tokens) VALUES (%s, %s)",
                [(doc, " ".join(one.tokens)) for doc, one in numbered],
            )
            cursor.executemany(
                f"INSERT INTO {self.docs} (doc, {', '.join(COLUMNS)})"
                f" VALUES (%s{', %s' * len(COLUMNS)})",
                [(doc, *_values(one)) for doc, one in numbered],
            )
        return {one.text.pk for one in entries}

    def add(self, change):
        """Add to what is counted; by number, so that a page of the table is written once."""
        rows = sorted((key, number) for key, number in change.items() if number)
        if rows:
            with connection.cursor() as cursor:
                cursor.executemany(
                    f"INSERT INTO {self.name}_df (key, n) VALUES (%s, %s)"
                    " ON CONFLICT (key) DO UPDATE SET n = n + excluded.n",
                    rows,
                )

    def clear(self):
        if self.is_contentless():
            execute(f"INSERT INTO {self.name} ({self.name}) VALUES ('delete-all')")
        else:
            execute(f"DELETE FROM {self.name}")
        execute(f"DELETE FROM {self.docs}")
        execute(f"DELETE FROM {self.name}_df")

    def is_contentless(self) -> bool:
        """Whether the table was made by an SQLite that can delete from one without content."""
        found = execute("SELECT sql FROM sqlite_master WHERE name = %s", [self.name])
        return bool(found) and "contentless_delete" in found[0][0]

    def filling(self):
        """Around the change of everything: nothing is in the way of it here."""
        return nullcontext()

    def lock(self):
        """Who writes at all is alone here."""

    def fold(self):
        execute(f"DELETE FROM {self.name}_df WHERE n = 0")

    def tidy(self):
        """One b-tree in place of many, in steps: `optimize` would lock all the while."""
        pages, done = -MERGED, False
        while not done:
            connection.ensure_connection()
            before = connection.connection.total_changes
            execute(f"INSERT INTO {self.name} ({self.name}, rank) VALUES ('merge', %s)", [pages])
            done = connection.connection.total_changes - before < 2  # noqa: PLR2004
            pages = MERGED  # a negative number begins, and it is over when hardly a row changed
            if not done:
                upkeep.let_others_write()

    def source(self, is_matched):
        """The table of a part, and a text's number in it: of all, or of those that match."""
        return (self.name, "rowid") if is_matched else (self.docs, "doc")

    def match(self, number):
        return f"{self.name} MATCH %s"

    def query(self, words):
        return written(words, '"{}"', "*", " AND ", " OR ")

    def among(self, doc, pks):
        """With a sign in front: or FTS5 would be asked once more for each of the ids."""
        return f"+{doc} IN ({self._docs_of(pks)})"

    def hidden(self, doc):
        return f"+{doc} IN (SELECT doc FROM hidden)"

    def hiding(self, pks):
        """What stands before a statement in which some ids are `hidden`."""
        return f"WITH hidden(doc) AS MATERIALIZED ({self._docs_of(pks)}) "

    def _docs_of(self, pks):
        return f"SELECT doc FROM {self.docs} WHERE pk IN ({numbers(pks)})"

    def run(self, sql, queries):
        """What each part of a statement gives, in which the queries stand in their order."""
        rows = [(part, found) for part, found in execute(sql, queries) if found is not None]
        return [(part, [int(one) for one in str(found).split(",")]) for part, found in rows]


def has_fts5() -> bool:
    """Whether this SQLite was built with its full-text search."""
    return bool(execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'"))


TYPES = ["bigint", "bigint", "bigint", "boolean", "integer", "bytea", "text"]


class PostgreSQL:
    """Our own tokens in a text, with a GIN index of the vector of them.

    Vectors and queries are written as literals: PostgreSQL's parser and locale never see the
    Chinese. What is counted is only added to, row by row, and summed up when it is asked: a row
    that all saves change would make each wait for the one before, or two for each other.
    """

    listed = "doc"  # `run` makes one row of them
    locking = " FOR UPDATE"

    def __init__(self, name: str):
        self.name = self.docs = name

    def delete(self, docs):
        execute(f"DELETE FROM {self.name} WHERE doc = ANY(%s)", [docs])

    def update(self, entries):
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {self.name} SET group_id = %s, is_old = %s, length = %s, record = %s,"
                " tokens = %s WHERE doc = %s",
                [(*_values(one)[2:], " ".join(one.tokens), doc) for doc, one in entries],
            )

    def insert(self, entries):
        """One that somebody has just added is left, for there was no row to wait for."""
        rows = [(*_values(one), " ".join(one.tokens)) for one in entries]
        arrays = ", ".join(f"%s::{kind}[]" for kind in TYPES)
        columns = ", ".join([*COLUMNS, "tokens"])
        found = execute(
            f"INSERT INTO {self.name} ({columns}) SELECT {columns} FROM unnest({arrays})"
            f" WITH ORDINALITY AS added({columns}, number) ORDER BY number"
            " ON CONFLICT (pk) DO NOTHING RETURNING pk",
            list(map(list, zip(*rows, strict=True))),
        )
        return {pk for (pk,) in found}

    def add(self, change):
        rows = [(key, number) for key, number in change.items() if number]
        if rows:
            execute(
                f"INSERT INTO {self.name}_df SELECT * FROM unnest(%s::bigint[], %s::bigint[])",
                list(map(list, zip(*rows, strict=True))),
            )

    def clear(self):
        execute(f"DELETE FROM {self.name}")
        execute(f"DELETE FROM {self.name}_df")

    @contextmanager
    def filling(self):
        """An empty table is filled without its GIN index, which is made at once afterwards.

        That is ten times as fast as entry by entry. Where the table holds something, visitors
        search in it meanwhile.
        """
        if not execute(f"SELECT EXISTS (SELECT 1 FROM {self.name})")[0][0]:
            execute(f"DROP INDEX IF EXISTS {self.name}_tokens")
        try:
            yield
        finally:
            execute("SET maintenance_work_mem = '256MB'")
            execute(
                f"CREATE INDEX IF NOT EXISTS {self.name}_tokens ON {self.name}"
                " USING gin ((tokens::tsvector)) WITH (fastupdate = off)"
            )
            execute("RESET maintenance_work_mem")

    def lock(self):
        """Let nobody else correct what is counted until the transaction ends."""
        execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [self.name])

    def fold(self):
        """One row for each number that has several. Who adds meanwhile waits for nothing."""
        df = f"{self.name}_df"
        execute(
            f"WITH many AS (SELECT key FROM {df} GROUP BY key HAVING count(*) > 1),"
            f" gone AS (DELETE FROM {df} USING many WHERE {df}.key = many.key"
            f" RETURNING {df}.key, {df}.n)"
            f" INSERT INTO {df} SELECT key, sum(n) FROM gone GROUP BY key HAVING sum(n) <> 0"
        )

    def tidy(self):
        """The planner hears of it."""
        execute(f"ANALYZE {self.name}")
        execute(f"ANALYZE {self.name}_df")

    def source(self, is_matched):
        return self.name, "doc"

    def match(self, number):
        return f"tokens::tsvector @@ ($1)[{number}]::tsquery"

    def query(self, words):
        return written(words, "'{}'", ":*", " & ", " | ")

    def among(self, doc, pks):
        return f"pk IN ({numbers(pks)})"

    def hidden(self, doc):
        return "pk IN (SELECT pk FROM hidden)"

    def hiding(self, pks):
        return f"WITH hidden(pk) AS (VALUES {', '.join(f'({pk:d})' for pk in pks)}) "

    def run(self, sql, queries):
        return execute(
            f"SELECT part, array_agg(doc) FROM {self.name}_run(%s, %s::text[]) GROUP BY part",
            [sql, queries],
        )
