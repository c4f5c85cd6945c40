"""Password and second factor in one step."""

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate
from django_otp.admin import OTPAdminAuthenticationForm
from django_otp.plugins.otp_static.models import StaticDevice

from website.office.second_factor import devices, passkeys
from website.office.second_factor.fields import EITHER, SENTENCES, CodeField

REQUIRED = "请输入验证器上的6位数字，或者一个恢复码；有通行密钥的，请点“用通行密钥登录”。"
CODE_USED = "已使用一个恢复码，还剩{}个。"


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
        _tell(self.request, user, verified)
        return verified.device

    def _update_form(self, user):
        """The parent would send the password back in the page; it is typed again instead."""


def _tell(request, user, verified):
    """What the person has to know of the code that was used."""
    if verified.failures >= devices.TOLD_FROM:
        text = f"本次登录前，有人输入了正确的密码，但输错了{verified.failures}次验证码。"
        messages.error(request, f"{text}非您本人操作的，请立即修改密码。")
    if isinstance(verified.device, StaticDevice):
        left = devices.codes_left(user)
        text = CODE_USED.format(left)
        messages.warning(request, text + ("" if left > 2 else "请尽快到“两步验证”重新生成。"))
