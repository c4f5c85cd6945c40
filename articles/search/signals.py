"""The index follows every article that is saved or deleted, in the same transaction.

Signals, because articles are deleted by cascades and by the admin without any code of ours, and
loaded by `loaddata` without `save()`; nothing is decided here. What writes past `save()`
(`bulk_create`, `update` of what is searched) calls `search.index_many` itself.
"""

from django.db import connection
from django.db.models.signals import post_delete, post_migrate, post_save

from articles.models import Article
from articles.search import indexing

SEARCHED = {"title", "summary", "text", "state", "publish_at", "area", "area_id"}
SEARCHED |= {"author", "author_id"}


def connect() -> None:
    """Called once, when the app is ready."""
    post_save.connect(_saved, sender=Article, dispatch_uid="search_saved")
    post_delete.connect(_deleted, sender=Article, dispatch_uid="search_deleted")
    post_migrate.connect(_emptied, dispatch_uid="search_emptied")


def _saved(instance, update_fields, **kwargs):
    if update_fields is None or SEARCHED & set(update_fields):
        indexing.index(instance)


def _deleted(instance, **kwargs):
    indexing.remove(instance.pk)


def _emptied(sender, **kwargs):
    """`flush` does not see the index and says only this: it may not outlive the articles."""
    if sender.name == "articles" and _is_there() and not Article.objects.exists():
        indexing.clear()


def _is_there():
    tables = connection.introspection.table_names()
    return {"articles_search", Article._meta.db_table} <= set(tables)
