"""Questions that a firm can take over for its areas: labour, work injury, marriage and others.

Nothing of them is asked before somebody of the firm has taken them over; from then on they are the
firm's own.
"""

import json
from pathlib import Path

from django.db import transaction
from django.db.models import F

from consult.models import AreaFact
from consult.models.facts import MOST_FACTS
from firm.models import PracticeArea

SETS = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
STEP = 10  # between two places, so that one can be put between


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
    asked = set(AreaFact.objects.values_list("area", flat=True))
    found: list[PracticeArea] = []
    above_first = F("parent").asc(nulls_first=True)  # PostgreSQL puts them last by itself
    for area in PracticeArea.objects.order_by(above_first, "order", "pk"):
        above = {area.pk, area.parent_id}
        if not above & asked and not any(one.pk == area.parent_id for one in found):
            found += [area] if matching(area) else []
    return found


@transaction.atomic
def take_over() -> list[PracticeArea]:
    """Give every area without questions those that fit it; asked twice, it does nothing more."""
    list(PracticeArea.objects.select_for_update(of=("self",)).order_by("pk"))  # two at once
    areas = without_questions()
    for area in areas:
        AreaFact.objects.bulk_create(_questions(area))
    return areas


def _questions(area):
    facts = {fact["name"]: fact for one in matching(area) for fact in one["facts"]}
    for place, fact in enumerate(list(facts.values())[:MOST_FACTS], 1):
        choices = "\n".join(fact.get("choices", ()))
        yield AreaFact(area=area, order=place * STEP, **{**fact, "choices": choices})
