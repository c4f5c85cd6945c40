"""An article as its page reads it: the row alone; who and what it belongs to, the process keeps."""

from functools import cache

from django.db.models import BigIntegerField, IntegerField

from articles.models import Article
from firm.base import kept
from firm.base.prepared import Parameter, Prepared, prepared
from firm.models import Lawyer, PracticeArea

FIRM = ("firm",)


def article(pk: int) -> Article | None:
    """The article of a number, with author, reviewer and area, be it public or not."""
    known = pk <= BigIntegerField.MAX_BIGINT  # no database takes a longer number
    found = next(iter(_statement().records(Article, pk=pk)), None) if known else None
    if found:
        lawyers = kept.get_or_make("lawyers by key", FIRM, Lawyer.objects.in_bulk)
        areas = kept.get_or_make("areas by key", FIRM, _areas)
        # Who is newer than what is kept is looked up when the page names them.
        _point(found, "author", lawyers)
        _point(found, "checked_by", lawyers)
        _point(found, "area", areas)
    return found


def _point(article, name, rows):
    key = getattr(article, f"{name}_id")
    if key in rows:
        setattr(article, name, rows[key])


@cache
def _statement() -> Prepared:
    return prepared(Article.objects.filter(pk=Parameter("pk", IntegerField())).order_by())


def _areas():
    areas = PracticeArea.objects.in_bulk()
    for area in areas.values():
        area.parent = areas.get(area.parent_id)
    return areas
