"""Pieces of the page of a practice area that are of articles and of the law."""

from django import template

from articles.law import area_periods
from articles.public import area_page, lists
from firm.base.urls import absolute_url

register = template.Library()
FEW = 3  # questions; fewer show their first words too


@register.inclusion_tag("articles/area/periods.html")
def area_periods_of(area):
    """The time limits of the law, each with its article."""
    return {"limits": area_periods.limits(area)}


@register.inclusion_tag("articles/area/questions.html")
def area_questions(area):
    """The questions to begin with, and the same as structured data."""
    found = area_page.questions(area)
    data = _as_data(found) if found else None
    return {"questions": found, "few": len(found) < FEW, "data": data}


@register.inclusion_tag("articles/area/statutes.html")
def area_statutes(area):
    """The law that its articles rest on."""
    return {"statutes": area_page.statutes(area)}


@register.inclusion_tag("articles/area/all_articles.html")
def area_articles(request, area):
    """The paged articles of an area and those below it; none where all stand above already."""
    found = lists.in_area(area)
    page = lists.page_of(request, found)
    above = {one.pk for one in area_page.questions(area)} if page.number == 1 else set()
    left = page.has_other_pages() or any(one.pk not in above for one in page)
    return {"request": request, "page": page if left else None, "tags": lists.tags_in(found)}


def _as_data(found):
    items = [
        {
            "@type": "ListItem",
            "position": place,
            "name": one.title,
            "url": absolute_url(one.get_absolute_url()),
        }
        for place, one in enumerate(found, start=1)
    ]
    return {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items}
