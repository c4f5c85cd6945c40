"""Accounts and groups in the admin, with rights that a lawyer can read."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User

from website.second_factor.admin import ResetMixin

OURS = ["firm", "articles", "consult", "outbox"]
ACTS = {"add": "可以添加", "change": "可以修改", "delete": "可以删除", "view": "可以查看"}


class RightsField(forms.ModelMultipleChoiceField):
    """Rights as 咨询：可以查看, instead of Django's `consult | 咨询 | Can view 咨询`."""

    def label_from_instance(self, permission):
        act = permission.codename.split("_")[0]
        return f"{permission.content_type.name}：{ACTS.get(act, permission.name)}"


class RightsMixin:
    """Offers the rights over our own records and over accounts, and no library's."""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in {"permissions", "user_permissions"}:
            rights = Permission.objects.select_related("content_type")
            ours = rights.filter(content_type__app_label__in=OURS)
            accounts = rights.filter(content_type__model__in=["user", "group"])
            kwargs.update(form_class=RightsField, queryset=ours | accounts)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class StaffAdmin(ResetMixin, RightsMixin, UserAdmin):
    """Accounts of the staff."""


@admin.register(Group)
class StaffGroupAdmin(RightsMixin, GroupAdmin):
    """Groups of accounts with the same rights."""
