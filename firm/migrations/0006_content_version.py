"""The numbers that say how new the public pages are.

The triggers that raise them stand on tables of several apps and are made after all migrations
(`website.operations.content_version`); on the way back they must go before their table does.
"""

from django.db import migrations, models

OF_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB '*_raises_version_*'"
OF_POSTGRESQL = [
    "DROP FUNCTION IF EXISTS note_content_change() CASCADE",
    "DROP TABLE IF EXISTS content_change",
    "DROP FUNCTION IF EXISTS raise_content_version()",
]


def drop_triggers(apps, schema_editor):
    """Or each write of the older release would look for a table that has gone."""
    with schema_editor.connection.cursor() as cursor:
        statements = OF_POSTGRESQL
        if schema_editor.connection.vendor == "sqlite":
            cursor.execute(OF_SQLITE)
            statements = [f"DROP TRIGGER {name}" for (name,) in cursor.fetchall()]
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [("firm", "0005_what_was_true_when_confirmed")]

    operations = [
        migrations.CreateModel(
            name="ContentVersion",
            fields=[
                ("group", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(migrations.RunPython.noop, drop_triggers),
    ]
