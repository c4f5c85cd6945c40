"""An article as its page reads it: the row alone; who and what it belongs to, the process keeps."""

from functools import cache

from django.db.models import BigIntegerField, F, IntegerField

from articles.models import Article, FinishedBody
from firm.base.prepared import Parameter, Prepared, prepared
from firm.site import shown

STORED = ["html", "headings", "seal"]


def article(pk: int) -> Article | None:
    """The article of a number, with author, reviewer and area, be it public or not."""
    known = pk <= BigIntegerField.MAX_BIGINT  # no database takes a longer number
    found = next(iter(_statement().records(Article, pk=pk)), None) if known else None
    if found:
        point(found, author=shown.everyone(), checked_by=shown.everyone(), area=shown.every_area())
    return found


def point(article: Article, **known: dict) -> None:
    """Point an article to kept records; what is newer than those is looked up when it is named."""
    for name, rows in known.items():
        if record := rows.get(getattr(article, f"{name}_id")):
            setattr(article, name, record)


def finished(article: Article) -> FinishedBody | None:
    """The finished body that `article` was read with, if there is one."""
    row = article.__dict__
    if row.get("finished_seal") is None:
        return None
    return FinishedBody(**{name: row[f"finished_{name}"] for name in STORED})


@cache
def _statement() -> Prepared:
    found = Article.objects.filter(pk=Parameter("pk", IntegerField())).order_by()
    return prepared(
        found.annotate(**{f"finished_{name}": F(f"finished__{name}") for name in STORED})
    )
