"""An article as its page reads it: the row alone; who and what it belongs to, the process keeps."""

from functools import cache

from django.db.models import BigIntegerField, F, IntegerField

from articles.models import Article, FinishedBody
from firm.base import kept
from firm.base.prepared import Parameter, Prepared, prepared
from firm.models import Lawyer, PracticeArea

FIRM = ("firm",)
STORED = ["html", "headings", "seal"]


def article(pk: int) -> Article | None:
    """The article of a number, with author, reviewer and area, be it public or not."""
    known = pk <= BigIntegerField.MAX_BIGINT  # no database takes a longer number
    found = next(iter(_statement().records(Article, pk=pk)), None) if known else None
    if found:
        lawyers = kept.get_or_make("lawyers by key", FIRM, _lawyers)
        areas = kept.get_or_make("areas by key", FIRM, _areas)
        # Who is newer than what is kept is looked up when the page names them.
        _point(found, "author", lawyers)
        _point(found, "checked_by", lawyers)
        _point(found, "area", areas)
    return found


def finished(article: Article) -> FinishedBody | None:
    """The finished body that `article` was read with, if there is one."""
    row = article.__dict__
    if row.get("finished_seal") is None:
        return None
    return FinishedBody(**{name: row[f"finished_{name}"] for name in STORED})


def _point(article, name, rows):
    key = getattr(article, f"{name}_id")
    if key in rows:
        setattr(article, name, rows[key])


@cache
def _statement() -> Prepared:
    found = Article.objects.filter(pk=Parameter("pk", IntegerField())).order_by()
    return prepared(
        found.annotate(**{f"finished_{name}": F(f"finished__{name}") for name in STORED})
    )


def _lawyers():
    return {lawyer.pk: lawyer for lawyer in kept.settled(Lawyer.objects.all())}


def _areas():
    areas = PracticeArea.objects.in_bulk()
    for area in areas.values():
        area.parent = areas.get(area.parent_id)
    return areas
