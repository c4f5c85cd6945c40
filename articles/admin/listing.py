"""The list of articles: its columns, and what narrows it."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.html import format_html

from articles.law import citations
from articles.models import Article, ArticleQuerySet, Citation, SourceKind, State
from articles.workflow import review
from articles.workflow.review import day
from firm.admin import base
from firm.admin.base import Tab
from firm.base import queries
from firm.base.dates import short_day
from firm.base.people import full_name

VIEW = "stage"
# Name, words, right to see it. Those of `COUNTED` say how many they hold; of these `RARE` ones
# stand there only while they hold any.
VIEWS = [
    ("mine", "我的草稿", "change"),
    ("for-me", "待我审核", "publish"),
    ("returned", "退回给我", "change"),
    ("draft", "草稿", "view"),
    ("review", "送审中", "view"),
    ("scheduled", "定时发布", "view"),
    ("public", "已发布", "view"),
    ("pending", "待发布修改", "view"),
    ("withdrawn", "已撤下", "view"),
    ("expired", "已到期", "view"),
]
RARE = {"returned", "review", "scheduled", "expired"}
COUNTED = {"mine", "for-me", *RARE}
# What a list may be sorted by: the number of the column, backwards with a minus.
ORDERS = [
    ("", "最近改动"),
    ("-2", "最近发布"),
    ("6", "最久未核对"),
    ("1", "标题"),
]


def rows_of(view: str, rows: ArticleQuerySet, user) -> ArticleQuerySet:
    """The articles of a view, of which it is nobody's or that person's; all without a view."""
    now = timezone.now()
    own = {"mine": review.drafts_of, "for-me": review.to_review, "returned": review.returned_to}
    if view in own:
        return rows.filter(pk__in=own[view](user).order_by().values("pk"))
    if view == "public":
        return rows.published(now)
    wishes = {
        "draft": Q(state=State.DRAFT, submitted_at=None),
        "review": Q(submitted_at__isnull=False),
        "scheduled": Q(state=State.PUBLISHED, publish_at__gt=now),
        "pending": Q(state=State.PUBLISHED, pending__isnull=False),
        "withdrawn": Q(state=State.WITHDRAWN),
        "expired": Q(state=State.PUBLISHED, expires_at__lte=now),
    }
    return rows.filter(wishes[view]) if view in wishes else rows


class StageFilter(admin.SimpleListFilter):
    """Where articles stand; drawn as tabs."""

    title = "进度"
    parameter_name = VIEW

    def lookups(self, request, model_admin):
        return [
            (name, words)
            for name, words, right in VIEWS
            if getattr(model_admin, f"has_{right}_permission")(request)
        ]

    def queryset(self, request, queryset):
        return rows_of(self.value() or "", queryset, request.user)


def frame(cl, user) -> dict:
    views, *others = cl.filter_specs
    names = [None, *(name for name, _ in views.lookup_choices)]
    numbers = queries.numbers(
        {name: rows_of(name, Article.objects.all(), user) for name in names if name in COUNTED}
    )
    tabs = [
        Tab(choice["display"], numbers.get(name), choice["query_string"], choice["selected"])
        for name, choice in zip(names, views.choices(cl), strict=True)
        if choice["selected"] or name not in RARE or numbers.get(name)
    ]
    return base.frame(cl, others, tabs, ORDERS)


NEVER = format_html('<span class="badge">{}</span>', "未核对")
WARNED = '<span class="badge badge-red">{}处待复核</span>'
OLD = '{} <span class="badge badge-red">超过{}个月</span>'
# To sort by and not to annotate with: the join would stand in every count of the list.
CHANGED = Coalesce("pending__created_at", "updated_at")


@admin.display(description="进度", ordering="publish_at")
def standing(article):
    """The stage, and beside it what one wants to know of it: when, who, or what is wanted."""
    waits = article.submitted_at or getattr(article, "returned", None)
    colours = {State.PUBLISHED: "green", State.DRAFT: "blue"}
    colour = "warn" if waits else colours.get(article.state, "plain")
    badge = format_html('<span class="badge badge-{}">{}</span>', colour, article.stage)
    said = _said(article)
    return format_html('{} <span class="quiet">{}</span>', badge, said) if said else badge


def _said(article):
    if article.submitted_at:
        who = full_name(article.submitted_by) if article.submitted_by else ""
        return f"{who}{day(article.submitted_at)}送审"
    if wish := getattr(article, "returned", None):
        return f"退回：{wish.note}"
    if article.state != State.PUBLISHED:
        return "待补全" if article.is_stub else ""
    when = short(article.publish_at) if article.publish_at > timezone.now() else ""
    return "，".join(filter(None, [when, "待补全" if article.is_stub else ""]))


@admin.display(description="最近改动", ordering=CHANGED)
def changed(article):
    """When it was last worked on, on the page or beside it."""
    return short(article.pending.created_at if article.pending else article.updated_at)


@admin.display(description="最近核对", ordering="checked_on")
def last_check(article):
    """The date of the last check, marked when it is too old; what the law says against it now."""
    told: str = NEVER
    if article.checked_on:
        told = short_day(article.checked_on)
        if citations.is_check_old(article.checked_on):
            told = format_html(OLD, told, citations.MONTHS)
    warned = article.open_warnings and format_html(WARNED, article.open_warnings)
    return format_html("{} {}", told, warned) if warned else told


def short(moment):
    """11月25日 23:31, without the time of the day in another year."""
    local = timezone.localtime(moment)
    this_year = local.year == timezone.localdate().year
    return f"{day(moment)} {local:%H:%M}" if this_year else day(moment)


class Narrowed(admin.SimpleListFilter):
    """A filter of a few words; each narrows the rows in its own way."""

    ways: dict[str, tuple[str, Callable[[ArticleQuerySet], ArticleQuerySet]]]

    def lookups(self, request, model_admin):
        return [(name, words) for name, (words, _) in self.ways.items()]

    def queryset(self, request, queryset):
        _, narrow = self.ways.get(self.value() or "", ("", None))
        return narrow(queryset) if narrow else queryset


def _since(days):
    def narrowed(rows):
        now = timezone.now()
        return rows.filter(
            state=State.PUBLISHED,
            publish_at__gte=now - timedelta(days=days),
            publish_at__lte=now,
        )

    return narrowed


class PublishedFilter(Narrowed):
    title = "发布时间"
    parameter_name = "since"
    ways = {
        "7": ("最近7天", _since(7)),
        "30": ("最近30天", _since(30)),
        "365": ("最近一年", _since(365)),
    }


def _warned():
    """Of one article at a time: a page looks at no more of them than it takes to fill it."""
    return Exists(Citation.objects.open().filter(article=OuterRef("pk")).order_by())


class ReviewFilter(Narrowed):
    title = "法规引用"
    parameter_name = "law"
    ways = {
        "open": ("待复核", lambda rows: rows.filter(_warned())),
        "clear": ("没有提示", lambda rows: rows.filter(~_warned())),
    }


class CheckedFilter(Narrowed):
    """What is to be checked again, and what should be looked at for what it is."""

    title = "核对情况"
    parameter_name = "check"
    ways = {
        "waiting": (
            "待核对（公开的）",
            lambda rows: rows.published().filter(
                citations.check_overdue() | citations.never_checked()
            ),
        ),
        "old": (
            f"核对已超过{citations.MONTHS}个月",
            lambda rows: rows.filter(citations.check_overdue()),
        ),
        "never": ("从未核对", lambda rows: rows.filter(citations.never_checked())),
        "no-law": (
            "没有引用法规",
            lambda rows: rows.filter(
                ~Exists(Citation.objects.filter(article=OuterRef("pk"))), is_stub=False
            ),
        ),
        "reprint": ("转载", lambda rows: rows.filter(source_kind=SourceKind.REPRINT)),
        "ai": ("含人工智能生成内容", lambda rows: rows.filter(ai_assisted=True)),
        "stub": ("待补全", lambda rows: rows.filter(is_stub=True)),
    }
