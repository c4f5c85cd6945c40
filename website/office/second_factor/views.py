"""The page of one's own second factor: set it up, make new recovery codes, take it away."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from website.office.second_factor import devices, invitations, pages
from website.office.second_factor.forms import (
    AddPasskeyForm,
    CodeForm,
    ConfirmForm,
    RemoveForm,
)
from website.office.second_factor.invitation_views import HELD
from website.office.second_factor.pages import HOME, own_page

REMOVED = "原来的验证方式和恢复码已经作废，其他地方的登录也已退出。"


@own_page
def show(request: HttpRequest) -> HttpResponse:
    """The state of things; without a second factor how to get one.

    Where one is required, a password alone sets none up: it may be a stranger's.
    """
    if devices.has_any(request.user):
        return state(request)
    if settings.OTP_REQUIRED:
        return pages.page(request, "uninvited", {"title": "请先开通两步验证"})
    return add_telephone(request)


def may_add(request) -> bool:
    """Whether this session may set up something more, or something first."""
    user = request.user
    if not (user.is_active and user.is_staff):
        return False
    return user.is_verified() if devices.has_any(user) else not settings.OTP_REQUIRED


@own_page
def add_telephone(request: HttpRequest) -> HttpResponse:
    """Set a telephone up: the first second factor where none is required, or beside passkeys."""
    user = request.user
    if devices.totp_device(user) or not may_add(request):
        return redirect(HOME)
    form = ConfirmForm(request, request.POST or None)
    if form.is_bound:
        with transaction.atomic():
            if form.is_valid():
                codes = devices.added(user, devices.TELEPHONE_ADDED)
                return pages.done(request, form.device, codes)
    context = {
        "title": "添加身份验证器" if devices.has_any(user) else "开通两步验证",
        "form": form,
        "passkey_form": AddPasskeyForm(request),
        "is_first": not devices.has_any(user),
        **pages.telephone(devices.offered(user)),
    }
    return pages.page(request, "enrol", context, status=422 if form.errors else 200)


def state(request: HttpRequest, **forms) -> HttpResponse:
    """What the person has, and what can be done with it; `forms` are those that were refused."""
    user = request.user
    context = {
        "title": "两步验证",
        "required": settings.OTP_REQUIRED,
        "device": devices.totp_device(user),
        "passkeys": devices.passkeys(user),
        "left": devices.codes_left(user),
        "codes_form": CodeForm(request),
        "remove_form": RemoveForm(request),
        "passkey_form": AddPasskeyForm(request),
        **forms,
    }
    return pages.page(request, "state", context, status=422 if forms else 200)


@require_POST
@own_page
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes for a code of now."""
    form = CodeForm(request, request.POST)
    if not devices.has_any(request.user):
        return redirect(HOME)
    if not form.is_valid():
        return state(request, codes_form=form)
    with transaction.atomic():
        codes = devices.new_codes(request.user)
        devices.changed(request.user, devices.RENEWED, request.user)
    return pages.show_codes(request, codes)


@require_POST
@own_page
def remove(request: HttpRequest) -> HttpResponse:
    """Take the second factor away; every other session of the person ends.

    Where one is required, password and code were as good as an invitation: this session gets one,
    to set up the next.
    """
    user = request.user
    form = RemoveForm(request, request.POST)
    if not devices.has_any(user):
        return redirect(HOME)
    if not form.is_valid():
        return state(request, remove_form=form)
    devices.remove(user, devices.REMOVED, user)
    request.session.cycle_key()
    pages.only_this_session(request)
    messages.success(request, REMOVED)
    if not settings.OTP_REQUIRED:
        return redirect(HOME)
    request.session[HELD] = invitations.digest(invitations.make(user).code)
    return redirect("admin:invitation")


@require_POST
@own_page
def leave(request: HttpRequest) -> HttpResponse:
    """Log out during enrolment: the admin's own logout is closed to unverified users."""
    logout(request)
    return redirect("admin:login")
