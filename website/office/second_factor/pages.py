"""What the pages of one's own second factor share: who may see them, their frame, the end."""

from functools import wraps

import django_otp
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django_otp.middleware import OTPMiddleware

from firm.base import qr
from website.office.login import known_device
from website.office.second_factor import devices, passkeys

HOME = "admin:second_factor"
CLOSED = "登录已失效，请刷新本页重试。"


def own_page(view):
    """For staff about themselves: never cached, and nothing of a set-up factor without its code."""

    @never_cache
    @wraps(view)
    def guarded(request, **kwargs):
        user = request.user
        if not (user.is_active and user.is_staff):
            return redirect_to_login(reverse(HOME), reverse("admin:login"))
        if not user.is_verified() and devices.has_any(user):
            logout(request)
            messages.warning(request, "请用密码和验证码重新登录。")
            return redirect_to_login(reverse(HOME), reverse("admin:login"))
        return view(request, **kwargs)

    return guarded


def page(request: HttpRequest, name: str, context: dict, status: int = 200) -> HttpResponse:
    """One of the templates of the second factor, in the frame of the office or outside of it."""
    site = admin.site
    inside = site.has_permission(request)
    hindrance = passkeys.hindrance(request)
    context = {**site.each_context(request), "hindrance": hindrance, **context, "inside": inside}
    if not inside:  # nothing of the desk, not even what there is
        context |= {"available_apps": [], "is_nav_sidebar_enabled": False}
    return render(request, f"admin/second_factor/{name}.html", context, status=status)


def telephone(device) -> dict:
    """What a page shows of a telephone that waits to be confirmed."""
    return {
        "code": qr.svg(device.config_url, "step-qr"),
        "address": device.config_url,
        "secret": devices.secret(device),
    }


def done(request: HttpRequest, device, codes: list[str]) -> HttpResponse:
    """After something was added: session verified, device known, recovery codes shown if new."""
    verified_from_now(request, device)
    # Once more through the middleware: who came in with this very request was not seen by it.
    response = OTPMiddleware(lambda request: show_codes(request, codes, first=True))(request)
    known_device.remember(response, request, request.user)
    return response


def verified_from_now(request, device) -> None:
    """This session is as good as a login with a code; every other one of the person ends."""
    request.session.cycle_key()
    django_otp.login(request, device)
    only_this_session(request)


def only_this_session(request) -> None:
    """End every other session of the person."""
    request.session.save()
    devices.end_sessions(request.user, keep=request.session.session_key)


def show_codes(request: HttpRequest, codes: list[str], first: bool = False) -> HttpResponse:
    """Shown in the answer itself: nothing else ever holds them in the clear."""
    return page(request, "codes", {"title": "恢复码", "codes": codes, "first": first})
