"""Site settings: one row, so the list leads straight to it."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms import ColorInput
from django.shortcuts import redirect
from django.urls import reverse

from firm.admin.base import SampleAdminMixin, ToldInPagesMixin
from firm.models import SiteSettings
from firm.models.site_settings import ONLY_ROW
from firm.site import legal_drafts

CONSULTING = [
    "reply_promise_hours",
    "service_time",
    "retention_days",
    "notify_email",
    "assign_by_turn",
]
# Whom a rule binds must not be able to lift it: the editors publish, the managers set the rules.
RULES = [*CONSULTING, "second_person"]


@admin.register(SiteSettings)
class SiteSettingsAdmin(ToldInPagesMixin, SampleAdminMixin, admin.ModelAdmin):
    """The one row, in groups."""

    fieldsets = [
        ("本所", {"fields": ["firm_name", "licence_number", "city", "summary"]}),
        (
            "网站",
            {
                "fields": [
                    "site_name",
                    "accent",
                    "mark",
                    "slogan",
                    "founded_year",
                    "disclaimer",
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
                "fields": ["phone", "phone_kind", "hours", "email", "qq", "wechat"],
            },
        ),
        ("备案", {"fields": ["icp_number", "police_number"]}),
        ("文章与搜索引擎", {"fields": ["second_person", "ai_crawlers", "baidu_verification"]}),
        ("在线咨询", {"fields": tuple(CONSULTING)}),
    ]

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
