"""What the page of a practice area shows of articles: the questions first, the law they rest on."""

from datetime import datetime, time, timedelta

from django.db.models import Count
from django.utils import timezone

from articles.models import AreaQuestion, Article, Citation, kept_lists
from articles.models.area_page import QUESTIONS
from articles.public import cards, lists
from articles.stats import popular
from firm.base import kept
from firm.models import PracticeArea
from statutes.base.enums import Status
from statutes.law.table import Table
from statutes.models import Statute

MOST_STATUTES = 6


def questions(area: PracticeArea) -> list[Article]:
    """Five public articles: those the office chose, then what is read most, then the newest."""
    found = lists.in_area(area)
    read, until = popular.most_read(found), popular.counted_until()
    name, groups = f"questions of area {area.pk}, {found.name}", ("firm", "articles")
    return kept_lists.keep(name, lambda: _questions(area, found, read), groups, until)


def _questions(area, found, read):
    chosen = list(AreaQuestion.objects.filter(area=area.pk).values_list("article", flat=True))
    keys = [*_public([*chosen, *read])]
    if len(keys) < QUESTIONS:
        keys += found.rows().values_list("pk", flat=True)[: 2 * QUESTIONS]
    return cards.of(list(dict.fromkeys(keys))[:QUESTIONS])


def _public(keys):
    """Those of these articles that every visitor may read, in their order."""
    if not keys:
        return []
    shown = set(Article.objects.published().filter(pk__in=keys).values_list("pk", flat=True))
    return [pk for pk in keys if pk in shown]


def statutes(area: PracticeArea) -> tuple[Statute, ...]:
    """The texts in force that the newest articles of an area cite most."""
    found = lists.in_area(area)
    tomorrow = timezone.localdate() + timedelta(days=1)  # a law may have ended by then
    until = datetime.combine(tomorrow, time(), timezone.get_default_timezone())
    name, groups = f"statutes of area {area.pk}, {found.name}", ("articles", "statutes")
    return kept_lists.keep(name, lambda: _statutes(found), groups, until)


def _statutes(found):
    newest = list(found.rows().values_list("pk", flat=True)[: lists.LOOKED_AT])
    if not newest:
        return ()
    cited = Citation.objects.filter(article__in=newest, statute__isnull=False).order_by()
    counted = dict(cited.values_list("statute").annotate(Count("article", distinct=True)))
    rows = kept.get_or_make("table of law", ("statutes",), Table.latest).rows
    often = sorted(rows.keys() & counted.keys(), key=lambda pk: (-counted[pk], pk))
    in_force = [rows[pk] for pk in often if rows[pk].status_on() == Status.IN_FORCE]
    return tuple(in_force[:MOST_STATUTES])
