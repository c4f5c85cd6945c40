"""Articles in the editorial office."""

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models

from articles.admin.checks import ChecksAdminMixin
from articles.admin.confirm import ConfirmAdminMixin
from articles.admin.editing import EditingAdminMixin
from articles.admin.history import HistoryAdminMixin
from articles.admin.law import LawAdminMixin
from articles.admin.listing import ListingAdminMixin
from articles.admin.preview import PreviewAdminMixin
from articles.models import Article, RelatedLink
from firm.admin.base import SampleAdminMixin
from firm.models import PracticeArea
from richtext.core.sanitise import EditorAdminMixin

# What each part of the form holds; a panel of a mixin stands under the field that it is about.
TEXT = ["title", "area", "author", "tag_names", "summary", "body", "law_panel"]
TIMES = ["publish_at", "expires_at", "is_stub"]
SOURCES = ["checked_on", "checked_by", "jurisdiction", "source_kind", "source", "ai_assisted"]
NOTE = ["note"]


class TargetSelect(AutocompleteSelect):
    """The article that is linked to, found by typing; the empty choice has a name, as HTML asks."""

    def create_option(self, name, value, label, *args, **kwargs):
        return super().create_option(name, value, label or "（不选）", *args, **kwargs)


class RelatedLinkInline(admin.TabularInline):
    """Hand-picked further reading; it stands before what the site picks."""

    model = RelatedLink
    template = "admin/articles/article/related_links.html"
    fk_name = "article"
    autocomplete_fields = ["target"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    extra = 0

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "target":
            kwargs["widget"] = TargetSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request):
        links = super().get_queryset(request).select_related("target")
        return links.defer("target__body", "target__text")


@admin.register(Article)
class ArticleAdmin(
    SampleAdminMixin,
    ChecksAdminMixin,
    LawAdminMixin,
    EditorAdminMixin,
    ListingAdminMixin,
    ConfirmAdminMixin,
    HistoryAdminMixin,
    PreviewAdminMixin,
    EditingAdminMixin,
    admin.ModelAdmin,
):
    """Articles: written, submitted, published, compared, restored, previewed."""

    rich_fields = ["body"]
    inlines = [RelatedLinkInline]
    readonly_fields = ["law_panel"]
    fieldsets = [
        (None, {"fields": TEXT}),
        ("发布时间", {"fields": TIMES}),
        ("核对与来源", {"fields": SOURCES}),
        ("这次修改", {"fields": NOTE}),
    ]

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
