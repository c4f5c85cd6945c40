"""The actual tables of the database, read from its catalogue in a few queries."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from website.operations.schema.expected_tables import Column


@dataclass(frozen=True)
class Index:
    """Its columns in their order, None for an expression; `partial`: not of all rows."""

    columns: tuple
    unique: bool
    partial: bool


@dataclass
class ActualTable:
    """A table that is there."""

    columns: dict[str, Column] = field(default_factory=dict)
    indexes: dict[str, Index] = field(default_factory=dict)
    checks: set[str] = field(default_factory=set)
    links: set[tuple[str, str]] = field(default_factory=set)


SQLITE = {
    # Hidden columns are those of a virtual table; the primary key is an index only sometimes.
    "columns": """SELECT m.name, c.name, lower(c.type), c."notnull" OR c.pk > 0,
        c.dflt_value IS NOT NULL OR (c.pk > 0 AND lower(c.type) = 'integer') OR c.hidden > 1
        FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c
        WHERE m.type = 'table' AND m.name IN ({names}) AND c.hidden <> 1""",
    "indexes": """SELECT m.name, i.name, i."unique", i.partial, c.name
        FROM sqlite_master m JOIN pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c
        WHERE m.type = 'table' AND m.name IN ({names}) ORDER BY m.name, i.name, c.seqno""",
    "keys": """SELECT m.name, 'primary key', 1, 0, c.name
        FROM sqlite_master m JOIN pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name IN ({names}) AND c.pk > 0 ORDER BY m.name, c.pk""",
    "checks": "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name IN ({names})",
    "links": """SELECT m.name, f."from", f."table"
        FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
        WHERE m.type = 'table' AND m.name IN ({names})""",
}
NAMED_CHECK = re.compile(r"CONSTRAINT \"(\w+)\" CHECK")
POSTGRESQL = {
    "columns": """SELECT t.relname, c.attname, format_type(c.atttypid, c.atttypmod),
        c.attnotnull, c.atthasdef OR c.attidentity <> ''
        FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid
        WHERE t.relkind IN ('r', 'p') AND pg_table_is_visible(t.oid) AND t.relname IN ({names})
        AND c.attnum > 0 AND NOT c.attisdropped""",
    "indexes": """SELECT t.relname, i.relname, x.indisunique, x.indpred IS NOT NULL, c.attname
        FROM pg_index x
        JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
        CROSS JOIN unnest(x.indkey::smallint[]) WITH ORDINALITY AS k(number, place)
        LEFT JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum = k.number
        WHERE x.indisvalid AND pg_table_is_visible(t.oid) AND t.relname IN ({names})
        AND k.place <= x.indnkeyatts ORDER BY t.relname, i.relname, k.place""",
    "checks": """SELECT t.relname, c.conname FROM pg_constraint c
        JOIN pg_class t ON t.oid = c.conrelid
        WHERE c.contype = 'c' AND pg_table_is_visible(t.oid) AND t.relname IN ({names})""",
    "links": """SELECT t.relname, a.attname, o.relname FROM pg_constraint c
        JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class o ON o.oid = c.confrelid
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND pg_table_is_visible(t.oid) AND t.relname IN ({names})""",
}
QUESTIONS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def tables(connection, names) -> dict[str, ActualTable]:
    """Those of the names that are there."""
    answers = {about: _ask(connection, about, names) for about in QUESTIONS[connection.vendor]}
    known = defaultdict[str, ActualTable](ActualTable)
    for table, name, kind, required, filled in answers["columns"]:
        known[table].columns[name] = Column(kind, bool(required), bool(filled))
    for table, name, unique, partial, column in [*answers["indexes"], *answers.get("keys", [])]:
        index = known[table].indexes.get(name, Index((), bool(unique), bool(partial)))
        longer = Index((*index.columns, column), index.unique, index.partial)
        known[table].indexes[name] = longer
    for table, told in answers["checks"]:
        is_sql = connection.vendor == "sqlite"
        known[table].checks |= set(NAMED_CHECK.findall(told)) if is_sql else {told}
    for table, column, other in answers["links"]:
        known[table].links.add((column, other))
    return dict(known)


def functions(connection) -> set[str]:
    """The functions of the schema in use; SQLite has none that lie in the database."""
    if connection.vendor == "sqlite":
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
        )
        return {name for (name,) in cursor.fetchall()}


TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """SELECT tgname FROM pg_trigger
        WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND pg_table_is_visible(tgrelid)""",
}


def triggers(connection) -> set[str]:
    """The triggers that fire; on PostgreSQL one can be switched off."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def _ask(connection, about, names):
    marks = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.execute(QUESTIONS[connection.vendor][about].format(names=marks), list(names))
        return cursor.fetchall()
