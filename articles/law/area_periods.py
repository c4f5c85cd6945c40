"""The periods of the law that belong to a practice area: proposed, and chosen by the office."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from articles.models import AreaPeriod
from calculators.models import Parameter, ParameterCitation
from firm.base import caching
from firm.models import PracticeArea
from statutes.base import PUBLIC_LEVELS

GROUPS = ("firm", "articles", "statutes")


def limits(area: PracticeArea) -> tuple[Parameter, ...]:
    """The periods that the page of an area shows, with the `address` of each; two queries, cached.

    What the law may have overtaken is not shown before somebody has looked at it.
    """
    today = timezone.localdate()  # whoever announces a change ends one and begins another then
    return caching.shared(f"limits of area {area.pk} {today}", GROUPS, lambda: _limits(area))


def in_order_for(area: PracticeArea | None) -> list[Parameter]:
    """All periods: those of an area (`is_near`) first, the others as the table has them."""
    keys = {one.pk for one in _chosen(area)} if area else set()
    found = list(Parameter.objects.periods())
    for one in found:
        one.is_near = one.pk in keys
    return sorted(found, key=lambda one: not one.is_near)


def _chosen(area):
    """Its own; an area below another one that has none has those of the one above."""
    areas = [area.pk, *([area.parent_id] if area.parent_id else [])]
    now = Parameter.objects.periods()
    rows = AreaPeriod.objects.filter(area__in=areas, period__in=now).select_related("period")
    own = [row.period for row in rows if row.area_id == area.pk]
    return own or [row.period for row in rows]


def _limits(area):
    periods = {one.pk: one for one in _chosen(area)}
    doubted = set()
    for one in ParameterCitation.objects.filter(parameter__in=periods).select_related("statute"):
        period = periods[one.parameter_id]
        if one.level in PUBLIC_LEVELS and not one.settled:
            doubted.add(period.pk)
        cited = one.short_name, one.number, one.sub
        rests_on = cited == (period.short_name, period.number, period.sub)
        if rests_on and one.statute and not period.address:
            period.address = one.statute.article_path(period.number, period.sub)
    return tuple(one for one in periods.values() if one.pk not in doubted)


PROPOSED = tomllib.loads(Path(__file__).with_name("area_periods.toml").read_text("utf-8"))


@transaction.atomic
def propose(areas: Iterable[PracticeArea]) -> None:
    """Give shipped areas that have no period yet those that are proposed for them."""
    left = [one for one in areas if one.slug in PROPOSED]
    known = set(AreaPeriod.objects.filter(area__in=left).values_list("area", flat=True).order_by())
    table = list(Parameter.objects.periods())
    AreaPeriod.objects.bulk_create(
        (
            AreaPeriod(area=area, period=period)
            for area in left
            if area.pk not in known
            for period in table
            if not period.sub and f"{period.short_name} {period.number}" in PROPOSED[area.slug]
        ),
        ignore_conflicts=True,  # two people who choose at once
    )
