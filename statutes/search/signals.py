"""The index loses a text with its statute, in the same transaction, whoever deletes it.

A signal, because cascades and the admin delete without any code of ours. Articles alone are
deleted by an import, which indexes what comes in their place.
"""

from django.db import connection
from django.db.models.signals import post_delete, post_migrate

from statutes.models import Statute, StatuteArticle
from statutes.search import indexing


def connect() -> None:
    """Called once, when the app is ready."""
    post_delete.connect(_deleted, sender=Statute, dispatch_uid="law_deleted")
    post_migrate.connect(_emptied, dispatch_uid="law_emptied")


def _deleted(instance, **kwargs):
    indexing.LAW.drop_group(instance.pk)


def _emptied(sender, **kwargs):
    """`flush` does not see the index and says only this: it may not outlive the texts."""
    if sender.name == "statutes" and _is_there() and not StatuteArticle.objects.exists():
        indexing.LAW.clear()


def _is_there():
    tables = connection.introspection.table_names()
    return {"statutes_search", StatuteArticle._meta.db_table} <= set(tables)
