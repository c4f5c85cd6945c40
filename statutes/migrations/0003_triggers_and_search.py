"""The state of the table of statutes with the triggers that renew it, the index of the words of the
law, and what earlier imports called 现行有效 though no file had said so.

The statements of the triggers stand here and nowhere else, so that an old database and a new one go
the same way. Whoever alters one of the two tables on SQLite, where Django makes a table anew, makes
its triggers again in the same migration.
"""

from django.db import migrations

from richtext.fulltext import tables

TABLES = ["statutes_statute", "statutes_statutearticle"]
ACTS = ["INSERT", "UPDATE", "DELETE"]
# One row at a time is all that SQLite knows. Two plain statements: whatever an `INSERT OR IGNORE`
# says of conflicts would hold for the statements of a trigger, too.
SQLITE = """
CREATE TRIGGER {table}_{lower}_state AFTER {act} ON {table} BEGIN
    UPDATE statutes_tablestate SET state = lower(hex(randomblob(16)));
    INSERT INTO statutes_tablestate (id, state) SELECT 1, lower(hex(randomblob(16)))
        WHERE NOT EXISTS (SELECT 1 FROM statutes_tablestate);
END
"""
# The schema is named: a dump that is read back has an empty search path.
FUNCTION = """
CREATE FUNCTION statutes_renew_state() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    EXECUTE format(
        'INSERT INTO %I.statutes_tablestate (id, state) VALUES (1, gen_random_uuid())'
        ' ON CONFLICT (id) DO UPDATE SET state = EXCLUDED.state', TG_TABLE_SCHEMA);
    RETURN NULL;
END $$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_state AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION statutes_renew_state()
"""
FIRST = {
    "sqlite": "INSERT INTO statutes_tablestate VALUES (1, lower(hex(randomblob(16))))",
    "postgresql": "INSERT INTO statutes_tablestate VALUES (1, gen_random_uuid())",
}


def triggers(vendor):
    """The statements that make them on an engine."""
    if vendor == "postgresql":
        return [FUNCTION, *(POSTGRESQL.format(table=table) for table in TABLES)]
    return [
        SQLITE.format(table=table, act=act, lower=act.lower()) for table in TABLES for act in ACTS
    ]


def make(apps, schema_editor):
    """The triggers, then the row, for the statutes that are there already."""
    vendor = schema_editor.connection.vendor
    with schema_editor.connection.cursor() as cursor:
        for statement in [*triggers(vendor), FIRST[vendor]]:
            cursor.execute(statement)


def drop(apps, schema_editor):
    """The way back."""
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION statutes_renew_state() CASCADE")
        else:
            for table in TABLES:
                for act in ACTS:
                    cursor.execute(f"DROP TRIGGER {table}_{act.lower()}_state")
        cursor.execute("DELETE FROM statutes_tablestate")


BY_A_FILE = "导入文件"  # in front of the name of the file that a row was made of


def create_index(apps, schema_editor):
    """The same tables as those of the articles; the worker fills them."""
    tables.create("statutes_search", schema_editor.connection)
    if apps.get_model("statutes", "Statute").objects.filter(imported_at__isnull=False).exists():
        tables.say_unfilled("statutes_search", schema_editor.connection)


def drop_index(apps, schema_editor):
    """The way back."""
    tables.drop("statutes_search", schema_editor.connection)


def leave_unchecked(apps, schema_editor):
    """Rows that an import made and nobody has edited or checked since become 效力未核对.

    Every text is re-read. An end that is known stays, and ends them still: what has ended by now is
    已被新版取代.
    """
    told = apps.get_model("statutes", "TextSource").objects.exclude(status="").values("statute")
    rows = apps.get_model("statutes", "Statute").objects.filter(
        source__startswith=BY_A_FILE,
        is_own=False,
        checked_on=None,
        status__in=["in_force", "future"],
    )
    if rows.exclude(pk__in=told).update(status="unknown"):
        apps.get_model("statutes", "TableVersion").objects.update(rechecked_on=None)


class Migration(migrations.Migration):

    dependencies = [("statutes", "0002_second_release")]

    operations = [
        migrations.RunPython(make, drop),
        migrations.RunPython(create_index, drop_index),
        migrations.RunPython(leave_unchecked, migrations.RunPython.noop),
    ]
