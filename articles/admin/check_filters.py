"""The list of articles narrowed by what a query can tell of their checks."""

from django.contrib import admin
from django.db.models import Exists, OuterRef

from articles.law import review_due
from articles.models import Citation, SourceKind


class StandingFilter(admin.SimpleListFilter):
    """What is to be checked again, and what should be looked at for what it is."""

    title = "核对情况"
    parameter_name = "check"

    def lookups(self, request, model_admin):
        return [
            ("waiting", "待核对（公开的）"),
            ("old", f"核对已超过{review_due.MONTHS}个月"),
            ("never", "从未核对"),
            ("no-law", "没有引用法规"),
            ("reprint", "转载"),
            ("ai", "含人工智能生成内容"),
        ]

    def queryset(self, request, queryset):
        narrow = NARROWED.get(self.value())
        return narrow(queryset) if narrow else queryset


def _waiting(rows):
    return rows.published().filter(review_due.old() | review_due.never())


def _without_law(rows):
    cited = Citation.objects.filter(article=OuterRef("pk"))
    return rows.filter(~Exists(cited), is_stub=False)


NARROWED = {
    "waiting": _waiting,
    "old": lambda rows: rows.filter(review_due.old()),
    "never": lambda rows: rows.filter(review_due.never()),
    "no-law": _without_law,
    "reprint": lambda rows: rows.filter(source_kind=SourceKind.REPRINT),
    "ai": lambda rows: rows.filter(ai_assisted=True),
}
