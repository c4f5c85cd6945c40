"""What to read next: hand-picked, then what was computed to be near, then the area, the newest.

Here it is only read (`recompute` stores it), and filtered by what the public may see now.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from articles.models import Article, Neighbour, RelatedLink, Tag
from firm.base import current_site
from firm.base.current_site import numbered
from firm.base.queries import Parameter, Prepared, joined

WANTED = 11
MOST = 2 * WANTED  # of those that stand in: as many again may have been picked by hand

NOW = Parameter("now", DateTimeField())
AT = Parameter("at", DateTimeField())
PK = Parameter("pk", IntegerField())
AREA = Parameter("area", IntegerField())


class Card(NamedTuple):
    title: str
    href: str
    is_outside: bool = False
    is_title: bool = False  # of an old site, whose text is not here yet


@dataclass(frozen=True)
class Further:
    related: list[Card]  # what was picked by hand first
    before: Card | None  # the next older article of the site
    after: Card | None  # the next newer one
    tags: list[Tag]


class Row(NamedTuple):
    """One row of the statement: of an article, a link to another site, or a tag."""

    part: str
    pk: int  # 0 for another site
    title: str
    url: str
    area: int
    at: object  # to sort by
    place: int

    @property
    def card(self) -> Card:
        if self.url:
            return Card(self.title, self.url, is_outside=True)
        href, is_title = numbered("articles:detail", self.pk), self.part == "title"
        return Card(self.title, href, is_title=is_title)


def further_reading(article: Article, wanted: int = WANTED) -> Further:
    """Related reading, neighbours and tags of an article, in one query.

    Never the article itself, never one that is not published; only who picks takes a bare title.
    """
    own = current_site.current()
    found = _statement(own and own.pk).rows(
        now=timezone.now(), at=article.publish_at, pk=article.pk, area=article.area_id
    )
    parts = defaultdict[str, list[Row]](list)
    for row in sorted(map(Row._make, found), key=lambda row: row.place):
        parts["picked" if row.part == "title" else row.part].append(row)
    picked = parts["picked"][:wanted]
    seen = {row.pk for row in picked}
    # The nearest first; then those of the area before others, of these the newest first.
    rest = [row for name in ("area", "newest", "older", "newer") for row in parts[name]]
    rest.sort(key=lambda row: (row.at, row.pk), reverse=True)
    rest.sort(key=lambda row: row.area != article.area_id)
    others = {row.pk: row for row in [*parts["near"], *rest] if row.pk not in seen}
    shown = [*picked, *others.values()][:wanted]
    return Further(
        related=[row.card for row in shown],
        before=next((row.card for row in parts["older"]), None),
        after=next((row.card for row in parts["newer"]), None),
        tags=[Tag(pk=row.pk, name=row.title) for row in parts["tag"]],
    )


@lru_cache(maxsize=64)  # one for each lawyer with a host of their own
def _statement(own: int | None) -> Prepared:
    """Short scans, each in an index, with all that a page shows of what they find."""
    # The editor's links in their order, without articles that the public may not see.
    shown = Q(target__isnull=True) | _public("target", titles=True)
    links = RelatedLink.objects.filter(shown, article=PK)
    title = Case(When(target=None, then="title"), default="target__title")
    part = Case(When(target__is_stub=True, then=Value("title")), default=Value("picked"))
    picked = links.order_by("order", "pk").values_list(
        *(part, Coalesce("target", 0), title, "url", Value(0), AT),
        Window(RowNumber(), order_by=["order", "pk"]),
    )
    near = (
        Neighbour.objects.filter(_public("other"), article=PK)
        .order_by("place")
        .values_list(
            *(Value("near"), "other", "other__title", Value("")),
            *("other__area", "other__publish_at", "place"),
        )
    )
    tags = Article.tags.through.objects.filter(article=PK).values_list(
        *(Value("tag"), "tag", "tag__name", Value(""), Value(0), AT),
        Window(RowNumber(), order_by="tag__name"),
    )
    older = _others(publish_at__lte=AT).filter(Q(publish_at__lt=AT) | Q(pk__lt=PK))
    newer = _others(publish_at__gte=AT).filter(Q(publish_at__gt=AT) | Q(pk__gt=PK))
    parts = {
        # They stand in where few are near or none have been computed yet, and so do the newest.
        "area": _others().filter(area=AREA)[:MOST],
        "newest": _others()[:MOST],
        "older": older[:1],
        "newer": newer.order_by("publish_at", "pk")[:1],
    }
    columns = ("pk", "title", Value(""), "area", "publish_at", Value(0))
    articles = [rows.values_list(Value(part), *columns) for part, rows in parts.items()]
    return joined([picked[:WANTED], near, *articles, tags])


def _public(name, titles=False):
    """Whether the article that a row points to is one that the public may see."""
    public = Article.objects.published(NOW, titles=titles)
    return Exists(public.filter(pk=OuterRef(name)).order_by())


def _others(**bounds):
    """Published ones but the article itself. SQLite reads an index from the bound named first."""
    return Article.objects.filter(**bounds).published(NOW).exclude(pk=PK)
