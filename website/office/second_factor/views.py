"""The page of one's own second factor: telephone, passkeys, recovery codes; login by a passkey."""

import django_otp
from django import forms
from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from website.office.login import backend, ceilings
from website.office.second_factor import devices, invitations, pages, passkeys
from website.office.second_factor.forms import (
    AddPasskeyForm,
    CodeForm,
    ConfirmForm,
    NewPasswordForm,
    PasswordForm,
    RemoveForm,
)
from website.office.second_factor.pages import HELD, HOME, held, own_page

REMOVED = "原来的验证方式和恢复码已经作废，其他地方的登录也已退出。"
LAST_METHOD = (
    "这是唯一的验证方式，不能单独移除。请先添加身份验证器或另一个通行密钥，或者移除两步验证。"
)


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
    with transaction.atomic():  # nobody is left without both
        devices.remove(user, devices.REMOVED, user)
        link = invitations.make(user) if settings.OTP_REQUIRED else None
    request.session.cycle_key()
    pages.only_this_session(request)
    messages.success(request, REMOVED)
    if link is None:
        return redirect(HOME)
    request.session[HELD] = invitations.digest(link.code)
    return redirect("admin:invitation")


@require_POST
@own_page
def leave(request: HttpRequest) -> HttpResponse:
    """Log out during enrolment: the admin's own logout is closed to unverified users."""
    logout(request)
    return redirect("admin:login")


@require_POST
@never_cache
def offer_passkey(request: HttpRequest) -> JsonResponse:
    """What the browser needs to make a passkey: for an invitation, or for who is logged in.

    The passwords beside it are looked at first: a passkey that was made in vain stays on the
    telephone, and nobody tidies it up.
    """
    form: forms.Form
    if invitation := held(request):
        account = invitation.account
        form = NewPasswordForm(account, request.POST)
    elif may_add(request):
        account = request.user
        form = PasswordForm(request, request.POST)
    else:
        return JsonResponse({"errors": [pages.CLOSED]}, status=403)
    if not form.is_valid():
        return JsonResponse({"errors": sum(form.errors.values(), [])}, status=422)
    return passkeys.offer(request, account)


@require_POST
@never_cache
def ask_for_passkey(request: HttpRequest) -> JsonResponse:
    """What the browser needs to prove a passkey: of who is in, of who waits, or of anybody."""
    return passkeys.ask(request, _asked(request))


def _asked(request):
    return request.user if request.user.is_verified() else passkeys.awaited(request)


@require_POST
@never_cache
def login_by_passkey(request: HttpRequest) -> HttpResponse:
    """Let in whoever proves a passkey: after the password, or with a finger or a PIN instead."""
    onward = request.POST.get("next", "")
    try:
        awaited, answer = passkeys.awaited(request), request.POST.get("passkey", "")
        passkey = passkeys.prove(request, awaited, answer)
    except passkeys.PasskeyError:
        ceilings.failed(request, "passkey")
        # In the address: a message would leave a row in the database for every stranger.
        return redirect_to_login(onward, reverse("admin:login", query={"passkey": "refused"}))
    auth.login(request, passkey.user)
    request.session.pop(passkeys.WAITS, None)
    django_otp.login(request, passkey)
    hosts = {request.get_host()}
    good = url_has_allowed_host_and_scheme(onward, hosts, require_https=request.is_secure())
    response = redirect(onward if good else resolve_url("admin:index"))
    backend.welcome(request, response)
    return response


@require_POST
@own_page
@transaction.atomic
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Store the passkey that the browser made, with the recovery codes if it is the first."""
    if not may_add(request):
        return redirect(HOME)
    form = AddPasskeyForm(request, request.POST)
    if not form.is_valid():
        return state(request, passkey_form=form)
    text = devices.PASSKEY_ADDED.format(form.cleaned_data["name"])
    codes = devices.added(request.user, text)
    if codes:
        return pages.done(request, form.device, codes)
    messages.success(request, f"{text}。")
    return redirect(HOME)


@own_page
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the password, then take one of several passkeys away."""
    passkey = get_object_or_404(devices.passkeys(request.user), pk=pk)
    if devices.is_last(passkey):
        messages.error(request, LAST_METHOD)
        return redirect(HOME)
    form = PasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        devices.remove_passkey(passkey)
        pages.only_this_session(request)
        messages.success(request, f"已移除通行密钥“{passkey.name}”。")
        return redirect(HOME)
    context = {"title": "移除通行密钥", "passkey": passkey, "form": form}
    return pages.page(request, "passkey_remove", context, status=422 if form.errors else 200)


# Under the admin and outside its permission check.
urlpatterns = [
    path("second-factor/", show, name="second_factor"),
    path("second-factor/telephone/", add_telephone, name="second_factor_telephone"),
    path("second-factor/codes/", renew_codes, name="second_factor_codes"),
    path("second-factor/remove/", remove, name="second_factor_remove"),
    path("second-factor/leave/", leave, name="second_factor_leave"),
    path("second-factor/passkeys/add/", add_passkey, name="passkey_add"),
    path("second-factor/passkeys/<int:pk>/remove/", remove_passkey, name="passkey_remove"),
    path("passkey/offer/", offer_passkey, name="passkey_offer"),
    path("passkey/ask/", ask_for_passkey, name="passkey_ask"),
    path("passkey/login/", login_by_passkey, name="passkey_login"),
    path("invitation/", pages.show, name="invitation"),
    path("invitation/accept/", pages.accept, name="invitation_accept"),
]
