"""Lawyers in the admin, each with honours and stations; a lawyer may keep the own profile."""

from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import PermissionDenied
from django.forms import BaseInlineFormSet
from django.shortcuts import redirect

from firm.admin.base import (
    EditableListMixin,
    PictureMixin,
    SectionedMixin,
    SpokenSlugMixin,
    tell,
)
from firm.admin.firm import ACCOUNTS
from firm.base import current_site
from firm.models import Honour, Lawyer, Milestone
from firm.site import records


class EmptiedRows(BaseInlineFormSet):
    """A row that was there and has nothing in it any more is deleted."""

    def _should_delete_form(self, form):
        ticked = super()._should_delete_form(form)  # type: ignore[misc]  # its stubs leave it out
        seen = [bound for bound in form.visible_fields() if bound.name != "DELETE"]
        emptied = form.is_bound and not any(str(bound.data or "").strip() for bound in seen)
        return ticked or (form.instance.pk and emptied)


# What has to agree with the registered facts, decides what is seen, or is the operator's affair.
NOT_ONES_OWN = [
    "name", "aliases", "slug", "licence_number", "part_time", "is_published",
    "practising_since", "areas", "hostname", "user", "order",
]  # fmt: skip

NOT_OPEN = (
    "自有域名{}尚未开通，用它不能访问网站。域名备案并指向本站后，"
    "请运维人员将它加入配置ALLOWED_HOSTS，并重新启动网站。"
)
HAS_ACCOUNT = "{}的资料关联了登录账号，请先由管理员在“人员”中解除关联，再删除。"


def not_open(lawyer):
    """What the operator has to do before the host name of a lawyer works; "" for nothing."""
    typed = lawyer and lawyer.hostname
    return NOT_OPEN.format(typed) if typed and not current_site.is_served(typed) else ""


def is_own(request, lawyer):
    own = lawyer is not None and lawyer.user_id == request.user.pk
    return own and request.user.has_perm("firm.change_own_profile")


class ForItsOwner(BaseModelAdmin):
    """Whose profile it is may see and change it without the right to those of all."""

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or is_own(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) or is_own(request, obj)


class OwnInline(ForItsOwner, admin.TabularInline):
    """Rows of a profile: no box to tick beside them, and room for one more."""

    formset = EmptiedRows
    template = "admin/edit_inline/own_rows.html"
    extra = 1

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) or is_own(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) or is_own(request, obj)


class HonourInline(OwnInline):
    model = Honour
    fields = ["title", "issuer", "date"]


class MilestoneInline(OwnInline):
    model = Milestone
    fields = ["start_year", "start_month", "end_year", "title", "place"]


@admin.register(Lawyer)
class LawyerAdmin(
    SectionedMixin, PictureMixin, SpokenSlugMixin, EditableListMixin, ForItsOwner, admin.ModelAdmin
):
    change_form_template = "admin/firm/lawyer/change_form.html"
    list_display = ["name", "licence_number", "post", "phone", "is_published", "order"]
    nothing_yet = "请先登记一位律师：网站须写明律师姓名和执业证号，文章须由律师署名。"
    list_editable = ["order"]
    list_filter = ["is_published"]
    search_fields = ["name", "licence_number"]
    inlines = [MilestoneInline, HonourInline]
    fieldsets = [
        (
            "必须公示",
            {
                "description": "律师业务推广须写明姓名、执业证号和所在律师事务所。",
                "fields": [
                    ("name", "licence_number"),
                    ("slug", "post"),
                    "part_time",
                    "is_published",
                ],
            },
        ),
        ("执业", {"fields": [("practising_since", "education"), "areas"]}),
        ("介绍", {"fields": ["portrait", "summary", "bio"]}),
        ("联系", {"fields": [("phone", "email"), *ACCOUNTS]}),
        ("搜索", {"fields": ["aliases"]}),
        (
            "律师个人网站",
            {
                "description": (
                    "该域名对应这位律师的个人网站：首页、文章、搜索和咨询均只属于这位律师，"
                    "由此提交的咨询直接分派给其账号。"
                ),
                "fields": ["hostname"],
            },
        ),
        ("后台", {"fields": [("user", "order")]}),
    ]
    open_sections = ["必须公示"]
    open_when_new = ["介绍"]
    rows_section = ("经历与荣誉", "联系")
    summaries = {
        "必须公示": lambda lawyer: tell(lawyer.name, lawyer.licence_number),
        "执业": lambda lawyer: tell(
            lawyer.practising_since and f"{lawyer.practising_since}年起",
            lawyer.pk and f"{len(lawyer.areas.all())}个领域",
        ),
        "介绍": lambda lawyer: tell(lawyer.portrait and "有照片", lawyer.summary),
        "联系": lambda lawyer: tell(lawyer.phone, lawyer.email),
        "后台": lambda lawyer: tell(lawyer.user and f"账号{lawyer.user}", f"次序{lawyer.order}"),
    }
    lacking = {"介绍": lambda lawyer: "" if lawyer.portrait else "缺照片"}

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if "hostname" in form.base_fields and (warning := not_open(obj)):
            form.base_fields["hostname"].help_text = warning
        return form

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if warning := not_open(obj):
            messages.warning(request, warning)

    def has_module_permission(self, request):
        own = request.user.has_perm("firm.change_own_profile")
        return super().has_module_permission(request) or own

    def changelist_view(self, request, extra_context=None):
        own = getattr(request.user, "lawyer", None)
        if own and not self.has_view_permission(request) and is_own(request, own):
            return redirect("admin:firm_lawyer_change", own.pk)
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().changelist_view(request, extra_context)

    def get_deleted_objects(self, objs, request):
        """Whose profile an account is ends with it, so superusers alone delete one that is."""
        found, counts, missing, protected = super().get_deleted_objects(objs, request)
        if not request.user.is_superuser:
            held = [HAS_ACCOUNT.format(one.title) for one in objs if one.user_id]
            protected = [*protected, *held]
        return found, counts, missing, protected

    def get_changeform_initial_data(self, request):
        """The first lawyer works in what the firm has ticked, until somebody says otherwise."""
        ticked = [] if Lawyer.objects.exists() else [one.pk for one in records.areas()]
        return {"areas": ticked, **super().get_changeform_initial_data(request)}

    def get_readonly_fields(self, request, obj=None):
        """Account, areas and host decide which consultations are seen: nobody widens their view.

        A second name of the firm's site would bring its consultations. Who keeps only the own
        profile tells of oneself, and leaves what is registered to the office.
        """
        if request.user.is_superuser:
            return []
        if not request.user.has_perm("firm.change_lawyer") and is_own(request, obj):
            return NOT_ONES_OWN
        own = obj is not None and obj.user_id == request.user.pk
        return ["user", "areas", "hostname"] if own else ["user"]
