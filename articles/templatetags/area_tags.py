"""Pieces of the page of a practice area that are of articles and of the law."""

from datetime import datetime, time, timedelta

from django import template
from django.db.models import Count
from django.utils import timezone

from articles.law import area_periods
from articles.models import AreaQuestion, Article, Citation, cached_lists
from articles.models.links import QUESTIONS
from articles.public import cards, lists
from articles.stats import reads
from firm.base import caching
from firm.base.current_site import absolute_url
from firm.models import PracticeArea
from statutes.base import Status
from statutes.law.table import Table

register = template.Library()
MOST_STATUTES = 6


def questions(area: PracticeArea) -> list[Article]:
    """Five public articles: those the office chose, then what is read most, then the newest."""
    found = lists.in_area(area)
    read, until = reads.most_read(found), reads.counted_until()

    def made():
        chosen = AreaQuestion.objects.filter(area=area.pk).values_list("article", flat=True)
        wanted = [*chosen, *read]
        public = Article.objects.published().filter(pk__in=wanted).values_list("pk", flat=True)
        there = set(public) if wanted else ()
        keys = [pk for pk in wanted if pk in there]
        if len(keys) < QUESTIONS:
            keys += found.rows().values_list("pk", flat=True)[: 2 * QUESTIONS]
        return cards.of(list(dict.fromkeys(keys))[:QUESTIONS])

    name = f"questions of area {area.pk}, {found.name}"
    return cached_lists.keep(name, made, ("firm", "articles"), until)


@register.inclusion_tag("articles/area/statutes.html")
def area_statutes(area):
    """The texts in force that the newest articles of an area cite most."""
    found = lists.in_area(area)

    def made():
        newest = list(found.rows().values_list("pk", flat=True)[: lists.LOOKED_AT])
        if not newest:
            return ()
        cited = Citation.objects.filter(article__in=newest, statute__isnull=False).order_by()
        counted = dict(cited.values_list("statute").annotate(Count("article", distinct=True)))
        rows = caching.shared("table of law", ("statutes",), Table.latest).rows
        often = sorted(rows.keys() & counted.keys(), key=lambda pk: (-counted[pk], pk))
        in_force = [rows[pk] for pk in often if rows[pk].status_on() == Status.IN_FORCE]
        return tuple(in_force[:MOST_STATUTES])

    tomorrow = timezone.localdate() + timedelta(days=1)  # a law may have ended by then
    until = datetime.combine(tomorrow, time(), timezone.get_default_timezone())
    name = f"statutes of area {area.pk}, {found.name}"
    return {"statutes": cached_lists.keep(name, made, ("articles", "statutes"), until)}


FEW = 3  # questions; fewer show their first words too


@register.inclusion_tag("articles/area/periods.html")
def area_periods_of(area):
    return {"limits": area_periods.limits(area)}


@register.inclusion_tag("articles/area/questions.html")
def area_questions(area):
    """The questions to begin with, and the same as structured data."""
    found = questions(area)
    items = [
        {
            "@type": "ListItem",
            "position": place,
            "name": one.title,
            "url": absolute_url(one.get_absolute_url()),
        }
        for place, one in enumerate(found, start=1)
    ]
    data = {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items}
    return {"questions": found, "few": len(found) < FEW, "data": data if found else None}


@register.inclusion_tag("articles/area/all_articles.html")
def area_articles(request, area):
    """The paged articles of an area and those below it; none where all stand above already."""
    found = lists.in_area(area)
    page = lists.page_of(request, found)
    above = {one.pk for one in questions(area)} if page.number == 1 else set()
    left = page.has_other_pages() or any(one.pk not in above for one in page)
    return {"request": request, "page": page if left else None, "tags": lists.tags_in(found)}
