"""Areas, offices, pages."""

from django.contrib import admin
from django.urls import path

from firm.admin.base import EditableListMixin, SampleAdminMixin
from firm.models import Office, Page, PracticeArea
from firm.site import services
from richtext.admin import tidy_pasted, upload_picture
from richtext.core.editor import EditorAdminMixin


@admin.register(PracticeArea)
class PracticeAreaAdmin(EditorAdminMixin, EditableListMixin, admin.ModelAdmin):
    """Practice areas, in their order."""

    rich_fields = ["text"]
    list_display = ["name", "parent", "order", "sensitive", "is_published"]
    nothing_yet = "请先登记本所的业务领域，文章和咨询均归入业务领域。"
    list_editable = ["order"]
    list_filter = ["is_published", "sensitive"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    fields = [
        "name", "slug", "parent", "summary", "text", "sensitive", "sensitive_reason",
        "is_published", "order",
    ]  # fmt: skip

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs["queryset"] = PracticeArea.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Office)
class OfficeAdmin(SampleAdminMixin, admin.ModelAdmin):
    """Offices."""

    list_display = ["name", "address", "phone", "order"]
    nothing_yet = "登记办公地点后，联系页显示地址、地图和交通指引。"
    fields = ["name", "address", "phone", "phone_kind", "hours", "route", "map_image", "order"]


@admin.register(Page)
class PageAdmin(SampleAdminMixin, EditorAdminMixin, admin.ModelAdmin):
    """Standing pages; each change of text is kept as a version."""

    rich_fields = ["body"]
    list_display = ["title", "kind", "version", "in_foot", "is_published"]
    nothing_yet = "请先填写隐私告知，否则网站不能接收咨询。"
    readonly_fields = ["version"]
    fields = ["title", "slug", "kind", "body", "in_foot", "is_published", "order", "version"]

    def save_model(self, request, obj, form, change):
        services.save_page(page=obj)

    def has_delete_permission(self, request, obj=None):
        # Consents point to its versions: a page that was published is hidden, not deleted.
        return super().has_delete_permission(request, obj) and not (obj and obj.version)

    def get_urls(self):
        """The editor's upload lives in the admin, named for every app that has the editor."""
        own = [
            path("picture/upload/", upload_picture, name="firm_upload_picture"),
            path("pasted/", tidy_pasted, name="firm_tidy_pasted"),
        ]
        return [*own, *super().get_urls()]
