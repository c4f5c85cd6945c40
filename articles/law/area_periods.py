"""The periods of the law that belong to a practice area: proposed, and chosen by the office."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from articles.models import AreaPeriod
from firm.base import caching
from firm.models import PracticeArea
from statutes.base import PUBLIC_LEVELS
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
    return caching.shared(f"limits of area {area.pk}", GROUPS, lambda: _limits(area))


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


# Which periods the software proposes for the areas that come with it.
#
# The law and no fact of a firm: an area that was chosen begins with them, and the office changes
# them as it likes.

Place = tuple[str, int]
GENERAL = [("民法典", 188), ("民法典", 195)]
OF_DECISIONS = [("行政复议法", 20), ("行政诉讼法", 45), ("行政诉讼法", 46)]
PROPOSED: dict[str, list[Place]] = {
    "marriage-family": [
        ("民法典", 1052), ("民法典", 1053), ("民法典", 1124), ("民事诉讼法", 171),
    ],
    "labor": [("工伤保险条例", 17), ("劳动争议调解仲裁法", 27), ("劳动争议调解仲裁法", 50)],
    "traffic": [("民法典", 188), ("保险法", 26)],
    "criminal": [("刑事诉讼法", 230), ("刑法", 87), ("刑法", 88)],
    "contract": [("民法典", 188), ("民法典", 152), ("民法典", 564), ("民法典", 195)],
    "debt": [
        ("民法典", 188), ("民法典", 189), ("民法典", 195), ("民法典", 692), ("民事诉讼法", 250),
    ],
    "real-estate": [("民法典", 188), ("民法典", 564)],
    "expropriation": OF_DECISIONS,
    "tort": [("民法典", 188), ("民法典", 191), ("民法典", 995)],
    "privacy-internet": [("民法典", 188), ("民法典", 995)],
    "medical": GENERAL,
    "consumer": [("产品质量法", 45), ("民法典", 152), ("民法典", 188)],
    "company": [("公司法", 26), ("公司法", 89)],
    "ip": GENERAL,
    "tax": OF_DECISIONS,
    "administrative": [*OF_DECISIONS, ("国家赔偿法", 39)],
    "procedure": [("民事诉讼法", 171), ("民事诉讼法", 216), ("民事诉讼法", 250)],
    "construction": [("建设工程解释（一）", 41), ("民法典", 188)],
    "finance": [("保险法", 26), ("票据法", 17), ("民法典", 188)],
    "other": GENERAL,
}  # fmt: skip


@transaction.atomic
def propose(areas: Iterable[PracticeArea]) -> None:
    """Give shipped areas that have no period yet those that are proposed for them."""
    left = [one for one in areas if one.slug in PROPOSED]
    known = set(AreaPeriod.objects.filter(area__in=left).values_list("area", flat=True).order_by())
    table = list(LimitationPeriod.objects.all())
    AreaPeriod.objects.bulk_create(
        (
            AreaPeriod(area=area, period=period)
            for area in left
            if area.pk not in known
            for period in table
            if not period.sub and (period.short_name, period.number) in PROPOSED[area.slug]
        ),
        ignore_conflicts=True,  # two people who choose at once
    )
