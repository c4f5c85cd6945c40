"""An index of the words of the law, empty at first: the worker fills it."""

from django.db import migrations

from richtext.fulltext import tables


def create(apps, schema_editor):
    """The same tables as those of the articles."""
    tables.create("statutes_search", schema_editor.connection)
    if apps.get_model("statutes", "Statute").objects.filter(imported_at__isnull=False).exists():
        tables.say_unfilled("statutes_search", schema_editor.connection)


def drop(apps, schema_editor):
    """The way back."""
    tables.drop("statutes_search", schema_editor.connection)


class Migration(migrations.Migration):
    """After all of before."""

    dependencies = [("statutes", "0003_sentences_of_statutes")]

    operations = [migrations.RunPython(create, drop)]
