"""The admin site: the desk and the editorial office."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django_otp import match_token
from django_otp.admin import OTPAdminAuthenticationForm

from firm.particulars import missing_particulars


class DeskLoginForm(OTPAdminAuthenticationForm):
    """Password and second factor in one step: the code may be of any device of the user."""

    otp_token = forms.CharField(
        label="验证码",
        required=False,
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    otp_error_messages = {
        **OTPAdminAuthenticationForm.otp_error_messages,
        "token_required": "请输入验证器上的 6 位数字，或者一个恢复码。",
        "invalid_token": "验证码不对，或者已经用过，请等下一个验证码再试。",
    }

    def _verify_token(self, user, token, device=None):
        found = match_token(user, token)
        if found is None:
            raise forms.ValidationError(self.otp_error_messages["invalid_token"], "invalid_token")
        return found


class DeskSite(admin.AdminSite):
    """Django's admin with the firm's words, a banner of what is missing, a second factor."""

    site_header = "案头"
    site_title = "案头"
    index_title = "工作台"

    def has_permission(self, request):
        allowed = super().has_permission(request)
        return allowed and (not settings.OTP_REQUIRED or request.user.is_verified())

    @property
    def login_form(self):
        return DeskLoginForm if settings.OTP_REQUIRED else None

    def each_context(self, request):
        context = super().each_context(request)
        if self.has_permission(request):
            context["missing_particulars"] = missing_particulars()
        return context
