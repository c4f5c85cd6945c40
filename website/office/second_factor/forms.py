"""The forms of the second factor: login, one's own page, an invitation."""

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.db import transaction
from django_otp.admin import OTPAdminAuthenticationForm
from django_otp.plugins.otp_static.models import StaticDevice

from website.office.second_factor import devices, invitations, passkeys
from website.office.second_factor.fields import (
    EITHER,
    SENTENCES,
    CodeField,
    NameField,
    PasskeyField,
)

GONE = "开通码有误、已使用或已过期。请核对，或向为您建立账号的人索取新的开通链接。"
NO_FACTOR = "请输入验证器上的6位数字，或者改用通行密钥。"
REQUIRED = "请输入验证器上的6位数字，或者一个恢复码；有通行密钥的，请点“用通行密钥登录”。"
CODE_USED = "已使用一个恢复码，还剩{}个。"


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
            try:
                passkeys.prove(self.request, self.user, answer)
            except passkeys.PasskeyError:
                self.add_error("code", passkeys.REFUSED)
        elif code := self.cleaned_data["code"]:
            with transaction.atomic():
                try:
                    devices.verify(self.user, code)
                except devices.SecondFactorError as refusal:
                    self.add_error("code", SENTENCES[refusal.reason])
        else:
            self.add_error("code", self.fields["code"].error_messages["required"])


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


class InvitationForm(forms.Form):
    """The code of an invitation; with a good one `account` is whom it is for."""

    code = CodeField(
        label="开通码",
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
        error_messages={"required": "请输入开通码。", "max_length": GONE},
    )
    account: User

    def clean_code(self):
        """Looked up by its hash: whoever guesses costs one look at an index."""
        code = self.cleaned_data["code"]
        invitation = invitations.opened(invitations.digest(code))
        if invitation is None:
            raise forms.ValidationError(GONE)
        self.account = invitation.account
        return code


class NewPasswordForm(SetPasswordForm):
    """The password alone, as it is looked at before the browser is asked to make a passkey."""

    def __init__(self, account, data=None):
        super().__init__(account, data)
        self.fields["new_password1"].label = "登录密码"
        self.fields["new_password2"].label = "再输入一次密码"


class AcceptForm(NewPasswordForm):
    """Password and second factor; `device` is the telephone or the passkey."""

    code = CodeField(label="验证器上的6位数字", required=False)
    name = NameField(required=False)
    passkey = PasskeyField()
    device = None

    def __init__(self, request, account, data=None):
        super().__init__(account, data)
        self.request = request

    def clean(self):
        """The second factor is made once the password is good: both or neither."""
        super().clean()
        known = self.cleaned_data
        if self.errors:
            return known
        if answer := known["passkey"]:
            self.device = added(self.request, self.user, answer, known["name"] or "通行密钥")
            return known
        if not known["code"]:
            raise forms.ValidationError({"code": NO_FACTOR})
        try:
            self.device = confirmed(self.user, known["code"])
        except forms.ValidationError as refusal:
            raise forms.ValidationError({"code": refusal.messages}) from refusal
        return known


class DeskLoginForm(OTPAdminAuthenticationForm):
    """Asks for a code whenever the user has a second factor, whatever the settings require.

    Who has none is let in by the password; where the settings require one, no page but the
    enrolment opens to them (`DeskSite.has_permission`).
    """

    otp_device = None
    otp_challenge = None
    otp_token = CodeField(required=False, help_text=f"开通两步验证的账号须填写：{EITHER}")

    def clean(self):
        """Name, password and code together: a right code lets its holder past the ceilings."""
        known = {name: self.cleaned_data.get(name) for name in ("username", "password")}
        if all(known.values()):
            code = self.cleaned_data.get("otp_token", "")
            self.user_cache = authenticate(self.request, code=code, **known)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
        self.clean_otp(self.user_cache)
        return self.cleaned_data

    def clean_otp(self, user):
        """A wrong try is counted although the form is refused: the transaction ends well."""
        if user is not None and not devices.has_any(user):
            user.otp_device = None
            return
        if user is not None and not self.cleaned_data.get("otp_token"):
            passkeys.wait_for(self.request, user)
        super().clean_otp(user)

    otp_error_messages = {
        **OTPAdminAuthenticationForm.otp_error_messages,
        "token_required": REQUIRED,
    }

    def _chosen_device(self, user):
        return None

    def _verify_token(self, user, token, device=None):
        try:
            verified = devices.verify(user, token)
        except devices.SecondFactorError as refusal:
            reason = refusal.reason
            raise forms.ValidationError(SENTENCES[reason], reason) from refusal
        if verified.failures >= devices.TOLD_FROM:
            text = f"本次登录前，有人输入了正确的密码，但输错了{verified.failures}次验证码。"
            messages.error(self.request, f"{text}非您本人操作的，请立即修改密码。")
        if isinstance(verified.device, StaticDevice):
            left = devices.codes_left(user)
            more = "" if left > 2 else "请尽快到“两步验证”重新生成。"
            messages.warning(self.request, CODE_USED.format(left) + more)
        return verified.device

    def _update_form(self, user):
        """The parent would send the password back in the page; it is typed again instead."""
