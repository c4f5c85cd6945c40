"""The pages of one's own second factor and behind an invitation; login by a passkey."""

import base64
from functools import wraps

import django_otp
from django.conf import settings
from django.contrib import admin, auth, messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_otp.middleware import OTPMiddleware
from django_otp.plugins.otp_totp.models import TOTPDevice

from firm.base import qr
from website.office.admin_base import OUTSIDE, office_page
from website.office.login import backend
from website.office.second_factor import devices, forms, invitations, passkeys

HOME = "admin:second_factor"
HELD = "invitation"  # in the session: by which digest an invitation was opened
SET = "已用开通链接设置登录密码并开通两步验证"
REMOVED = "原来的验证方式和恢复码已经作废，其他地方的登录也已退出。"
LAST_METHOD = (
    "这是唯一的验证方式，不能单独移除。请先添加身份验证器或另一个通行密钥，或者移除两步验证。"
)


def own_page(view):
    """For staff about themselves: never cached, and nothing of a set-up factor without its code."""

    @never_cache
    @wraps(view)
    def guarded(request, **kwargs):
        user = request.user
        if not (user.is_active and user.is_staff):
            return redirect_to_login(reverse(HOME), reverse("admin:login"))
        if not user.is_verified() and devices.has_any(user):
            auth.logout(request)
            messages.warning(request, "请用密码和验证码重新登录。")
            return redirect_to_login(reverse(HOME), reverse("admin:login"))
        return view(request, **kwargs)

    return guarded


def page(request: HttpRequest, name: str, context: dict, status: int = 200) -> HttpResponse:
    """One of the templates of the second factor, in the frame of the office or outside of it."""
    inside = admin.site.has_permission(request)
    frame = {} if inside else OUTSIDE
    frame = {**frame, "hindrance": passkeys.hindrance(request), "inside": inside}
    return office_page(request, f"second_factor/{name}", {**frame, **context}, status)


def telephone(user) -> dict:
    device = devices.offered(user)
    key = base64.b32encode(device.bin_key).decode().rstrip("=")
    return {
        "code": qr.svg(device.config_url, "step-qr"),
        "address": device.config_url,
        # As it is typed by hand.
        "secret": " ".join(key[start : start + 4] for start in range(0, len(key), 4)),
    }


def done(request: HttpRequest, device, codes: list[str]) -> HttpResponse:
    """After something was added: session verified, device known, recovery codes shown if new."""
    # As good as a login with a code.
    request.session.cycle_key()
    django_otp.login(request, device)
    only_this_session(request)
    # Once more through the middleware: who came in with this very request was not seen by it.
    response = OTPMiddleware(lambda request: show_codes(request, codes, first=True))(request)
    backend.remember(response, request, request.user)
    return response


def only_this_session(request) -> None:
    request.session.save()
    devices.end_sessions(request.user, keep=request.session.session_key)


def show_codes(request: HttpRequest, codes: list[str], first: bool = False) -> HttpResponse:
    """Shown in the answer itself: nothing else ever holds them in the clear."""
    return page(request, "codes", {"title": "恢复码", "codes": codes, "first": first})


def unseen(view):
    """No cache, no referrer; without `same-origin` browsers send `Origin: null` with our forms,
    which Django's check of CSRF refuses."""

    @never_cache
    @wraps(view)
    def hidden(request):
        response = view(request)
        response["Referrer-Policy"] = "no-referrer, same-origin"
        return response

    return hidden


def held(request, lock=False):
    known = request.session.get(HELD)
    return invitations.opened(known, lock) if known else None


