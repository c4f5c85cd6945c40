"""岗位 in the admin: the posts that give the staff their rights. Accounts are in 人员."""

from itertools import groupby

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q

from firm.base.forms import ManyRecordsField
from statutes.models import Decision
from website.office.admin_site import ORDER

OURS = ["firm", "articles", "calculators", "statutes", "consult", "outbox", "redirects"]
ACTS = {"view": "查看", "add": "添加", "change": "修改", "delete": "删除"}


class ByRecord(forms.models.ModelChoiceIterator):
    """The rights over one kind of record as one group, in the order of the desk."""

    def __iter__(self):
        rights = sorted(self.queryset, key=_place)
        for record, own in groupby(rights, lambda right: right.content_type.name):
            yield record, [self.choice(right) for right in own]


def _place(right):
    """In the order of the desk; of each kind of record, looking first and deleting last."""
    kind, act = right.content_type, right.codename.partition("_")[0]
    app = [*ORDER, kind.app_label].index(kind.app_label)
    return app, kind.model, [*ACTS, act].index(act), right.codename


class RightsField(ManyRecordsField):
    """Rights as 查看 under 咨询, instead of Django's `consult | 咨询 | Can view 咨询`."""

    iterator = ByRecord

    def label_from_instance(self, permission):
        act, _, model = permission.codename.partition("_")
        plain = model == permission.content_type.model
        return ACTS.get(act, permission.name) if plain else permission.name


class PostForm(forms.ModelForm):
    class Meta:
        model = Group
        fields = ["name", "permissions"]
        labels = {"name": "岗位名称", "permissions": "权限"}
        help_texts = {
            "name": "例如：实习律师。",
            "permissions": "该岗位的人员均有所选权限，修改后立即生效。",
        }


def _with_a_page():
    """Records of ours that are in the admin; the others are ruled by the rights over these.

    What is not offered is taken away when a group is saved, so rows within a page count, too.
    """
    models = {Decision, Group}
    for model, page in admin.site._registry.items():
        if model._meta.app_label in OURS:
            models |= {model, *(inline.model for inline in page.inlines)}
    found = Q()
    for meta in (model._meta for model in models):
        found |= Q(content_type__app_label=meta.app_label, content_type__model=meta.model_name)
    return found


admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(Group)
class StaffGroupAdmin(GroupAdmin):
    """Posts; superusers alone change them: whoever could would give themselves every right."""

    form = PostForm

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """The rights over what has a page in the admin, and no library's."""
        if db_field.name == "permissions":
            rights = Permission.objects.select_related("content_type").filter(_with_a_page())
            kwargs.update(form_class=RightsField, queryset=rights.order_by())
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_add_permission(self, request, obj=None):
        return request.user.is_superuser

    has_change_permission = has_delete_permission = has_add_permission
