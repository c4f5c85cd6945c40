"""The practice areas: in two levels, as the home page and a page of their own show them."""

from dataclasses import dataclass, field

from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article
from firm.base import current_site
from firm.models import PracticeArea
from firm.site.head import HOME, Head
from richtext.base import page_cache

TITLE = "业务领域"


@dataclass
class Branch:
    """An area and those below it; `number` counts the articles of them all, where it is asked."""

    area: PracticeArea
    below: list["Branch"] = field(default_factory=list)
    number: int = 0


def tree() -> list[Branch]:
    """The areas of the firm, or of the lawyer whose site is asked; one query for both levels."""
    lawyer = current_site.current()
    areas = PracticeArea.objects.published()
    areas = list(areas.filter(lawyers=lawyer) if lawyer else areas)
    known = {area.pk for area in areas}
    upper = [area for area in areas if area.parent_id not in known]
    return [
        Branch(area, [Branch(one) for one in areas if one.parent_id == area.pk]) for area in upper
    ]


@page_cache.shared()
@require_safe
def area_list(request):
    """All areas, each with what it is about and how many articles it has."""
    counted = Article.objects.published().order_by().values_list("area")
    numbers = dict(counted.annotate(Count("pk")))
    branches = tree()
    for branch in branches:
        for below in branch.below:
            below.number = numbers.get(below.area.pk, 0)
        own = numbers.get(branch.area.pk, 0)
        branch.number = own + sum(below.number for below in branch.below)
    head = Head(
        title=TITLE,
        description="本所办理的业务领域，每一类都有律师写的问答。",
        path=request.path,
        trail=[HOME, (TITLE, reverse("areas"))],
        own=True,
    )
    return render(request, "area_list.html", {"branches": branches, "head": head})
