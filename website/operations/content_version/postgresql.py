"""The triggers on PostgreSQL: a statement notes its group, the commit raises the version.

Raised at once, its row would be held until the transaction ends: an import would shut all other
writers out, and two that touch the groups in opposite order would lock each other up.
"""

from website.operations.content_version import days
from website.operations.content_version.tables import DECIDING, PUBLIC

# Empty whenever nobody writes, so there is nothing to keep after a crash.
NOTES = """
CREATE UNLOGGED TABLE IF NOT EXISTS {schema}.content_change
    (transaction bigint, "group" varchar(10), PRIMARY KEY (transaction, "group"))
"""
NOTE = """BEGIN
    INSERT INTO {schema}.content_change VALUES (txid_current(), TG_ARGV[0])
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END"""
RAISE = """BEGIN
    INSERT INTO {schema}.firm_contentversion AS known ("group", number)
        SELECT "group", (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
            FROM {schema}.content_change WHERE transaction = txid_current() ORDER BY "group"
        ON CONFLICT ("group") DO UPDATE SET number = greatest(known.number + 1, EXCLUDED.number);
    DELETE FROM {schema}.content_change WHERE transaction = txid_current();
    RETURN NULL;
END"""
DAY = "({} AT TIME ZONE 'Asia/Shanghai')::date"
NOTE_DAYS = f"""BEGIN
    {days.noting(DAY, ["OLD", "NEW"], schema="{schema}.")};
    RETURN NULL;
END"""
FUNCTIONS = {
    "note_content_change": NOTE,
    "raise_content_version": RAISE,
    "note_changed_days": NOTE_DAYS,
}
# The schema is named: a dump that is read back has an empty search path. They run as their owner,
# so that whoever may write a public table needs no right on those of the versions.
FUNCTION = """
CREATE OR REPLACE FUNCTION {schema}.{name}() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $${body}$$
"""
AT_COMMIT = """
DROP TRIGGER IF EXISTS content_change_at_commit ON {schema}.content_change;
CREATE CONSTRAINT TRIGGER content_change_at_commit AFTER INSERT ON {schema}.content_change
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {schema}.raise_content_version();
DELETE FROM {schema}.content_change
"""  # what the trigger before was still to do; whoever makes them raises all groups

TRIGGER = """
CREATE OR REPLACE TRIGGER {name} AFTER {acts} ON {schema}.{table}
    FOR EACH {each} EXECUTE FUNCTION {schema}.{function}
"""
ACTS = "INSERT OR DELETE OR TRUNCATE"
FIRST = """
INSERT INTO firm_contentversion AS known ("group", number)
    VALUES ('{group}', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
    ON CONFLICT ("group") DO UPDATE SET number = greatest(known.number + 1, EXCLUDED.number)
"""
# Those that fire: one can be switched off.
THERE = """
SELECT tgname::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE relnamespace = current_schema()::regnamespace AND tgenabled IN ('O', 'A')
UNION ALL SELECT proname::text || ' ' || prosrc FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace AND proname = ANY(%s)
"""
MARK = """
SELECT string_agg(known, ' ' ORDER BY known) FROM (
    SELECT pg_trigger.oid || '-' || pg_trigger.xmin AS known
        FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relnamespace = current_schema()::regnamespace
    UNION ALL SELECT oid || '-' || xmin FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND proname = ANY(%s)
) AS all_of_them
"""


def missing(cursor, tables) -> list[str]:
    """The names of those that are not there, or not as they should be."""
    schema = _schema(cursor)
    cursor.execute(THERE, [list(FUNCTIONS)])
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
    cursor.execute(MARK, [list(FUNCTIONS)])
    return cursor.fetchone()


def make(cursor, tables):
    if not missing(cursor, tables):
        return
    schema = _schema(cursor)
    cursor.execute(NOTES.format(schema=schema))
    for name, body in FUNCTIONS.items():
        text = body.format(schema=schema)
        cursor.execute(FUNCTION.format(schema=schema, name=name, body=text))
    cursor.execute(AT_COMMIT.format(schema=schema))
    for name, parts in _triggers(tables).items():
        cursor.execute(TRIGGER.format(schema=schema, name=name, **parts))


def first(group):
    return FIRST.format(group=group)


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


def all_days():
    return days.noting_all(DAY)


def _schema(cursor):
    cursor.execute("SELECT quote_ident(current_schema())")
    return cursor.fetchone()[0]
