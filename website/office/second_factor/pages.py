"""What pages of the second factor share, and the page behind an invitation."""

from functools import wraps

import django_otp
from django.contrib import admin, auth, messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_otp.middleware import OTPMiddleware

from firm.base import qr
from website.office.login import ceilings
from website.office.second_factor import devices, invitations, passkeys
from website.office.second_factor.forms import AcceptForm, InvitationForm

HOME = "admin:second_factor"
CLOSED = "登录已失效，请刷新本页重试。"
HELD = "invitation"  # in the session: by which digest an invitation was opened
SET = "已用开通链接设置登录密码并开通两步验证"


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
    inside = admin.site.has_permission(request)
    frame = {**admin.site.each_context(request), "hindrance": passkeys.hindrance(request)}
    context = {**frame, **context, "inside": inside}
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
    # As good as a login with a code.
    request.session.cycle_key()
    django_otp.login(request, device)
    only_this_session(request)
    # Once more through the middleware: who came in with this very request was not seen by it.
    response = OTPMiddleware(lambda request: show_codes(request, codes, first=True))(request)
    ceilings.remember(response, request, request.user)
    return response


def only_this_session(request) -> None:
    """End every other session of the person."""
    request.session.save()
    devices.end_sessions(request.user, keep=request.session.session_key)


def show_codes(request: HttpRequest, codes: list[str], first: bool = False) -> HttpResponse:
    """Shown in the answer itself: nothing else ever holds them in the clear."""
    return page(request, "codes", {"title": "恢复码", "codes": codes, "first": first})


def unseen(view):
    """No cache, no referrer; `same-origin` beside it as in 0003-what-a-client-holds.md."""

    @never_cache
    @wraps(view)
    def hidden(request):
        response = view(request)
        response["Referrer-Policy"] = "no-referrer, same-origin"
        return response

    return hidden


def held(request, lock=False):
    """The good invitation that this session has opened."""
    known = request.session.get(HELD)
    return invitations.opened(known, lock) if known else None


@unseen
def show(request: HttpRequest) -> HttpResponse:
    """Behind an invitation: ask for the code; with a good one for password and second factor.

    To look at it changes nothing: programs that follow the links of a mail use no invitation up.
    """
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session.cycle_key()
        request.session[HELD] = invitations.digest(form.cleaned_data["code"])
        devices.offer_anew(form.account)
        return redirect("admin:invitation")
    invitation = held(request)
    if invitation and request.method != "POST":
        return _accept_page(request, invitation, AcceptForm(request, invitation.account))
    context = {"title": "开通账号", "form": form, "is_gone": HELD in request.session}
    request.session.pop(HELD, None)
    return page(request, "invitation", context, status=422 if form.errors else 200)


@require_POST
@unseen
@transaction.atomic
def accept(request: HttpRequest) -> HttpResponse:
    """Set password and second factor, use the invitation up, and let the person in.

    The invitation is locked meanwhile: of two posts one finds it gone.
    """
    invitation = held(request, lock=True)
    if invitation is None:
        return redirect("admin:invitation")
    account = invitation.account
    form = AcceptForm(request, account, request.POST)
    if not form.is_valid():
        return _accept_page(request, invitation, form)
    form.save()
    devices.changed(account, SET, account)
    auth.login(request, account)
    ceilings.succeeded(request, account)
    request.session.pop(HELD, None)
    return done(request, form.device, devices.new_codes(account))


def _accept_page(request, invitation, form):
    account = invitation.account
    context = {
        "title": "开通账号",
        "account": account,
        "invitation": invitation,
        "form": form,
        **telephone(devices.offered(account)),
    }
    return page(request, "accept", context, status=422 if form.errors else 200)
