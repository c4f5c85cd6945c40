"""The index of the search: no model, since each engine has its own kind (`articles.search`)."""

from django.db import migrations

from articles.search import postgres, sqlite

ENGINES = {"sqlite": sqlite, "postgresql": postgres}


def create(apps, schema_editor):
    """Empty: `manage.py rebuild_search` fills it where there are articles already."""
    with schema_editor.connection.cursor() as cursor:
        ENGINES[schema_editor.connection.vendor].create(cursor)


def drop(apps, schema_editor):
    """The way back."""
    with schema_editor.connection.cursor() as cursor:
        ENGINES[schema_editor.connection.vendor].drop_tables(cursor)


class Migration(migrations.Migration):
    """After the articles."""

    dependencies = [("articles", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
