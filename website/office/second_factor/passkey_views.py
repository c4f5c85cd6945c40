"""Passkeys: what the script of a page asks for, and the forms it sends."""

import django_otp
from django import forms
from django.contrib import auth, messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from website.office.login import answers, log
from website.office.second_factor import devices, pages, passkeys
from website.office.second_factor.forms import AddPasskeyForm, PasswordForm
from website.office.second_factor.invitation_forms import NewPasswordForm
from website.office.second_factor.invitation_views import held
from website.office.second_factor.pages import HOME, own_page
from website.office.second_factor.views import may_add, state

PASSKEY_REMOVED = "已移除通行密钥“{}”。"
LAST = "这是唯一的验证方式，不能单独移除。请先添加身份验证器或另一个通行密钥，或者移除两步验证。"


@require_POST
@never_cache
def offer(request: HttpRequest) -> JsonResponse:
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
def ask(request: HttpRequest) -> JsonResponse:
    """What the browser needs to prove a passkey: of who is in, of who waits, or of anybody."""
    return passkeys.ask(request, _asked(request))


def _asked(request):
    return request.user if request.user.is_verified() else passkeys.awaited(request)


@require_POST
@never_cache
def login(request: HttpRequest) -> HttpResponse:
    """Let in whoever proves a passkey: after the password, or with a finger or a PIN instead."""
    onward = request.POST.get("next", "")
    try:
        awaited, answer = passkeys.awaited(request), request.POST.get("passkey", "")
        passkey = passkeys.prove(request, awaited, answer)
    except passkeys.PasskeyError:
        log.failed(request, "passkey")
        # In the address: a message would leave a row in the database for every stranger.
        return redirect_to_login(onward, reverse("admin:login", query={"passkey": "refused"}))
    auth.login(request, passkey.user)
    request.session.pop(passkeys.WAITS, None)
    django_otp.login(request, passkey)
    hosts = {request.get_host()}
    good = url_has_allowed_host_and_scheme(onward, hosts, require_https=request.is_secure())
    response = redirect(onward if good else resolve_url("admin:index"))
    answers.welcome(request, response)
    return response


@require_POST
@own_page
@transaction.atomic
def add(request: HttpRequest) -> HttpResponse:
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
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the password, then take one of several passkeys away."""
    passkey = get_object_or_404(devices.passkeys(request.user), pk=pk)
    if devices.is_last(passkey):
        messages.error(request, LAST)
        return redirect(HOME)
    form = PasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = passkey.name
        devices.remove_passkey(passkey)
        pages.only_this_session(request)
        messages.success(request, PASSKEY_REMOVED.format(name))
        return redirect(HOME)
    context = {"title": "移除通行密钥", "passkey": passkey, "form": form}
    return pages.page(request, "passkey_remove", context, status=422 if form.errors else 200)
