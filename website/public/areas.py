"""The page of all practice areas."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.public import lists
from articles.public.branches import tree
from firm.site import default_words
from firm.site.head import HOME, Head
from firm.site.identity import Identity
from richtext.base import page_cache

TITLE = "业务领域"


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
