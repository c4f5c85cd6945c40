"""The admin site: the desk and the editorial office."""

import re
import unicodedata

from django import forms
from django.conf import settings
from django.contrib import admin
from django_otp import user_has_device
from django_otp.admin import OTPAdminAuthenticationForm
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from firm.particulars import missing_particulars
from website.lists import CarefulLists


class DeskLoginForm(OTPAdminAuthenticationForm):
    """Password and second factor in one step; the code says by its form what made it.

    Six digits are a telephone's, all else is a recovery code: a code is never tried on devices
    that cannot have made it, so a slip with one does not slow down the other.
    """

    otp_device = None
    otp_challenge = None
    otp_token = forms.CharField(
        label="验证码",
        required=False,
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "off"}),
    )
    otp_error_messages = {
        **OTPAdminAuthenticationForm.otp_error_messages,
        "token_required": "请输入验证器上的 6 位数字，或者一个恢复码。",
        "invalid_token": "验证码不对，或者已经用过，请等下一个验证码再试。",
        "slowed": "验证码输错了几次，请稍等一会儿再试。",
        "no_device": "这个账号还没有开通两步验证，请管理员运行 manage.py enrol_otp。",
    }

    def clean_otp_token(self):
        """Spaces, capitals and full-width digits are how people copy a code."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["otp_token"])
        return re.sub(r"[\s-]", "", typed).lower()

    def _verify_token(self, user, token, device=None):
        if not user_has_device(user):
            raise self._refusal("no_device")
        kind = TOTPDevice if re.fullmatch("[0-9]{6}", token) else StaticDevice
        devices = list(kind.objects.devices_for_user(user, confirmed=True).select_for_update())
        allowed = [device for device in devices if device.verify_is_allowed()[0]]
        if devices and not allowed:
            raise self._refusal("slowed")
        for place, device in enumerate(allowed):
            if device.verify_token(token):
                # The ones tried before it were never used: nothing is held against them.
                for other in allowed[:place]:
                    other.throttle_reset()
                return device
        raise self._refusal("invalid_token")

    def _refusal(self, code):
        return forms.ValidationError(self.otp_error_messages[code], code)

    def _update_form(self, user):
        """The parent would send the password back in the page; it is typed again instead."""


class DeskSite(admin.AdminSite):
    """Django's admin with the firm's words, a banner of what is missing, a second factor."""

    site_header = "案头"
    site_title = "案头"
    index_title = "工作台"

    def register(self, model_or_iterable, admin_class=None, **options):
        base = admin_class or admin.ModelAdmin
        careful = type(base.__name__, (CarefulLists, base), {"__module__": base.__module__})
        super().register(model_or_iterable, careful, **options)

    def get_urls(self):
        """Without `r/`, which answers 500 to a key of another kind; no page leads there."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

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
