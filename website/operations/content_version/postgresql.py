"""The triggers on PostgreSQL: a statement notes its group, the commit raises the version.

Raised at once, its row would be held until the transaction ends: an import would shut all other
writers out, and two that touch the groups in opposite order would lock each other up.
"""

import re
from pathlib import Path

from website.operations.content_version import days
from website.operations.content_version.tables import DECIDING, PUBLIC

STATEMENTS = Path(__file__).with_name("postgresql.sql").read_text("utf-8")
SQL = dict(re.findall(r"^-- name: (\w+)\n(.*?)\n(?=\n--|\Z)", STATEMENTS, re.M | re.S))
DAY = "({} AT TIME ZONE 'Asia/Shanghai')::date"
NOTE_DAYS = f"""BEGIN
    {days.noting(DAY, ["OLD", "NEW"], schema="{schema}.")};
    RETURN NULL;
END"""
FUNCTIONS = {
    **{name: SQL[name] for name in ("note_content_change", "raise_content_version")},
    "note_changed_days": NOTE_DAYS,
}
ACTS = "INSERT OR DELETE OR TRUNCATE"


def missing(cursor, tables) -> list[str]:
    """The names of those that are not there, or not as they should be."""
    schema = _schema(cursor)
    cursor.execute(SQL["there"], [list(FUNCTIONS)])
    there = {name for (name,) in cursor.fetchall()}
    lacking = [
        name
        for name, body in FUNCTIONS.items()
        if f"{name} {body.format(schema=schema)}" not in there
    ]
    wanted = ["content_change_at_commit", *_triggers(tables)]
    return lacking + [name for name in wanted if name not in there]


def mark(cursor):
    """What is another text after each change of a trigger or a function of ours."""
    cursor.execute(SQL["mark"], [list(FUNCTIONS)])
    return cursor.fetchone()


def make(cursor, tables):
    if not missing(cursor, tables):
        return
    schema = _schema(cursor)
    cursor.execute(SQL["notes"].format(schema=schema))
    for name, body in FUNCTIONS.items():
        text = body.format(schema=schema)
        cursor.execute(SQL["function"].format(schema=schema, name=name, body=text))
    cursor.execute(SQL["at_commit"].format(schema=schema))
    for name, parts in _triggers(tables).items():
        cursor.execute(SQL["trigger"].format(schema=schema, name=name, **parts))


def first(group):
    return SQL["first"].format(group=group)


def _triggers(tables):
    """Each trigger on these tables by its name, as what its statement says."""
    found = {}
    watched = [(group, table) for group, known in PUBLIC.items() for table in known]
    for group, table in (one for one in watched if one[1] in tables):
        name = f"{table}_raises_version_of_{group}"
        parts = {"table": table, "function": f"note_content_change('{group}')"}
        columns = DECIDING.get((group, table), ())
        acts = ACTS if columns else f"{ACTS} OR UPDATE"
        found[name] = {**parts, "acts": acts, "each": "STATEMENT"}
        if columns:
            found[f"{name}_update"] = {**parts, **_update(columns)}
    if days.NOTED in tables:
        parts = {"table": days.TABLE, "function": "note_changed_days()"}
        found[days.NAME] = {**parts, "acts": "INSERT OR DELETE", "each": "ROW"}
        found[f"{days.NAME}_update"] = {**parts, **_update(days.COUNTED)}
    return found


def _update(columns):
    """Of a statement nobody knows what it changed: only a row tells what is different in it."""
    differences = " OR ".join(f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in columns)
    return {"acts": "UPDATE", "each": f"ROW WHEN ({differences})"}


def _schema(cursor):
    cursor.execute("SELECT quote_ident(current_schema())")
    return cursor.fetchone()[0]
