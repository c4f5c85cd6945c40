"""An index on SQLite: an FTS5 table of tokens without their texts, and a table of the texts.

The row number of FTS5 is the `doc`: small numbers in a row take a byte each in its lists.
"""

# ruff: noqa: S608

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from richtext.base import upkeep
from richtext.fulltext.engine import Engine, numbers
from richtext.fulltext.question import written

MERGED = 2000  # pages in one transaction
COLUMNS = ["doc", "pk", "place", "group_id", "is_old", "length", "record"]


class SQLite(Engine):
    """The tables of one index on SQLite, which has one writer at a time."""

    listed = "group_concat(doc)"

    def __init__(self, name: str):
        super().__init__(name)
        self.docs = f"{name}_doc"

    def _delete(self, docs):
        rows = [(doc,) for doc in docs]
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {self.name} WHERE rowid = %s", rows)
            cursor.executemany(f"DELETE FROM {self.docs} WHERE doc = %s", rows)

    def _update(self, entries):
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {self.name} SET tokens = %s WHERE rowid = %s",
                [(" ".join(one.tokens), doc) for doc, one in entries],
            )
            values = ", ".join(f"{column} = %s" for column in COLUMNS[1:])
            cursor.executemany(
                f"UPDATE {self.docs} SET {values} WHERE doc = %s",
                [(*_values(one), doc) for doc, one in entries],
            )

    def _insert(self, entries):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT coalesce(max(doc), 0) + 1 FROM {self.docs}")
            numbered = list(enumerate(entries, start=cursor.fetchone()[0]))
            cursor.executemany(
                f"INSERT INTO {self.name} (rowid, tokens) VALUES (%s, %s)",
                [(doc, " ".join(one.tokens)) for doc, one in numbered],
            )
            cursor.executemany(
                f"INSERT INTO {self.docs} ({', '.join(COLUMNS)})"
                f" VALUES ({', '.join(['%s'] * len(COLUMNS))})",
                [(doc, *_values(one)) for doc, one in numbered],
            )
        return {one.text.pk for one in entries}

    def add(self, change):
        """By number, so that a page of the table is written once."""
        rows = sorted((key, number) for key, number in change.items() if number)
        if not rows:
            return
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {self.name}_df (key, n) VALUES (%s, %s)"
                " ON CONFLICT (key) DO UPDATE SET n = n + excluded.n",
                rows,
            )

    def clear(self):
        with connection.cursor() as cursor:
            if self.is_contentless():
                cursor.execute(f"INSERT INTO {self.name} ({self.name}) VALUES ('delete-all')")
            else:
                cursor.execute(f"DELETE FROM {self.name}")
            cursor.execute(f"DELETE FROM {self.docs}")
            cursor.execute(f"DELETE FROM {self.name}_df")

    def is_contentless(self) -> bool:
        """Whether the table was made by an SQLite that can delete from one without content."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [self.name])
            found = cursor.fetchone()
        return bool(found) and "contentless_delete" in found[0]

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Nothing is in the way of it here."""
        yield

    def lock(self):
        """Who writes at all is alone here."""

    def fold(self):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.name}_df WHERE n = 0")

    def tidy(self):
        """One b-tree in place of many, some pages at a time: `optimize` would lock all the while.

        As SQLite wants it: a negative number begins, and it is over when hardly a row has changed.
        """
        pages, done = -MERGED, False
        while not done:
            with connection.cursor() as cursor:
                before = connection.connection.total_changes
                cursor.execute(
                    f"INSERT INTO {self.name} ({self.name}, rank) VALUES ('merge', %s)", [pages]
                )
                done = connection.connection.total_changes - before < 2  # noqa: PLR2004
            pages = MERGED
            if not done:
                upkeep.let_others_write()

    def asked(self, is_matched):
        return (self.name, "rowid") if is_matched else (self.docs, "doc")

    def match(self, number):
        return f"{self.name} MATCH %s"

    def query(self, tree):
        return written(
            tree, lambda one: f'"{one.text}"' + ("*" if one.begins else ""), " AND ", " OR "
        )

    def among(self, doc, pks):
        """With a sign in front: or FTS5 would be asked once more for each of the ids."""
        return f"+{doc} IN ({self._docs_of(pks)})"

    def hidden(self, doc):
        return f"+{doc} IN (SELECT doc FROM hidden)"

    def hiding(self, pks):
        return f"WITH hidden(doc) AS MATERIALIZED ({self._docs_of(pks)}) "

    def _docs_of(self, pks):
        return f"SELECT doc FROM {self.docs} WHERE pk IN ({numbers(pks)})"

    def run(self, sql, queries):
        """The queries stand in their order."""
        with connection.cursor() as cursor:
            cursor.execute(sql, queries)
            told = [(part, found) for part, found in cursor.fetchall() if found is not None]
        return [(part, [int(one) for one in str(found).split(",")]) for part, found in told]


def has_fts5() -> bool:
    """Whether this SQLite was built with its full-text search."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pragma_module_list WHERE name = 'fts5'")
        return cursor.fetchone()[0] > 0


def _values(entry):
    text = entry.text
    return text.pk, text.place, text.group, text.is_old, entry.length, entry.record
