"""The practice areas in two levels, with how many articles each has."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from firm.base import current_site
from firm.models import PracticeArea
from firm.site import shown


@dataclass(frozen=True)
class Branch:
    """An area and those below it; `number` counts the articles of them all, where it is asked."""

    area: PracticeArea
    below: tuple["Branch", ...] = ()
    number: int = 0


def tree(numbers: Mapping[int, int] = MappingProxyType({})) -> list[Branch]:
    """The areas of the firm, or of the lawyer whose site is asked; `numbers` of articles by key."""
    lawyer = current_site.current()
    areas = shown.areas_of(lawyer) if lawyer else shown.areas()
    known = {area.pk for area in areas}
    return [_branch(area, areas, numbers) for area in areas if area.parent_id not in known]


def _branch(area, areas, numbers):
    below = tuple(
        Branch(one, number=numbers.get(one.pk, 0)) for one in areas if one.parent_id == area.pk
    )
    own = numbers.get(area.pk, 0)
    return Branch(area, below, own + sum(branch.number for branch in below))
