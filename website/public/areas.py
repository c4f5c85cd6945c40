"""The practice areas: in two levels, as the home page and a page of their own show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.public import lists
from firm.base import current_site
from firm.models import PracticeArea
from firm.site import default_words, shown
from firm.site.head import HOME, Head
from firm.site.identity import Identity
from richtext.base import page_cache

TITLE = "业务领域"


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


@page_cache.shared()
@require_safe
def area_list(request):
    """All areas, each with what it is about and how many articles it has."""
    branches = tree(lists.numbers())
    head = Head(
        *default_words.areas(Identity()),
        page="areas",
        drawn=TITLE,
        path=request.path,
        trail=[HOME, (TITLE, reverse("areas"))],
        own=True,
    )
    return render(request, "area_list.html", {"branches": branches, "head": head})
