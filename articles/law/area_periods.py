"""The periods of the law that belong to a practice area, as the office chose them."""

from dataclasses import dataclass

from articles.models import AreaPeriod
from firm.base import kept
from firm.models import PracticeArea
from statutes.base.enums import PUBLIC_LEVELS
from statutes.models import LimitationPeriod, PeriodCitation

GROUPS = ("firm", "articles", "statutes")


@dataclass(frozen=True)
class Limit:
    """A period on a page: how long, for what, from when, by which article.

    `address` is where that article is read; empty where the site does not have it.
    """

    length: str
    about: str
    starts: str
    citation: str
    address: str


def limits(area: PracticeArea) -> tuple[Limit, ...]:
    """The periods that the page of an area shows; two queries, kept.

    What the law may have overtaken is not shown before somebody has looked at it.
    """
    return kept.get_or_make(f"limits of area {area.pk}", GROUPS, lambda: _limits(area))


def in_order_for(area: PracticeArea | None) -> list[LimitationPeriod]:
    """All periods: those of an area (`is_near`) first, the others as the table has them."""
    keys = {one.pk for one in _chosen(area)} if area else set()
    found = list(LimitationPeriod.objects.all())
    for one in found:
        one.is_near = one.pk in keys
    return sorted(found, key=lambda one: not one.is_near)


def _chosen(area):
    """Its own; an area below another one that has none has those of the one above."""
    areas = [area.pk, *([area.parent_id] if area.parent_id else [])]
    rows = list(AreaPeriod.objects.filter(area__in=areas).select_related("period"))
    own = [row.period for row in rows if row.area_id == area.pk]
    return own or [row.period for row in rows]


def _limits(area):
    periods = _chosen(area)
    cited = _cited(periods) if periods else []
    doubted = {one.period_id for one in cited if one.level in PUBLIC_LEVELS and not one.settled}
    return tuple(_limit(one, cited) for one in periods if one.pk not in doubted)


def _cited(periods):
    found = PeriodCitation.objects.filter(period__in=[one.pk for one in periods])
    return list(found.select_related("statute"))


def _limit(period, cited):
    place = (period.pk, period.short_name, period.number, period.sub)
    rests_on = (
        one.statute
        for one in cited
        if (one.period_id, one.short_name, one.number, one.sub) == place and one.statute
    )
    statute = next(rests_on, None)
    address = statute.article_path(period.number, period.sub) if statute else ""
    return Limit(period.length, period.about, period.starts, period.citation, address)
