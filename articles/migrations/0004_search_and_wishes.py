"""The index of the search in small consecutive numbers, empty at first: the worker fills it. And what
reviewers want changed, which until now only the newest version of an article told.
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


def keep_wishes(apps, schema_editor):
    """A wish for each article whose newest version was sent back."""
    Revision, Returned = (apps.get_model("articles", name) for name in ("Revision", "Returned"))
    for kept in Revision.objects.filter(act="returned").defer("content").iterator():
        history = Revision.objects.filter(article=kept.article_id)
        if history.filter(number__gt=kept.number).exists():
            continue
        asked = history.filter(act="submitted").order_by("-number").defer("content").first()
        Returned.objects.create(
            article_id=kept.article_id,
            writer_id=asked and asked.created_by_id,
            reviewer_id=kept.created_by_id,
            note=kept.note,
        )


class Migration(migrations.Migration):

    dependencies = [("articles", "0003_second_release")]

    operations = [
        migrations.RunPython(create, drop),
        migrations.RunPython(keep_wishes, migrations.RunPython.noop),
    ]
