"""What is made of the published articles, kept until somebody changes one or the clock does.

The clock publishes and takes down without a commit: at the next `publish_at` or `expires_at`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from typing import TypeVar

from django.db.models import Q
from django.utils import timezone

from articles.models.article import Article, ArticleQuerySet, State
from firm.base import caching, current_site

V = TypeVar("V")
PLACES = ("lists",)
WORDS = ("articles",)  # for what shows their titles
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Listing:
    """The published articles that something holds for; `name` says all of `where`."""

    name: str = "articles"
    where: Q = Q()

    def rows(self, **span) -> ArticleQuerySet:
        return Article.objects.published(**span).filter(self.where)


def keep(name: str, make: Callable[[], V], groups=PLACES, until: datetime = NEVER) -> V:
    """What `make` makes of the articles of the site that is asked, cached; to be looked at.

    Of where they are listed alone, unless `groups` says that it is made of their words as well.
    """
    own = current_site.current()

    def dated():
        return min(next_edge(), until), make()  # in this order, or an edge might be passed over

    name = f"{name}, site {own.pk}" if own else name
    return caching.shared(name, groups, dated, itemgetter(0))[1]


def next_edge() -> datetime:
    """When the public sees other articles next, if nobody changes one."""

    def made():
        return min(edges_after(timezone.now()), default=NEVER)

    return caching.shared("edge of articles", PLACES, made, lambda edge: edge)


def edges_after(moment: datetime) -> list[datetime]:
    """The next that comes and the next that goes, each where there is one.

    One that goes counts in any state: what names a state as well, SQLite looks for among all.
    """
    coming = Article.objects.filter(state=State.PUBLISHED, publish_at__gt=moment)
    ending = Article.objects.filter(expires_at__gt=moment)
    return [
        *coming.order_by("publish_at").values_list("publish_at", flat=True)[:1],
        *ending.order_by("expires_at").values_list("expires_at", flat=True)[:1],
    ]
