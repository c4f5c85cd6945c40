"""The page of one's own second factor: set it up, make new recovery codes, take it away."""

from functools import wraps

import django_otp
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from firm.base import qr
from website.office.second_factor import devices
from website.office.second_factor.forms import CodeForm, ConfirmForm, RemoveForm

HOME = "admin:second_factor"


def own_page(view):
    """For staff about themselves: never cached, and nothing of a set-up factor without its code.

    Who has none yet gets in by the password alone, which is what the first enrolment needs
    (docs/decisions/0011-second-factor.md).
    """

    @never_cache
    @wraps(view)
    def guarded(request):
        user = request.user
        if not (user.is_active and user.is_staff):
            return redirect_to_login(reverse(HOME), reverse("admin:login"))
        if not user.is_verified() and devices.has_any(user):
            logout(request)
            messages.warning(request, "请用密码和验证码重新登录。")
            return redirect_to_login(reverse(HOME), reverse("admin:login"))
        return view(request)

    return guarded


@own_page
def show(request: HttpRequest) -> HttpResponse:
    """The state of things, or the enrolment where there is no second factor yet."""
    if devices.has_any(request.user):
        return _state(request)
    form = ConfirmForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        _verified_from_now(request, form.device)
        return _codes(request, form.codes, first=True)
    return _enrolment(request, form)


def _verified_from_now(request, device):
    """This session is as good as a login with a code; every other one of the person ends."""
    request.session.cycle_key()
    django_otp.login(request, device)
    request.session.save()
    devices.end_sessions(request.user, keep=request.session.session_key)


def _enrolment(request, form):
    device = devices.offered(request.user)
    context = {
        "title": "开通两步验证",
        "form": form,
        "code": qr.svg(device.config_url, "step-qr"),
        "address": device.config_url,
        "secret": devices.secret(device),
    }
    return _page(request, "enrol", context, status=422 if form.errors else 200)


def _state(request, **forms):
    context = {
        "title": "两步验证",
        "required": settings.OTP_REQUIRED,
        "device": devices.totp_device(request.user),
        "left": devices.codes_left(request.user),
        "codes_form": forms.get("codes_form") or CodeForm(request),
        "remove_form": forms.get("remove_form") or RemoveForm(request),
    }
    return _page(request, "state", context, status=422 if forms else 200)


def _codes(request, codes, first=False):
    """Shown in the answer itself: nothing else ever holds them in the clear."""
    context = {"title": "恢复码", "codes": codes, "first": first}
    return _page(request, "codes", context)


@require_POST
@own_page
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes for a code of now."""
    form = CodeForm(request, request.POST)
    if not devices.has_any(request.user):
        return redirect(HOME)
    if not form.is_valid():
        return _state(request, codes_form=form)
    return _codes(request, devices.new_codes(request.user))


@require_POST
@own_page
def remove(request: HttpRequest) -> HttpResponse:
    """Take the second factor away; every other session of the person ends."""
    form = RemoveForm(request, request.POST)
    if not devices.has_any(request.user):
        return redirect(HOME)
    if not form.is_valid():
        return _state(request, remove_form=form)
    devices.remove(request.user)
    request.session.cycle_key()
    request.session.save()
    devices.end_sessions(request.user, keep=request.session.session_key)
    messages.success(request, "原来的验证器和恢复码已经作废，其他地方的登录也已退出。")
    return redirect(HOME)


@require_POST
@own_page
def leave(request: HttpRequest) -> HttpResponse:
    """Log out during enrolment: the admin's own logout is closed to unverified users."""
    logout(request)
    return redirect("admin:login")


def _page(request, name, context, status=200):
    site = admin.site
    inside = site.has_permission(request)
    context = {**site.each_context(request), **context, "inside": inside}
    if not inside:  # nothing of the desk, not even what there is
        context |= {"available_apps": [], "is_nav_sidebar_enabled": False}
    return render(request, f"admin/second_factor/{name}.html", context, status=status)
