"""Which facts clients of an area are asked for, read once for as long as they are the same."""

from consult.models import AreaFact
from firm.base import kept
from firm.models import PracticeArea
from firm.site import shown

Facts = tuple[AreaFact, ...]


def _by_area() -> dict[int, Facts]:
    return kept.get_or_make("area facts", shown.FIRM, _read)


def _read():
    found: dict[int, list[AreaFact]] = {}
    for one in AreaFact.objects.filter(is_active=True).order_by("area", "order", "pk"):
        found.setdefault(one.area_id, []).append(one)
    return {area: tuple(facts) for area, facts in found.items()}


def of_area(area: PracticeArea | None) -> Facts:
    """The questions of an area, of the one above where it has none of its own."""
    if area is None:
        return ()
    facts = _by_area()
    return facts.get(area.pk) or facts.get(area.parent_id or 0) or ()


def every() -> dict[int, AreaFact]:
    """All questions that are asked anywhere, by their keys."""
    return {one.pk: one for facts in _by_area().values() for one in facts}
