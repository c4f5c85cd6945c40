"""Forms of accounts and of the posts (岗位) that give them their rights, in the firm's words."""

from django import forms
from django.contrib.admin.forms import AdminPasswordChangeForm as OwnChangeForm
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
    UserCreationForm,
)
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import Group
from django.db import transaction

from website.office.accounts import account_mail

NAMED = "登录后台的名称，例如：linzhiyuan。可用文字、数字和“@”“.”“+”“-”“_”。"
INVITED = "保存后生成开通链接，由本人设置密码和两步验证。"
SUPERUSER = "不受岗位限制，能查看全部咨询、决定利益冲突、修改任何设置。日常工作请用岗位，不要勾选。"
LABELS = {
    "username": "用户名",
    "last_name": "姓",
    "first_name": "名",
    "email": "邮箱",
    "is_active": "启用",
    "is_staff": "可以登录后台",
    "groups": "岗位",
    "is_superuser": "超级用户",
    "user_permissions": "个别权限",
}
HELP = {
    "username": NAMED,
    "last_name": "例如：林。后台和发给同事的通知显示姓名。",
    "first_name": "例如：致远。",
    "email": "接收新咨询、新答复的通知，访客不可见。",
    "is_active": "人员离职后请勿删除账号；取消勾选即不能登录，操作记录保留。",
    "is_staff": "本所人员均须勾选，不勾选则不能进入后台。",
    "groups": "岗位决定权限，一般选一个，例如：律师。",
    "is_superuser": SUPERUSER,
    "user_permissions": "岗位以外的权限，一般无需选择。",
}
# The second sentence is shown once 停用 is chosen; Django knows it by these two names.
DISABLING = (
    "选“停用”后，该账号不能登录后台。"
    '<strong id="id_unusable_warning" class="messagelist">'
    "停用后，现有密码作废，重新启用时须重新设置。</strong>"
)


class PasswordState(ReadOnlyPasswordHashWidget):
    """Whether there is a password; how it is kept says nothing to a person."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"].pop("disabled", None)  # no box of HTML can be disabled
        if value and is_password_usable(value):
            context["summary"] = [{"label": "已设置"}]
        return context


class AccountForm(UserChangeForm):
    """One account."""

    password = ReadOnlyPasswordHashField(
        label="密码",
        help_text="密码加密保存，无法查看；忘记密码的，请重新设置。",
        widget=PasswordState,
    )

    class Meta(UserChangeForm.Meta):  # type: ignore[name-defined]  # its stubs leave it out
        labels = LABELS
        help_texts = HELP


class NewAccountForm(UserCreationForm):
    """A new account; whoever gets one works here, so it may log in."""

    class Meta(UserCreationForm.Meta):  # type: ignore[name-defined]  # its stubs leave it out
        labels = LABELS
        help_texts = HELP

    def save(self, commit=True):
        self.instance.is_staff = True
        return super().save(commit)


class InvitedAccountForm(forms.ModelForm):
    """A new account that is opened by a link: its password is nobody's but the person's.

    It asks for all that the account needs, because the page that follows is the link's.
    """

    class Meta(NewAccountForm.Meta):
        fields = ("username", "last_name", "first_name", "email", "groups")
        help_texts = HELP | {"username": NAMED + INVITED}

    def save(self, commit=True):
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit)


class PasswordForm(AdminPasswordChangeForm):
    """The password of another; Django's warning is in English."""

    usable_password_help_text = DISABLING


class OwnPasswordForm(OwnChangeForm):
    """One's own password; the mail about it is written with it."""

    @transaction.atomic
    def save(self, commit=True):
        account = super().save(commit)
        account_mail.tell(account, account_mail.CHANGED, account)
        return account


class PostForm(forms.ModelForm):
    """A post and its rights."""

    class Meta:
        model = Group
        fields = ["name", "permissions"]
        labels = {"name": "岗位名称", "permissions": "权限"}
        help_texts = {
            "name": "例如：实习律师。",
            "permissions": "该岗位的人员均有所选权限，修改后立即生效。",
        }
