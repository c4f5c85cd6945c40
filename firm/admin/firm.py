"""The firm in the admin: its settings, areas, offices, and days."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ColorInput
from django.shortcuts import redirect

from firm.admin.base import (
    EditableListMixin,
    PictureMixin,
    SectionedMixin,
    SpokenSlugMixin,
    StatedInPagesMixin,
    never,
    tell,
)
from firm.models import Office, PracticeArea, SiteSettings, SpecialDay
from firm.models.firm import ONLY_ROW
from firm.site import areas, legal_pages, opening_hours
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
    SectionedMixin,
    StatedInPagesMixin,
    SpokenSlugMixin,
    EditorAdminMixin,
    EditableListMixin,
    admin.ModelAdmin,
):
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
        return [] if areas.may_move(request.user) else ["parent"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if not areas.may_move(request.user):
            kwargs["help_texts"] = {"parent": NOT_MOVED}
        return super().get_form(request, obj, change, **kwargs)

    def get_deleted_objects(self, objs, request):
        """The last area of a lawyer stays: without any, every consultation would be shown."""
        found, counts, missing, protected = super().get_deleted_objects(objs, request)
        left = [ONLY_AREA.format(lawyer.title) for lawyer in areas.left_without(objs)]
        return found, counts, missing, [*protected, *left]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs["queryset"] = PracticeArea.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Office)
class OfficeAdmin(SectionedMixin, PictureMixin, StatedInPagesMixin, admin.ModelAdmin):
    list_display = ["name", "address", "phone", "order"]
    nothing_yet = "登记办公地点后，联系页显示地址、地图和交通指引。"
    fieldsets = [
        ("地点", {"fields": [("name", "phone"), "address", "hours"]}),
        ("交通和地图", {"fields": ["route", "map_image"]}),
        ("搜索和次序", {"fields": ["aliases", "order"]}),
    ]
    open_sections = ["地点"]
    summaries = {"交通和地图": lambda office: tell(office.map_image and "有地图", office.route)}


ABOUT = (
    "国务院公布的放假和调休自动计入，目前到{}年为止；如工作时间写明每周七天都上班，不按此放假。"
    "本所安排不同的日子，以及以后的年份，在这里逐日登记，以登记的为准。放假日不计入答复期限，调休上班的日子照常计算。"
)


@admin.register(SpecialDay)
class SpecialDayAdmin(admin.ModelAdmin):
    list_display = ["date", "kind", "name"]
    nothing_yet = "暂无登记。国务院公布的放假和调休自动计入，本所安排不同的日子在这里登记。"
    day = forms.DateInput({"type": "date"}, "%Y-%m-%d")  # the browser's own calendar
    formfield_overrides = {models.DateField: {"widget": day}}
    about = ABOUT.format(opening_hours.last_year())
    fieldsets = [(None, {"description": about, "fields": ["date", "kind", "name"]})]


CONSULTING = (
    ("reply_promise_hours", "retention_days"), "service_time", "notify_email", "weekly_mail",
    "assign_by_turn",
)  # fmt: skip
# Whom a rule binds must not be able to lift it: the editors publish, the managers set the rules.
RULES = [*flatten(CONSULTING), "second_person"]


SITE = (
    ("site_name", "slogan"), ("accent", "mark"), "founded_year", "disclaimer", "opening_list",
)  # fmt: skip
ONE_NUMBER = (
    "显示在每页顶部和底部，统一更新；办公地点、律师本人的电话和固定页面正文中的号码须另行修改。"
)
CONTACT = (("phone", "email"), "hours", ("qq", "wechat"), "wechat_service")
ACCOUNTS = (("official_name", "official_qr"), ("channels_name", "channels_qr"))
FOUND = ("second_person", "ai_crawlers", "api_is_open", "baidu_verification")


@admin.register(SiteSettings)
class SiteSettingsAdmin(SectionedMixin, PictureMixin, StatedInPagesMixin, admin.ModelAdmin):
    change_form_template = "admin/firm/sitesettings/change_form.html"

    fieldsets = [
        ("本所", {"fields": [("firm_name", "licence_number"), "city", "summary"]}),
        ("网站", {"fields": SITE}),
        ("联系方式", {"description": ONE_NUMBER, "fields": [*CONTACT, *ACCOUNTS]}),
        ("备案", {"fields": [("icp_number", "police_number")]}),
        ("文章与搜索引擎", {"fields": FOUND}),
        ("在线咨询", {"fields": CONSULTING}),
    ]
    open_sections = ["联系方式"]
    summaries = {
        "本所": lambda row: tell(row.firm_name, row.city),
        "网站": lambda row: tell(row.site_name, row.slogan),
        "联系方式": lambda row: tell(row.phone, row.email),
        "文章与搜索引擎": lambda row: tell(
            "第二人审核" if row.second_person else "自行发布",
            "允许抓取" if row.ai_crawlers else "谢绝抓取",
            row.api_is_open and "开放接口",
        ),
        "在线咨询": lambda row: tell(
            row.reply_promise_hours and f"{row.reply_promise_hours}小时内答复",
            f"保存{row.retention_days}天",
        ),
    }
    lacking = {
        "本所": lambda row: "" if row.firm_name and row.licence_number else "待填",
        "联系方式": lambda row: "" if row.phone else "缺电话",
        "备案": lambda row: "" if row.icp_number else "缺备案号",
        "在线咨询": lambda row: "" if row.notify_email else "缺通知邮箱",
    }

    def get_readonly_fields(self, request, obj=None):
        """What rules others is not for everybody who keeps the telephone number right."""
        return [] if request.user.has_perm("firm.set_consultation_terms") else RULES

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Service time is a line or two, not an essay; a colour is picked."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "service_time":
            field.widget.attrs["rows"] = 3
        if field and db_field.name == "accent":
            field.widget = ColorInput()
        return field

    has_add_permission = has_delete_permission = never

    def get_object(self, request, object_id, from_field=None):
        # The form opens before the row exists; the first save makes it, looking at it does not.
        if object_id != str(ONLY_ROW):
            return None
        row = SiteSettings.fresh()
        if not row.firm_name:  # nothing was told yet: a foot that is true of every firm is offered
            row.disclaimer = row.disclaimer or legal_pages.DISCLAIMER
        return row

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect("admin:firm_sitesettings_change", ONLY_ROW)