@own_page
def show(request: HttpRequest) -> HttpResponse:
    """The state of things; without a second factor how to get one.

    Where one is required, a password alone sets none up: it may be a stranger's.
    """
    if devices.has_any(request.user):
        return state(request)
    if settings.OTP_REQUIRED:
        return page(request, "uninvited", {"title": "请先开通两步验证"})
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
    form = forms.ConfirmForm(request, request.POST or None)
    if form.is_bound:
        with transaction.atomic():
            if form.is_valid():
                codes = devices.added(user, devices.TELEPHONE_ADDED)
                return done(request, form.device, codes)
    context = {
        "title": "添加身份验证器" if devices.has_any(user) else "开通两步验证",
        "form": form,
        "passkey_form": forms.AddPasskeyForm(request),
        "is_first": not devices.has_any(user),
        **telephone(user),
    }
    return page(request, "enrol", context, status=422 if form.errors else 200)


def state(request: HttpRequest, **refused) -> HttpResponse:
    """What the person has, and what can be done with it; with the forms that were refused."""
    user = request.user
    context = {
        "title": "两步验证",
        "required": settings.OTP_REQUIRED,
        "device": devices.totp_device(user),
        "passkeys": devices.passkeys(user),
        "left": devices.codes_left(user),
        "codes_form": forms.CodeForm(request),
        "remove_form": forms.RemoveForm(request),
        "passkey_form": forms.AddPasskeyForm(request),
        **refused,
    }
    return page(request, "state", context, status=422 if refused else 200)


@require_POST
@own_page
def renew_codes(request: HttpRequest) -> HttpResponse:
    form = forms.CodeForm(request, request.POST)
    if not devices.has_any(request.user):
        return redirect(HOME)
    if not form.is_valid():
        return state(request, codes_form=form)
    with transaction.atomic():
        codes = devices.new_codes(request.user)
        devices.changed(request.user, devices.RENEWED, request.user)
    return show_codes(request, codes)


@require_POST
@own_page
def remove(request: HttpRequest) -> HttpResponse:
    """Take the second factor away; every other session of the person ends.

    Where one is required, password and code were as good as an invitation: this session gets one,
    to set up the next.
    """
    user = request.user
    form = forms.RemoveForm(request, request.POST)
    if not devices.has_any(user):
        return redirect(HOME)
    if not form.is_valid():
        return state(request, remove_form=form)
    with transaction.atomic():  # nobody is left without both
        devices.remove(user, devices.REMOVED, user)
        link = invitations.make(user) if settings.OTP_REQUIRED else None
    request.session.cycle_key()
    only_this_session(request)
    messages.success(request, REMOVED)
    if link is None:
        return redirect(HOME)
    request.session[HELD] = invitations.digest(link.code)
    return redirect("admin:invitation")


@require_POST
@own_page
def leave(request: HttpRequest) -> HttpResponse:
    """Log out during enrolment: the admin's own logout is closed to unverified users."""
    auth.logout(request)
    return redirect("admin:login")


@require_POST
@never_cache
def offer_passkey(request: HttpRequest) -> JsonResponse:
    """What the browser needs to make a passkey: for an invitation, or for who is logged in.

    The passwords beside it are looked at first: a passkey that was made in vain stays on the
    telephone, and nobody tidies it up.
    """
    form: forms.NewPasswordForm | forms.PasswordForm
    if invitation := held(request):
        account = invitation.account
        form = forms.NewPasswordForm(account, request.POST)
    elif may_add(request):
        account = request.user
        form = forms.PasswordForm(request, request.POST)
    else:
        return JsonResponse({"errors": ["登录已失效，请刷新本页重试。"]}, status=403)
    if not form.is_valid():
        return JsonResponse({"errors": sum(form.errors.values(), [])}, status=422)
    return passkeys.offer(request, account)


@require_POST
@never_cache
def ask_for_passkey(request: HttpRequest) -> JsonResponse:
    """What the browser needs to prove a passkey: of who is in, of who waits, or of anybody."""
    is_in = request.user.is_verified()  # type: ignore[union-attr]  # of django-otp
    return passkeys.ask(request, request.user if is_in else passkeys.awaited(request))


