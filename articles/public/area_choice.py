"""The areas by which a list of articles may be narrowed: few at once, the others one tap away."""

from articles.public import lists
from articles.public.branches import tree
from firm.models import PracticeArea

FEW = 5  # areas in sight on a telephone: two rows


def context(area: PracticeArea | None) -> dict:
    """What the choice shows where `area` is chosen, or none: all, and the few that stand first.

    Those are the area that is opened with what is below it, or else the ones with most articles.
    """
    numbers = lists.numbers()
    branches = tree(numbers)
    key = (area.parent_id or area.pk) if area else None
    opened = next((one for one in branches if area and one.area.pk in {key, area.pk}), None)
    most = sorted((one for one in branches if one.number), key=lambda one: -one.number)
    few = [opened, *opened.below] if opened else most[:FEW]
    return {
        "area": area,
        "branches": branches,
        "opened": opened,
        "few": few,
        "total": sum(numbers.values()),
        "more": opened is not None or len(branches) > len(few),
    }
