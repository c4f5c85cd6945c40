"""The forms of the page of one's own second factor."""

from collections.abc import Sequence

from django import forms
from django.contrib.auth import authenticate
from django.db import transaction

from website.office.second_factor import devices
from website.office.second_factor.fields import SENTENCES, CodeField


class OwnForm(forms.Form):
    """A form about the second factor of whoever sends it."""

    def __init__(self, request, data=None):
        super().__init__(data, auto_id=f"{type(self).__name__.lower()}_%s")  # two on one page
        self.request, self.user = request, request.user


class ConfirmForm(OwnForm):
    """The first code of a new telephone; `device` and `codes` are what it gave."""

    code = CodeField(label="验证器上的6位数字")
    device = None
    codes: Sequence[str] = ()

    def clean_code(self):
        try:
            enrolled = devices.confirm(self.user, self.cleaned_data["code"])
        except devices.SecondFactorError as refusal:
            raise forms.ValidationError(SENTENCES[refusal.reason]) from refusal
        if enrolled is None:
            raise forms.ValidationError("验证码有误。请核对手机时间，再输入当前显示的6位数字。")
        self.device, self.codes = enrolled
        return ""


class CodeForm(OwnForm):
    """A current code, before the recovery codes are replaced."""

    code = CodeField()

    def clean_code(self):
        """Use it up; a wrong try is counted and stays counted."""
        refused = None
        with transaction.atomic():
            try:
                devices.verify(self.user, self.cleaned_data["code"])
            except devices.SecondFactorError as refusal:
                refused = refusal
        if refused:
            raise forms.ValidationError(SENTENCES[refused.reason])
        return ""


class RemoveForm(CodeForm):
    """Password and a code of now, before the second factor is taken away."""

    password = forms.CharField(
        label="登录密码",
        strip=False,
        max_length=4096,
        error_messages={"required": "请输入登录密码。", "max_length": "密码有误。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["password", "code"]

    def clean_password(self):
        """Wrong ones are counted with those of the login."""
        known = {"username": self.user.get_username(), "password": self.cleaned_data["password"]}
        if authenticate(self.request, **known) != self.user:
            raise forms.ValidationError("密码有误。")
        return ""

    def clean_code(self):
        """No code is used up, and none is tried, on a wrong password."""
        return "" if "password" in self.errors else super().clean_code()
