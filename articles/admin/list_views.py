"""The list of articles as work: its views as tabs, its other filters as one form."""

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone

from articles.models import Article, ArticleQuerySet, State
from articles.workflow import review_work
from firm.admin import list_frame
from firm.admin.list_frame import Tab
from firm.base import counting

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
    own = {
        "mine": review_work.drafts_of,
        "for-me": review_work.to_review,
        "returned": review_work.returned_to,
    }
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
    """What stands above the rows: views, filters, and what is narrowed by now."""
    views, *others = cl.filter_specs
    return list_frame.frame(cl, others, _tabs(views, cl, user), ORDERS)


def _tabs(spec, cl, user):
    """Each view that is shown."""
    names = [None, *(name for name, _ in spec.lookup_choices)]
    numbers = counting.numbers(
        {name: rows_of(name, Article.objects.all(), user) for name in names if name in COUNTED}
    )
    return [
        Tab(choice["display"], numbers.get(name), choice["query_string"], choice["selected"])
        for name, choice in zip(names, spec.choices(cl), strict=True)
        if choice["selected"] or name not in RARE or numbers.get(name)
    ]
