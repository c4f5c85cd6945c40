"""Accounts and groups in the admin, with rights that a lawyer can read."""

from itertools import groupby

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils import timezone

from consult.base import staff
from consult.base.enums import State
from consult.models import Consultation
from firm.admin.sectioned import SectionedMixin, tell
from firm.base.forms import ManyRecordsField
from statutes.models import Decision
from website.office.accounts import account_mail
from website.office.accounts.account_forms import (
    AccountForm,
    InvitedAccountForm,
    NewAccountForm,
    PasswordForm,
    PostForm,
)
from website.office.accounts.standing_in import may_stand_in
from website.office.admin_site import ORDER
from website.office.second_factor import devices
from website.office.second_factor.admin import FactorMixin

OURS = ["firm", "articles", "statutes", "consult", "outbox", "redirects"]
ACTS = {"view": "可以查看", "add": "可以添加", "change": "可以修改", "delete": "可以删除"}

# Rights that nobody gives without having them: an account could make itself a manager.
BY_SUPERUSERS = ["is_superuser", "groups", "user_permissions"]
MANY_SUPERUSERS = (
    "有{}个启用的超级用户账号，都能查看全部咨询。"
    "建议只留一个备用，其他人在“岗位”中选“咨询主管”“律师”“助理”或“编辑”。"
)
IN_CHARGE = "“{}”还是{}条咨询的负责人，删除后这些咨询会向该领域的律师开放。请先改派，或者停用账号。"

NEW, LOGIN, POSTS, PERMITTED = "新账号", "登录", "岗位", "岗位以外的权限"
ABOUT = [
    (LOGIN, {"fields": ["username", "password"]}),
    ("姓名和邮箱", {"fields": [("last_name", "first_name"), "email"]}),
]
BEYOND = (PERMITTED, {"fields": ["is_superuser", "user_permissions"]})
LOGINS = ("登录记录", {"fields": [("last_login", "date_joined")]})


class ByRecord(forms.models.ModelChoiceIterator):
    """The rights over one kind of record as one group; they come in that order."""

    def __iter__(self):
        for record, rights in groupby(self.queryset, lambda right: right.content_type.name):
            yield record, [self.choice(right) for right in rights]


class RightsField(ManyRecordsField):
    """Rights as 可以查看 under 咨询, instead of Django's `consult | 咨询 | Can view 咨询`."""

    iterator = ByRecord

    def label_from_instance(self, permission):
        act, _, model = permission.codename.partition("_")
        plain = model == permission.content_type.model
        return ACTS.get(act, permission.name) if plain else permission.name


class RightsMixin(admin.ModelAdmin):
    """Offers the rights over what has a page in the admin, and no library's."""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in {"permissions", "user_permissions"}:
            rights = Permission.objects.select_related("content_type").filter(_with_a_page())
            kwargs.update(form_class=RightsField, queryset=rights.order_by(*_as_the_house_works()))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def _as_the_house_works():
    """The records in the order of the desk; of each, looking first and deleting last."""
    apps = [When(content_type__app_label=app, then=Value(at)) for at, app in enumerate(ORDER)]
    acts = [When(codename__startswith=f"{act}_", then=Value(at)) for at, act in enumerate(ACTS)]
    return (
        Case(*apps, default=Value(len(apps)), output_field=IntegerField()),
        "content_type__model",
        Case(*acts, default=Value(len(acts)), output_field=IntegerField()),
        "codename",
    )


def _with_a_page():
    """Records of ours that are in the admin; the others are ruled by the rights over these.

    What is not offered is taken away when a group is saved, so rows within a page count, too.
    """
    found = Q(content_type__app_label="auth", content_type__model__in=["user", "group"])
    for model in {Decision, *_on_pages()}:
        label = {"app_label": model._meta.app_label, "model": model._meta.model_name}
        found |= Q(**{f"content_type__{name}": value for name, value in label.items()})
    return found


def _on_pages():
    for model, page in admin.site._registry.items():
        if model._meta.app_label in OURS:
            yield from (model, *(inline.model for inline in page.inlines))


def _posts(account):
    return "、".join(group.name for group in account.groups.all())


def _above(actor, account):
    return account is not None and account.is_superuser and not actor.is_superuser


def _tell_of_password(account, actor):
    """Mail what the page has done, which notes it in the history itself."""
    before = account.password
    account.refresh_from_db(fields=["password"])
    if account.password != before:
        usable = account.has_usable_password()
        what = account_mail.CHANGED if usable else account_mail.CLOSED
        account_mail.mail(account, what, actor)


admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class StaffAdmin(SectionedMixin, FactorMixin, RightsMixin, UserAdmin):
    """Accounts of the staff: who is in which group, and whose login a code protects."""

    form = AccountForm
    add_form = NewAccountForm
    change_form_template = "admin/auth/user/change_form.html"
    change_password_form = PasswordForm
    open_sections = [LOGIN, POSTS]
    summaries = {
        LOGIN: lambda account: account.username,
        POSTS: lambda account: tell(
            "启用" if account.is_active else "已停用", account.pk and _posts(account)
        ),
        PERMITTED: lambda account: "超级用户" if account.is_superuser else "按岗位",
        "登录记录": lambda account: tell(
            account.last_login and f"最近登录{timezone.localdate(account.last_login)}"
        ),
    }
    list_display = [
        "username",
        "called",
        "in_groups",
        "second_factor",
        "is_active",
        "is_superuser",
    ]
    list_filter = ["groups", "is_active", "is_superuser"]
    list_select_related = ["lawyer"]

    def get_queryset(self, request):
        accounts = super().get_queryset(request).prefetch_related("groups")
        return accounts.annotate(is_protected=devices.protected())

    def changelist_view(self, request, extra_context=None):
        """What a superuser may do is no secret that is noticed too late."""
        number = User.objects.filter(is_superuser=True, is_active=True).count()
        if number > 1 and self.has_view_permission(request):
            messages.warning(request, MANY_SUPERUSERS.format(number))
        return super().changelist_view(request, extra_context)

    def has_change_permission(self, request, obj=None):
        """Whoever may change accounts leaves those of superusers alone."""
        return super().has_change_permission(request, obj) and not _above(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not _above(request.user, obj)

    def get_deleted_objects(self, objs, request):
        """Whoever is in charge stays: without, a consultation is open to all of its area."""
        found, counts, missing, protected = super().get_deleted_objects(objs, request)
        kept = Consultation.objects.exclude(state=State.ERASED).filter(assignee__in=list(objs))
        rows = kept.order_by().values_list("assignee__username").annotate(Count("pk"))
        held = [IN_CHARGE.format(name, number) for name, number in rows]
        return found, counts, missing, [*protected, *held]

    def user_change_password(self, request, id, form_url=""):
        """Whoever may change accounts takes none over that may do more."""
        account = self.get_object(request, unquote(id))
        if account is not None and not may_stand_in(request.user, account):
            raise PermissionDenied
        with transaction.atomic():
            answer = super().user_change_password(request, id, form_url)
            _tell_of_password(account, request.user)
        return answer

    def save_model(self, request, obj, form, change):
        """Both addresses hear of a new one, the old one as it stands in the database now."""
        stored = User.objects.select_for_update().filter(pk=obj.pk)
        former = stored.values_list("email", flat=True).first()
        super().save_model(request, obj, form, change)
        if former is not None and former != obj.email:
            account_mail.tell_of_address(obj, former, request.user)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Where a second factor is required a new account gets a link instead of a password."""
        if obj is None and settings.OTP_REQUIRED:
            kwargs.setdefault("form", InvitedAccountForm)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        """Rights beyond those of a post are folded away; who may not give any sees none."""
        if obj is None:
            return [(NEW, {"fields": self._of_new(request.user)})]
        if not request.user.is_superuser:
            return [
                *ABOUT,
                (POSTS, {"fields": [("is_active", "is_staff"), "in_groups"]}),
                LOGINS,
            ]
        return [
            *ABOUT,
            (POSTS, {"fields": [("is_active", "is_staff"), "groups"]}),
            BEYOND,
            LOGINS,
        ]

    def _of_new(self, actor):
        if not settings.OTP_REQUIRED:
            return ["username", "password1", "password2"]
        posts = ["groups"] if actor.is_superuser else []
        return ["username", "last_name", "first_name", "email", *posts]

    def get_readonly_fields(self, request, obj=None):
        known = [*super().get_readonly_fields(request, obj), "in_groups", "last_login"]
        known.append("date_joined")
        return known if request.user.is_superuser else [*known, *BY_SUPERUSERS]

    @admin.display(description="姓名")
    def called(self, account):
        return staff.display_name(account)

    @admin.display(description="岗位")
    def in_groups(self, account):
        return _posts(account) or "—"

    @admin.display(description="两步验证", boolean=True)
    def second_factor(self, account):
        return account.is_protected


@admin.register(Group)
class StaffGroupAdmin(RightsMixin, GroupAdmin):
    """Posts: accounts with the same rights; changed by superusers, for the reason above."""

    form = PostForm

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser
