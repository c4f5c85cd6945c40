"""The triggers on SQLite, for each row: a second raise costs under a microsecond."""

from website.operations.content_version.tables import DECIDING, PUBLIC

# Milliseconds are all that this clock has. An upsert, and no `OR IGNORE`: what the statement that
# fires a trigger says of conflicts would hold inside of it.
RAISE = """
INSERT INTO firm_contentversion ("group", number)
    VALUES ('{group}', CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000)
    ON CONFLICT ("group") DO UPDATE SET number = max(number + 1, excluded.number)
"""
TRIGGER = "CREATE TRIGGER {name} AFTER {act} ON {table}{when} BEGIN{statement};\nEND"
ACTS = ["INSERT", "UPDATE", "DELETE"]


def wanted(tables):
    """Each trigger on these tables by its name, as the statement that makes it."""
    return {
        name: TRIGGER.format(
            name=name, act=act, table=table, when=_when(group, table, act),
            statement=first(group).rstrip(),
        )
        for group, members in PUBLIC.items()
        for table in members
        if table in tables
        for act in ACTS
        for name in [f"{table}_raises_version_of_{group}_{act.lower()}"]
    }  # fmt: skip


def _when(group, table, act):
    columns = DECIDING.get((group, table), ()) if act == "UPDATE" else ()
    differences = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in columns)
    return f" WHEN {differences}" if differences else ""


def missing(cursor, tables) -> list[str]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    there = dict(cursor.fetchall())
    return [name for name, sql in wanted(tables).items() if there.get(name) != sql]


def make(cursor, tables):
    known = wanted(tables)
    for name in missing(cursor, tables):
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(known[name])


def first(group):
    return RAISE.format(group=group)
