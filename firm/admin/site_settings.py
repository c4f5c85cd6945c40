"""Site settings: one row, so the list leads straight to it."""

from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.core.exceptions import PermissionDenied
from django.forms import ColorInput
from django.shortcuts import redirect
from django.urls import reverse

from firm.admin.base import PhoneMixin, PictureMixin, ToldInPagesMixin
from firm.admin.sectioned import SectionedMixin, tell
from firm.models import SiteSettings
from firm.models.site_settings import ONLY_ROW
from firm.site import legal_drafts

CONSULTING: list[str | list[str] | tuple[str, ...]] = [
    ("reply_promise_hours", "retention_days"),
    "service_time",
    "notify_email",
    "weekly_mail",
    "assign_by_turn",
]
# Whom a rule binds must not be able to lift it: the editors publish, the managers set the rules.
RULES = [*flatten([*CONSULTING]), "second_person"]


def _of_its_own(row):
    """What the firm has not said of itself yet."""
    return "" if row.firm_name and row.licence_number else "待填"


@admin.register(SiteSettings)
class SiteSettingsAdmin(
    SectionedMixin, PictureMixin, PhoneMixin, ToldInPagesMixin, admin.ModelAdmin
):
    """The one row, in sections."""

    change_form_template = "admin/firm/sitesettings/change_form.html"

    fieldsets = [
        ("本所", {"fields": [("firm_name", "licence_number"), "city", "summary"]}),
        (
            "网站",
            {
                "fields": [
                    ("site_name", "slogan"), ("accent", "mark"), "founded_year", "disclaimer",
                    "opening_list",
                ]
            },
        ),
        (
            "联系方式",
            {
                "description": (
                    "显示在每页顶部和底部，统一更新；"
                    "办公地点、律师本人的电话和固定页面正文中的号码须另行修改。"
                ),
                "fields": [("phone", "email"), "hours", ("qq", "wechat")],
            },
        ),
        ("备案", {"fields": [("icp_number", "police_number")]}),
        ("文章与搜索引擎", {"fields": ["second_person", "ai_crawlers", "baidu_verification"]}),
        ("在线咨询", {"fields": tuple(CONSULTING)}),
    ]  # fmt: skip
    open_sections = ["联系方式"]
    summaries = {
        "本所": lambda row: tell(row.firm_name, row.city),
        "网站": lambda row: tell(row.site_name, row.slogan),
        "联系方式": lambda row: tell(row.phone, row.email),
        "文章与搜索引擎": lambda row: tell(
            "第二人审核" if row.second_person else "自行发布",
            "允许抓取" if row.ai_crawlers else "谢绝抓取",
        ),
        "在线咨询": lambda row: tell(
            row.reply_promise_hours and f"{row.reply_promise_hours}小时内答复",
            f"保存{row.retention_days}天",
        ),
    }
    lacking = {
        "本所": _of_its_own,
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

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_object(self, request, object_id, from_field=None):
        # The form opens before the row exists; the first save makes it, looking at it does not.
        if object_id != str(ONLY_ROW):
            return None
        row = SiteSettings.fresh()
        if not row.firm_name:  # nothing was told yet: a foot that is true of every firm is offered
            row.disclaimer = row.disclaimer or legal_drafts.DISCLAIMER
        return row

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect(reverse("admin:firm_sitesettings_change", args=[ONLY_ROW]))
