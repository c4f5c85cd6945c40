"""The triggers on SQLite, for each row: a second raise costs under a microsecond."""

from website.operations.content_version import days
from website.operations.content_version.tables import DECIDING, PUBLIC

# Milliseconds are all that this clock has. An upsert, and no `OR IGNORE`: what the statement that
# fires a trigger says of conflicts would hold inside of it.
RAISE = """
INSERT INTO firm_contentversion ("group", number)
    VALUES ('{group}', CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000)
    ON CONFLICT ("group") DO UPDATE SET number = max(number + 1, excluded.number)
"""
TRIGGER = "CREATE TRIGGER {name} AFTER {act} ON {table}{when} BEGIN{statement};\nEND"
ACTS = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}  # and the rows they know
DAY = "date(substr({}, 1, 19), '+8 hours')"  # in Beijing; of a moment it would round the seconds


def wanted(tables):
    """Each trigger on these tables by its name, as the statement that makes it."""
    found = {}
    watched = [(group, table) for group, known in PUBLIC.items() for table in known]
    for group, table in (one for one in watched if one[1] in tables):
        columns, statement = DECIDING.get((group, table), ()), first(group).rstrip()
        for act in ACTS:
            name = f"{table}_raises_version_of_{group}_{act.lower()}"
            found[name] = _trigger(name, act, table, columns, statement)
    for act, rows in ACTS.items() if days.NOTED in tables else ():
        name, statement = f"{days.NAME}_{act.lower()}", "\n" + days.noting(DAY, rows)
        found[name] = _trigger(name, act, days.TABLE, days.COUNTED, statement)
    return found


def _trigger(name, act, table, columns, statement):
    columns = columns if act == "UPDATE" else ()
    differences = " OR ".join(f"OLD.{one} IS NOT NEW.{one}" for one in columns)
    when = f" WHEN {differences}" if differences else ""
    return TRIGGER.format(name=name, act=act, table=table, when=when, statement=statement)


def missing(cursor, tables) -> list[str]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    there = dict(cursor.fetchall())
    return [name for name, sql in wanted(tables).items() if there.get(name) != sql]


def mark(cursor):
    """What is another number after each change of a table or a trigger."""
    return cursor.execute("PRAGMA schema_version").fetchone()


def make(cursor, tables):
    known = wanted(tables)
    for name in missing(cursor, tables):
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(known[name])


def first(group):
    return RAISE.format(group=group)
