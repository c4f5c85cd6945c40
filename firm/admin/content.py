"""Areas and offices."""

from django.contrib import admin

from firm.admin.base import EditableListMixin, SampleAdminMixin, ToldInPagesMixin
from firm.models import Office, PracticeArea
from richtext.core.editor import EditorAdminMixin


@admin.register(PracticeArea)
class PracticeAreaAdmin(ToldInPagesMixin, EditorAdminMixin, EditableListMixin, admin.ModelAdmin):
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
class OfficeAdmin(ToldInPagesMixin, SampleAdminMixin, admin.ModelAdmin):
    """Offices."""

    list_display = ["name", "address", "phone", "order"]
    nothing_yet = "登记办公地点后，联系页显示地址、地图和交通指引。"
    fields = ["name", "address", "phone", "phone_kind", "hours", "route", "map_image", "order"]
