"""The forms of the second factor: login, one's own page, an invitation."""

from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import authenticate
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django_otp.plugins.otp_static.models import StaticDevice

from website.office.second_factor import devices, invitations, passkeys

EITHER = "验证器上的6位数字，或一个恢复码。"
GONE = "开通码有误、已使用或已过期。请核对，或向为您建立账号的人索取新的开通链接。"
NO_FACTOR = "请输入验证器上的6位数字，或者改用通行密钥。"
REQUIRED = "请输入验证器上的6位数字，或者一个恢复码；如有通行密钥，请点“用通行密钥登录”。"
CODE_USED = "已使用一个恢复码，还剩{}个。"


class CodeField(forms.CharField):
    """A code of the telephone or a recovery code, however it was copied."""

    def __init__(self, **kwargs):
        known = {
            "label": "验证码",
            "max_length": 32,
            "error_messages": {"required": "请输入验证码。", "max_length": "验证码过长，请检查。"},
            "widget": forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "off"}),
        }
        super().__init__(**{**known, **kwargs})

    def to_python(self, value):
        return invitations.tidied(super().to_python(value) or "")


# What the browser answers for a passkey, put here by a script; and what its owner calls it.
PasskeyField = partial(forms.CharField, required=False, widget=forms.HiddenInput)
NameField = partial(
    forms.CharField,
    label="通行密钥的名称",
    max_length=40,
    initial="我的通行密钥",
    help_text="便于以后辨认，例如：办公室电脑。",
    error_messages={"required": "请填写名称。", "max_length": "名称请不超过40字。"},
)


class OwnForm(forms.Form):
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
            self.device = devices.confirm(self.user, self.cleaned_data["code"])
        return ""


class AddPasskeyForm(PasswordForm):
    name = NameField()
    passkey = PasskeyField()
    device = None

    def clean(self):
        """The browser's answer is looked at once all else is good."""
        known = self.cleaned_data
        if not self.errors:
            try:
                self.device = passkeys.add(self.request, self.user, known["passkey"], known["name"])
            except passkeys.PasskeyError as refusal:
                self.add_error("passkey", refusal)


class CodeForm(OwnForm):
    code = CodeField(required=False, help_text=f"{EITHER}登录时用过的不能再用，请等待下一个。")
    passkey = PasskeyField()

    def clean(self):
        """Use the code up; a wrong try is counted and stays counted."""
        if self.errors:
            return
        answer, code = self.cleaned_data["passkey"], self.cleaned_data["code"]
        try:
            if answer:
                passkeys.prove(self.request, self.user, answer)
            elif code:
                devices.verify(self.request, self.user, code)
            else:
                self.add_error("code", self.fields["code"].error_messages["required"])
        except (devices.SecondFactorError, passkeys.PasskeyError) as refusal:
            self.add_error("code", refusal)


class RemoveForm(PasswordForm, CodeForm):
    """Password and a code of now, before the second factor is taken away."""

    code = CodeField(required=False, help_text=EITHER)
    field_order = ["password", "code"]


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

    new_password1, new_password2 = SetPasswordForm.create_password_fields(
        label1="登录密码", label2="再输入一次密码"
    )


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
        answer, name = known["passkey"], known["name"] or "通行密钥"
        try:
            if answer:
                self.device = passkeys.add(self.request, self.user, answer, name)
            elif known["code"]:
                self.device = devices.confirm(self.user, known["code"])
            else:
                self.add_error("code", NO_FACTOR)
        except (devices.SecondFactorError, passkeys.PasskeyError) as refusal:
            self.add_error("passkey" if answer else "code", refusal)
        return known


class DeskLoginForm(AdminAuthenticationForm):
    """Asks for a code whenever the user has a second factor, whatever the settings require.

    Who has none is let in by the password; where the settings require one, no page but the
    enrolment opens to them (`DeskSite.has_permission`).
    """

    otp_token = CodeField(required=False, help_text=f"开通两步验证的账号须填写：{EITHER}")

    def clean(self):
        """The password first; no code is tried on a wrong one."""
        known = {name: self.cleaned_data.get(name) for name in ("username", "password")}
        if all(known.values()):
            code = self.cleaned_data.get("otp_token", "")
            user = self.user_cache = authenticate(self.request, **known)
            if user is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(user)
            device = self._device(user, code) if devices.has_any(user) else None
            user.otp_device = device  # type: ignore[attr-defined]  # of django-otp
        return self.cleaned_data

    def _device(self, user, code):
        """By what the code was made, for the login to remember."""
        assert self.request
        if not code:
            passkeys.wait_for(self.request, user)
            raise forms.ValidationError(REQUIRED, "token_required")
        device, failures = devices.verify(self.request, user, code)
        if failures >= devices.ALARM:
            text = f"本次登录前，有人输入了正确的密码，但输错了{failures}次验证码。"
            messages.error(self.request, f"{text}如非您本人操作，请立即修改密码。")
        if isinstance(device, StaticDevice):
            left = devices.codes_left(user)
            more = "" if left > 2 else "请尽快到“两步验证”重新生成。"
            messages.warning(self.request, CODE_USED.format(left) + more)
        return device
