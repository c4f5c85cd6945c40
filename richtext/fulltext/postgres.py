"""An index on PostgreSQL: our own tokens in a text, with a GIN index of the vector of them.

Vectors and queries are written as literals: PostgreSQL's parser and locale never see the Chinese.
What is counted is only added to, row by row, and summed up when it is asked: a row that all saves
change would make each wait for the one before, or two for each other.
"""

# ruff: noqa: S608

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from richtext.fulltext.engine import Engine, numbers
from richtext.fulltext.question import written

COLUMNS = ["doc", "pk", "place", "group_id", "is_old", "length", "record", "tokens"]
TYPES = ["bigint", "bigint", "bigint", "boolean", "integer", "bytea", "text"]


class PostgreSQL(Engine):
    """The tables of one index on PostgreSQL."""

    listed = "doc"  # `run` makes one row of them
    locking = " FOR UPDATE"

    def __init__(self, name: str):
        super().__init__(name)
        self.docs = name
        self._index = (
            f"CREATE INDEX IF NOT EXISTS {name}_tokens ON {name}"
            " USING gin ((tokens::tsvector)) WITH (fastupdate = off)"
        )

    def _delete(self, docs):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.name} WHERE doc = ANY(%s)", [docs])

    def _update(self, entries):
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {self.name} SET group_id = %s, is_old = %s, length = %s, record = %s,"
                " tokens = %s WHERE doc = %s",
                [(*_values(one)[2:], doc) for doc, one in entries],
            )

    def _insert(self, entries):
        """One that somebody has just added is left, for there was no row to wait for."""
        columns = list(zip(*map(_values, entries), strict=True)) or [()] * len(TYPES)
        arrays = ", ".join(f"%s::{kind}[]" for kind in TYPES)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self.name} ({', '.join(COLUMNS[1:])})"
                f" SELECT {', '.join(COLUMNS[1:])} FROM unnest({arrays})"
                f" WITH ORDINALITY AS added({', '.join(COLUMNS[1:])}, number) ORDER BY number"
                " ON CONFLICT (pk) DO NOTHING RETURNING pk",
                [list(column) for column in columns],
            )
            return {pk for (pk,) in cursor.fetchall()}

    def add(self, change):
        rows = [(key, number) for key, number in change.items() if number]
        if not rows:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self.name}_df SELECT * FROM unnest(%s::bigint[], %s::bigint[])",
                [[key for key, _ in rows], [number for _, number in rows]],
            )

    def clear(self):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.name}")
            cursor.execute(f"DELETE FROM {self.name}_df")

    @contextmanager
    def filling(self) -> Iterator[None]:
        """An empty table is filled without its GIN index, which is made at once afterwards.

        That is ten times as fast as entry by entry. Where the table holds something, visitors
        search in it meanwhile.
        """
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {self.name})")
            if not cursor.fetchone()[0]:
                cursor.execute(f"DROP INDEX IF EXISTS {self.name}_tokens")
            try:
                yield
            finally:
                cursor.execute("SET maintenance_work_mem = '256MB'")
                cursor.execute(self._index)
                cursor.execute("RESET maintenance_work_mem")

    def lock(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [self.name])

    def fold(self):
        """One row for each number that has several. Who adds meanwhile waits for nothing."""
        df = f"{self.name}_df"
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH many AS (SELECT key FROM {df} GROUP BY key HAVING count(*) > 1),"
                f" gone AS (DELETE FROM {df} USING many WHERE {df}.key = many.key"
                f" RETURNING {df}.key, {df}.n)"
                f" INSERT INTO {df} SELECT key, sum(n) FROM gone GROUP BY key HAVING sum(n) <> 0"
            )

    def tidy(self):
        """The planner hears of it."""
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {self.name}")
            cursor.execute(f"ANALYZE {self.name}_df")

    def asked(self, is_matched):
        return self.name, "doc"

    def match(self, number):
        return f"tokens::tsvector @@ ($1)[{number}]::tsquery"

    def query(self, tree):
        return written(
            tree, lambda one: f"'{one.text}'" + (":*" if one.begins else ""), " & ", " | "
        )

    def among(self, doc, pks):
        return f"pk IN ({numbers(pks)})"

    def hidden(self, doc):
        return "pk IN (SELECT pk FROM hidden)"

    def hiding(self, pks):
        return f"WITH hidden(pk) AS (VALUES {', '.join(f'({pk:d})' for pk in pks)}) "

    def run(self, sql, queries):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT part, array_agg(doc) FROM {self.name}_run(%s, %s::text[]) GROUP BY part",
                [sql, queries],
            )
            return cursor.fetchall()


def _values(entry):
    text, vector = entry.text, " ".join(entry.tokens)
    return text.pk, text.place, text.group, text.is_old, entry.length, entry.record, vector