@require_POST
@never_cache
def login_by_passkey(request: HttpRequest) -> HttpResponse:
    """Let in whoever proves a passkey: after the password, or with a finger or a PIN instead."""
    onward = request.POST.get("next", "")
    try:
        awaited, answer = passkeys.awaited(request), request.POST.get("passkey", "")
        passkey = passkeys.prove(request, awaited, answer)
    except passkeys.PasskeyError:
        backend.failed(request, "passkey")
        # In the address: a message would leave a row in the database for every stranger.
        return redirect_to_login(onward, reverse("admin:login", query={"passkey": "refused"}))
    auth.login(request, passkey.user)
    request.session.pop(passkeys.WAITS, None)
    django_otp.login(request, passkey)
    hosts = {request.get_host()}
    good = url_has_allowed_host_and_scheme(onward, hosts, require_https=request.is_secure())
    response = redirect(onward if good else "admin:index")
    backend.welcome(request, response)
    return response


@require_POST
@own_page
@transaction.atomic
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Store the passkey that the browser made, with the recovery codes if it is the first."""
    if not may_add(request):
        return redirect(HOME)
    form = forms.AddPasskeyForm(request, request.POST)
    if not form.is_valid():
        return state(request, passkey_form=form)
    text = devices.PASSKEY_ADDED.format(form.cleaned_data["name"])
    codes = devices.added(request.user, text)
    if codes:
        return done(request, form.device, codes)
    messages.success(request, f"{text}。")
    return redirect(HOME)


@own_page
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the password, then take one of several passkeys away."""
    user = request.user
    passkey = get_object_or_404(devices.passkeys(user), pk=pk)
    is_last = not devices.totp_device(user) and not devices.passkeys(user).exclude(pk=pk).exists()
    if is_last:  # nothing but the recovery codes would be left
        messages.error(request, LAST_METHOD)
        return redirect(HOME)
    form = forms.PasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            passkey.delete()
            devices.changed(user, devices.PASSKEY_REMOVED.format(passkey.name), user)
        only_this_session(request)
        messages.success(request, f"已移除通行密钥“{passkey.name}”。")
        return redirect(HOME)
    context = {"title": "移除通行密钥", "passkey": passkey, "form": form}
    return page(request, "passkey_remove", context, status=422 if form.errors else 200)


@unseen
def open_invitation(request: HttpRequest) -> HttpResponse:
    """Behind an invitation: ask for the code; with a good one for password and second factor.

    To look at it changes nothing: programs that follow the links of a mail use no invitation up.
    """
    form = forms.InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session.cycle_key()
        request.session[HELD] = invitations.digest(form.cleaned_data["code"])
        with transaction.atomic():  # a secret that nobody has seen yet
            TOTPDevice.objects.filter(user=form.account, confirmed=False).delete()
            devices.offered(form.account)
        return redirect("admin:invitation")
    invitation = held(request)
    if invitation and request.method != "POST":
        return _accept_page(request, invitation, forms.AcceptForm(request, invitation.account))
    context = {"title": "开通账号", "form": form, "is_gone": HELD in request.session}
    request.session.pop(HELD, None)
    return page(request, "invitation", context, status=422 if form.errors else 200)


@require_POST
@unseen
@transaction.atomic
def accept(request: HttpRequest) -> HttpResponse:
    """Set password and second factor and let in; locked, of two posts one finds it used up."""
    invitation = held(request, lock=True)
    if invitation is None:
        return redirect("admin:invitation")
    account = invitation.account
    form = forms.AcceptForm(request, account, request.POST)
    if not form.is_valid():
        return _accept_page(request, invitation, form)
    form.save()
    devices.changed(account, SET, account)
    auth.login(request, account)
    backend.succeeded(request, account)
    request.session.pop(HELD, None)
    return done(request, form.device, devices.new_codes(account))


def _accept_page(request, invitation, form):
    account = invitation.account
    context = {
        "title": "开通账号",
        "account": account,
        "invitation": invitation,
        "form": form,
        **telephone(account),
    }
    return page(request, "accept", context, status=422 if form.errors else 200)


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
    path("invitation/", open_invitation, name="invitation"),
    path("invitation/accept/", accept, name="invitation_accept"),
]
