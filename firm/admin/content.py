"""Areas and offices."""

from django.contrib import admin

from firm.admin.base import (
    EditableListMixin,
    PhoneMixin,
    PictureMixin,
    ToldInPagesMixin,
)
from firm.admin.sectioned import SectionedMixin, tell
from firm.models import Office, PracticeArea
from firm.site import lawyer_areas
from richtext.core.editor import EditorAdminMixin

NOT_MOVED = (
    "上级领域决定律师可以查看哪些咨询：律师不能为自己调整，"
    "请由可以修改律师资料、本人不是律师的同事，或者超级用户调整。"
)
ONLY_AREA = (
    "{}只办理要删除的领域。未填业务领域的律师可以查看所有尚无负责人的咨询，"
    "请先在律师资料中为其另选领域。"
)


@admin.register(PracticeArea)
class PracticeAreaAdmin(
    SectionedMixin, ToldInPagesMixin, EditorAdminMixin, EditableListMixin, admin.ModelAdmin
):
    """Practice areas, in their order."""

    rich_fields = ["text"]
    list_display = ["name", "parent", "order", "sensitive", "is_published"]
    nothing_yet = "请先登记本所的业务领域，文章和咨询均归入业务领域。"
    list_editable = ["order"]
    list_filter = ["is_published", "sensitive"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    fieldsets = [
        ("领域", {"fields": [("name", "parent"), "summary", "is_published"]}),
        ("介绍", {"fields": ["text"]}),
        ("敏感信息", {"fields": ["sensitive", "sensitive_reason"]}),
        ("搜索和网址", {"fields": ["aliases", ("slug", "order")]}),
    ]
    open_sections = ["领域", "介绍"]
    summaries = {
        "敏感信息": lambda area: "涉及敏感个人信息" if area.sensitive else "不涉及",
        "搜索和网址": lambda area: tell(area.slug, area.aliases),
    }

    def get_readonly_fields(self, request, obj=None):
        return [] if lawyer_areas.may_move(request.user) else ["parent"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Who may not move an area is told who may."""
        if not lawyer_areas.may_move(request.user):
            kwargs["help_texts"] = {"parent": NOT_MOVED}
        return super().get_form(request, obj, change, **kwargs)

    def get_deleted_objects(self, objs, request):
        """The last area of a lawyer stays: without any, every consultation would be shown."""
        found, counts, missing, protected = super().get_deleted_objects(objs, request)
        left = [ONLY_AREA.format(lawyer.title) for lawyer in lawyer_areas.left_without(objs)]
        return found, counts, missing, [*protected, *left]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs["queryset"] = PracticeArea.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Office)
class OfficeAdmin(SectionedMixin, PictureMixin, PhoneMixin, ToldInPagesMixin, admin.ModelAdmin):
    """Offices."""

    list_display = ["name", "address", "phone", "order"]
    nothing_yet = "登记办公地点后，联系页显示地址、地图和交通指引。"
    fieldsets = [
        ("地点", {"fields": [("name", "phone"), "address", "hours"]}),
        ("交通和地图", {"fields": ["route", "map_image"]}),
        ("搜索和次序", {"fields": ["aliases", "order"]}),
    ]
    open_sections = ["地点"]
    summaries = {"交通和地图": lambda office: tell(office.map_image and "有地图", office.route)}
