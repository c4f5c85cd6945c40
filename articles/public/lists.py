"""Lists of published articles: in pages, by area, and the tags that stand in them.

At 100,000 articles a list may neither open every row to count them nor gather the tags of all.
"""

from django.core.paginator import Page
from django.db.models import Count
from django.http import Http404, HttpRequest

from articles.models import Article, ArticleQuerySet, Tag
from firm.base import pagination
from firm.models import PracticeArea

MOST_TAGS = 12
LOOKED_AT = 500  # the newest articles of a list, whose tags it shows
PER_PAGE = 20


def page_of(request: HttpRequest, found: ArticleQuerySet) -> Page:
    """One page of published articles with what their cards show; 404 where there is none."""
    return pagination.page_of(request, found.for_list(), PER_PAGE, pagination.KeysFirst)


def in_area(area: PracticeArea) -> ArticleQuerySet:
    """The published articles of an area and of the areas below it."""
    below = area.children.values_list("pk", flat=True)
    return Article.objects.published().filter(area__in=[area.pk, *below])


def tags_in(found: ArticleQuerySet) -> list[Tag]:
    """The tags that the newest articles of a list bear most often, with their `number` there."""
    newest = found.values("pk")[:LOOKED_AT]
    counted = Tag.objects.filter(articles__in=newest).annotate(number=Count("pk"))
    return list(counted.order_by("-number", "name")[:MOST_TAGS])


def areas_to_choose(request: HttpRequest) -> tuple[list[PracticeArea], PracticeArea | None]:
    """The areas by which a list may be narrowed, and the one that `?area=` names; 404 for others.

    Offered are the upper areas, and those below the one that is chosen or beside it.
    """
    areas = list(PracticeArea.objects.published())
    slug = request.GET.get("area", "")
    chosen = next((area for area in areas if area.slug == slug), None)
    if slug and chosen is None:
        raise Http404("业务领域不存在")
    opened = (chosen.parent_id or chosen.pk) if chosen else None
    return [area for area in areas if area.parent_id in {None, opened}], chosen
