"""The index of the search in small consecutive numbers, with records and frequencies.

Empty at first: the worker fills it.
"""

from importlib import import_module

from django.db import migrations

from richtext.fulltext import tables

before = import_module("articles.migrations.0002_search_index")


def create(apps, schema_editor):
    """In place of the index of 0.1.0."""
    before.drop(apps, schema_editor)
    tables.create("articles_search", schema_editor.connection)
    if apps.get_model("articles", "Article").objects.filter(state="published").exists():
        tables.say_unfilled("articles_search", schema_editor.connection)


def drop(apps, schema_editor):
    """The way back, to the empty index of that time."""
    tables.drop("articles_search", schema_editor.connection)
    before.create(apps, schema_editor)


class Migration(migrations.Migration):
    """After all of before."""

    dependencies = [("articles", "0008_indexes_of_the_office")]

    operations = [migrations.RunPython(create, drop)]
