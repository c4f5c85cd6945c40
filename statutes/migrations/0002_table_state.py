"""The state of the table of statutes, and the triggers that renew it with every change.

The statements stand here and nowhere else, so that an old database and a new one go the same way.
Whoever alters one of the two tables on SQLite, where Django makes a table anew, makes its triggers
again in the same migration; `website.operations.schema` tells when they are missing.
"""

from django.db import migrations, models

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
            return
        for table in TABLES:
            for act in ACTS:
                cursor.execute(f"DROP TRIGGER {table}_{act.lower()}_state")


class Migration(migrations.Migration):
    """After the statutes."""

    dependencies = [("statutes", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="TableState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.UUIDField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="statutes_one_table_state")],
            },
        ),
        migrations.RunPython(make, drop),
    ]
