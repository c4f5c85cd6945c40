"""The forms of the page of one's own second factor."""

from django import forms
from django.contrib.auth import authenticate
from django.db import transaction

from website.office.second_factor import devices, passkeys
from website.office.second_factor.fields import (
    EITHER,
    SENTENCES,
    CodeField,
    NameField,
    PasskeyField,
)


class OwnForm(forms.Form):
    """A form about the second factor of whoever sends it."""

    def __init__(self, request, data=None):
        super().__init__(data, auto_id=f"{type(self).__name__.lower()}_%s")  # two on one page
        self.request, self.user = request, request.user


class PasswordForm(OwnForm):
    """The password once more: an open window of somebody who is away is not the person."""

    password = forms.CharField(
        label="登录密码",
        strip=False,
        max_length=4096,
        error_messages={"required": "请输入登录密码。", "max_length": "密码有误。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["password"]

    def clean_password(self):
        """Wrong ones are counted with those of the login."""
        known = {"username": self.user.get_username(), "password": self.cleaned_data["password"]}
        if authenticate(self.request, **known) != self.user:
            raise forms.ValidationError("密码有误。")
        return ""


class ConfirmForm(PasswordForm):
    """Password and the first code of a new telephone, which is then `device`."""

    code = CodeField(label="验证器上的6位数字")
    device = None

    def clean_code(self):
        """No code is tried on a wrong password."""
        if "password" not in self.errors:
            self.device = confirmed(self.user, self.cleaned_data["code"])
        return ""


class AddPasskeyForm(PasswordForm):
    """Password and a new passkey, which is then `device`."""

    name = NameField()
    passkey = PasskeyField()
    device = None

    def clean(self):
        """The browser's answer is looked at once all else is good."""
        if not self.errors:
            known = self.cleaned_data
            self.device = added(self.request, self.user, known["passkey"], known["name"])


class CodeForm(OwnForm):
    """A code of now, or a passkey in its place."""

    code = CodeField(required=False, help_text=f"{EITHER}登录时用过的不能再用，请等待下一个。")
    passkey = PasskeyField()

    def clean(self):
        """Use the code up; a wrong try is counted and stays counted."""
        if self.errors:
            return
        if answer := self.cleaned_data["passkey"]:
            self._prove(answer)
        else:
            self._verify(self.cleaned_data["code"])

    def _prove(self, answer):
        try:
            passkeys.prove(self.request, self.user, answer)
        except passkeys.PasskeyError:
            self.add_error("code", passkeys.REFUSED)

    def _verify(self, code):
        if not code:
            self.add_error("code", self.fields["code"].error_messages["required"])
            return
        with transaction.atomic():
            try:
                devices.verify(self.user, code)
            except devices.SecondFactorError as refusal:
                self.add_error("code", SENTENCES[refusal.reason])


class RemoveForm(PasswordForm, CodeForm):
    """Password and a code of now, before the second factor is taken away."""

    code = CodeField(required=False, help_text=EITHER)
    field_order = ["password", "code"]


def confirmed(user, code):
    """The telephone that this code confirms; ValidationError for a code that does not."""
    try:
        device = devices.confirm(user, code)
    except devices.SecondFactorError as refusal:
        raise forms.ValidationError(SENTENCES[refusal.reason]) from refusal
    if device is None:
        raise forms.ValidationError("验证码有误。请核对手机时间，再输入当前显示的6位数字。")
    return device


def added(request, user, answer, name):
    """The new passkey; ValidationError for an answer of the browser that is not good."""
    try:
        return passkeys.add(request, user, answer, name)
    except passkeys.PasskeyError as refusal:
        raise forms.ValidationError({"passkey": passkeys.REFUSED}) from refusal
