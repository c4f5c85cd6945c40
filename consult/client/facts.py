"""The facts that clients are asked for: suggested, chosen for an area, told of a case."""

import json
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction
from django.db.models import F

from consult.models import AreaFact, FactAnswer
from consult.models.facts import MOST_FACTS
from firm.base import caching
from firm.models import PracticeArea
from firm.site import records

Facts = tuple[AreaFact, ...]
# Questions that a firm can take over for its areas; from then on they are its own.
SETS = json.loads(Path(__file__).with_name("suggested_facts.json").read_text(encoding="utf-8"))
STEP = 10  # between two places, so that one can be put between


def _read():
    found: dict[int, list[AreaFact]] = {}
    for one in AreaFact.objects.filter(is_active=True).order_by("area", "order", "pk"):
        found.setdefault(one.area_id, []).append(one)
    return {area: tuple(facts) for area, facts in found.items()}


def requested(area: PracticeArea | None = None) -> tuple[Facts, dict[int, AreaFact]]:
    """The questions of an area, of the one above where it has none; and all that are asked
    anywhere, by their keys. Read once for as long as they are the same."""
    found = caching.shared("area facts", records.FIRM, _read)
    own = area and (found.get(area.pk) or found.get(area.parent_id or 0))
    return own or (), {one.pk: one for facts in found.values() for one in facts}


def listed(facts: Iterable[FactAnswer], *, for_client: bool) -> list[tuple[str, str]]:
    """Each with its name; clients see what they wrote themselves, as they wrote it."""
    rows = [(one.name, one.answer if for_client else one.value) for one in facts]
    return [(name, value) for name, value in rows if value]


def matching(area: PracticeArea) -> list[dict]:
    """The sets for an area, by its address or by what it is called; more than one it may be."""
    called = f"{area.name}\n{area.aliases}"
    return [
        one
        for one in SETS
        if area.slug in one["slugs"] or any(word in called for word in one["words"])
    ]


def without_questions() -> list[PracticeArea]:
    """Areas for which there are sets and that have no question yet, nor the area above them."""
    with_own = set(AreaFact.objects.values_list("area", flat=True))
    found: list[PracticeArea] = []
    above_first = F("parent").asc(nulls_first=True)  # PostgreSQL puts them last by itself
    for area in PracticeArea.objects.order_by(above_first, "order", "pk"):
        above = {area.pk, area.parent_id}
        if not above & with_own and not any(one.pk == area.parent_id for one in found):
            found += [area] if matching(area) else []
    return found


@transaction.atomic
def take_over() -> list[PracticeArea]:
    """Give every area without questions those that fit it; asked twice, it does nothing more."""
    list(PracticeArea.objects.select_for_update(of=("self",)).order_by("pk"))  # two at once
    areas = without_questions()
    for area in areas:
        facts = {fact["name"]: fact for one in matching(area) for fact in one["facts"]}
        AreaFact.objects.bulk_create(
            AreaFact(
                area=area,
                order=place * STEP,
                **{**fact, "choices": "\n".join(fact.get("choices", ()))},
            )
            for place, fact in enumerate(list(facts.values())[:MOST_FACTS], 1)
        )
    return areas
