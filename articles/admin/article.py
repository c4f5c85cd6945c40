"""Articles in the editorial office."""

from django.contrib import admin, messages
from django.db import models
from django.utils import timezone
from django.utils.html import format_html

from articles.admin.checks import ChecksAdminMixin
from articles.admin.law import LawAdminMixin, ReviewFilter
from articles.models import Article, RelatedLink, State
from firm.admin.base import SampleAdminMixin
from firm.models import PracticeArea
from firm.richtext import EditorAdminMixin


class RelatedLinkInline(admin.TabularInline):
    """Hand-picked further reading; it stands before what the site picks."""

    model = RelatedLink
    fk_name = "article"
    autocomplete_fields = ["target"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    extra = 0

    def get_queryset(self, request):
        links = super().get_queryset(request).select_related("target")
        return links.defer("target__body", "target__text")


@admin.register(Article)
class ArticleAdmin(
    SampleAdminMixin, ChecksAdminMixin, LawAdminMixin, EditorAdminMixin, admin.ModelAdmin
):
    """Articles, open work first by the state filter."""

    rich_fields = ["body"]
    list_display = [
        "title",
        "area",
        "author",
        "state",
        "publish_at",
        "checked_on",
        "review",
        "look",
    ]
    list_filter = ["state", ReviewFilter, "is_stub", "area", "author"]
    list_select_related = ["area", "author"]
    search_fields = ["title"]
    date_hierarchy = "publish_at"
    inlines = [RelatedLinkInline]
    readonly_fields = ["law_panel"]
    actions = ["publish", "withdraw"]
    list_per_page = 50
    fieldsets = [
        (None, {"fields": ["title", "area", "author", "summary", "body", "law_panel"]}),
        ("发布", {"fields": ["state", "publish_at", "expires_at", "is_stub"]}),
        (
            "核对与来源",
            {
                "fields": [
                    "checked_on",
                    "checked_by",
                    "jurisdiction",
                    "source_kind",
                    "source",
                    "ai_assisted",
                ]
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("body", "text")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "area":
            kwargs["queryset"] = PracticeArea.objects.select_related("parent")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Each of the two boxes of a time gets a name that a screen reader says."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.DateTimeField) and field:
            for box, part in zip(field.widget.widgets, ("日期", "时刻"), strict=True):
                box.attrs["aria-label"] = f"{db_field.verbose_name}：{part}"
        return field

    @admin.display(description="查看")
    def look(self, article):
        """A link to the page, for staff also before it is public."""
        return format_html('<a href="{}">打开网页</a>', article.get_absolute_url())

    @admin.action(description="发布所选文章", permissions=["change"])
    def publish(self, request, queryset):
        stubs = queryset.filter(is_stub=True).count()
        number = queryset.update(state=State.PUBLISHED, updated_at=timezone.now())
        self.message_user(request, f"已发布{number}篇文章，到发布时间即显示。")
        if stubs:
            text = f"其中{stubs}篇还是“待补全”，网页上会注明，请尽快补写正文。"
            self.message_user(request, text, messages.WARNING)

    @admin.action(description="撤下所选文章", permissions=["change"])
    def withdraw(self, request, queryset):
        number = queryset.update(state=State.WITHDRAWN, updated_at=timezone.now())
        self.message_user(request, f"已撤下{number}篇文章，原网址显示“已撤下”。")
