"""The door of the office: passwords of the staff, how many are tried, what follows from a login.

Three ways lead to a password that is evaluated: a device that is known to the account, a proof of
work, which a browser makes by itself, and the free tries that all strangers share. The first two
stay open whatever strangers do (docs/decisions/0011-the-door.md).
"""

import logging
import math
import secrets
import unicodedata
from contextlib import suppress
from datetime import timedelta
from functools import cache
from threading import BoundedSemaphore

from django import forms
from django.conf import settings
from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.contrib.auth.models import Permission, User
from django.core import signing
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpResponse, UnreadablePostError
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from consult.spam import rate_limit, score
from consult.spam.rate_limit import GrowingWait, Limit
from website.http import errors

# The cookie of a device on which somebody has logged in completely. It opens nothing: it says that
# whoever types the password here is no stranger, so that strangers who guess at an account use up
# no try of its holder's.
COOKIE = "device"
SALT = "website.office.login.known_device"  # of cookies that are out: it outlives the module
DAYS = 90  # from the last complete login
LOGGER = logging.getLogger("antou.login")
TOO_MANY = "密码输错次数过多，请{}后重试。"
OTHER_WAYS = "在曾经登录过的设备上，或者开启浏览器的JavaScript后，通常现在就可以再试。"
BUSY = (
    "登录请求过多，本次操作没有完成，您的账号不受影响。"
    "请按浏览器的“后退”，稍等几秒重试；在曾经登录过的设备上操作，优先受理。"
)
HOUR = timedelta(hours=1)
# An office types from one address, and only wrong passwords count.
ADDRESS = Limit("login", 30, HOUR)
# What all strangers together may cost. Above it the devices of the house and right codes get in.
ALL = Limit("login", 3_000, HOUR)
ACCOUNT = GrowingWait("login account")
DEVICE = GrowingWait("login device")
# Six digits behind a right password, of which three of a million are right at any moment.
CODE = GrowingWait("login otp", free=5)
LONGEST_NAME = 150  # of an account. A megabyte of accents would be put in order for minutes.
# A hash takes a core for the length of a blink, and a login a thread of the few that readers need.
# So each process has one place for strangers, one for who worked for it, one for devices of the
# house, and no queue.
STRANGERS, PROVED, KNOWN = BoundedSemaphore(1), BoundedSemaphore(1), BoundedSemaphore(1)
RETRY_AFTER = 5  # seconds
OF_CODE = {"token_required", "invalid", "slowed"}  # of a refusal after a right password


def read(request) -> dict:
    """What the cookie holds, {} where it is not ours or too old; asks no database."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=DAYS * 86400)
    except signing.BadSignature:
        return {}


def of(request, username: str) -> str:
    """The name of the device if it is known to this account and its password; "" if not."""
    data = read(request)
    if not data:
        return ""
    user = User.objects.filter(pk=data["account"], username=username).first()
    # As Django binds a session to a password, by a hash of what is stored of it.
    known = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()] if user else []
    good = any(constant_time_compare(data["password"], one) for one in known)
    return data["device"] if good else ""


def remember(response, request, user) -> None:
    """Make the device known to the account, until its password changes or 90 days have gone."""
    device = of(request, user.get_username()) or secrets.token_urlsafe(12)
    data = {"account": user.pk, "device": device, "password": user.get_session_auth_hash()}
    put_cookie(response, COOKIE, data, SALT, DAYS * 86400)


def put_cookie(response, name: str, data: dict, salt: str, seconds: int) -> None:
    response.set_cookie(
        name,
        signing.dumps(data, salt=salt),
        max_age=seconds,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


# One line for every login, for people and for fail2ban (docs/fail2ban/).
#
# Never the name that was typed: people type their password into that box. An account is named by
# its number, and only after its password was right.


def failed(request, reason: str) -> None:
    """A login that was wrong: `password`, `code`, `passkey` or `rights`."""
    LOGGER.warning("login failed: address=%s reason=%s", _address(request), reason)


def refused(request, reason: str) -> None:
    """A login that was not looked at: `ceiling`, or `busy`."""
    LOGGER.warning("login refused: address=%s reason=%s", _address(request), reason)


def succeeded(request, user) -> None:
    LOGGER.info("login succeeded: address=%s account=%s", _address(request), user.pk)


def _address(request):
    return request.META.get("REMOTE_ADDR") or "unknown"


class TooManyGuessesError(forms.ValidationError):
    """No password is looked at now; `wait` is how long, the message says it to a person."""

    def __init__(self, wait, takes_proof=False):
        # Rounded up, so that nobody who waited as long is told to wait again.
        seconds = math.ceil(wait.total_seconds())
        spoken = f"{seconds}秒" if seconds < 60 else f"{math.ceil(seconds / 60)}分钟"
        super().__init__(TOO_MANY.format(spoken) + OTHER_WAYS * takes_proof, "wait")
        self.wait = wait


def begin(request, username):
    """Count a guess at the password of a name, whether or not there is such an account.

    Returns what `rate_limit.take_back` takes if it was right. Raises TooManyGuessesError.
    """
    address, account = request.META.get("REMOTE_ADDR", ""), _account(username)
    device = of(request, username)
    if device and not rate_limit.begin([(DEVICE, device)]):
        return [(DEVICE, device)]
    if getattr(request, "is_worked_for", False):
        return []
    shared = [*rate_limit.by_network(ADDRESS, address), (ACCOUNT, account)]
    shared.append((ALL, rate_limit.EVERYBODY))
    # A flood above the ceiling of all is refused by one look, and fills no table.
    wait = rate_limit.wait_at_a_glance([(ALL, rate_limit.EVERYBODY)]) or rate_limit.begin(shared)
    if not wait:
        return shared
    refused(request, "ceiling")
    raise TooManyGuessesError(wait, takes_proof="proof" in request.POST)


def begin_code(request, account):
    """Count a code of a telephone as wrong; what `rate_limit.take_back` takes, None to wait.

    A device that is known has tries of its own: strangers who know the password use up none.
    """
    name = account.get_username()
    parties = filter(None, [of(request, name), _account(name)])
    return next(([(CODE, one)] for one in parties if not rate_limit.begin([(CODE, one)])), None)


def _account(username):
    """One party for all spellings of a name."""
    return f"account {unicodedata.normalize('NFKC', username[:LONGEST_NAME]).casefold()}"


def forget(account, codes=False) -> None:
    """End what an account waits for: whoever stands behind it is known by other means now.

    Not for `codes` where a mailbox is the means, or its thief would guess codes without end.
    """
    party = _account(account.get_username())
    rate_limit.forget([(ACCOUNT, party)] + [(CODE, party)] * codes)


def wait_of(account):
    """How long no stranger's password is looked at for an account; zero while one may be tried."""
    return rate_limit.wait_at_a_glance([(ACCOUNT, _account(account.get_username()))])


def middleware(get_response):
    """Few passwords are looked at in one moment; before session and database, refusing is cheap."""

    def bounded(request):
        if request.method != "POST" or not request.path_info.startswith(_addresses()):
            return get_response(request)
        try:  # read all that was sent: nobody holds a place who sends a letter a minute
            request.body  # noqa: B018
        except (RequestDataTooBig, UnreadablePostError):
            return errors.page(request, 400)
        request.is_worked_for = _is_worked_for(request)
        places = [KNOWN] * bool(read(request)) + [PROVED] * request.is_worked_for + [STRANGERS]
        place = next((one for one in places if one.acquire(blocking=False)), None)
        if place is None:
            refused(request, "busy")
            response = HttpResponse(_page(), status=503, headers={"Retry-After": str(RETRY_AFTER)})
            response._has_been_logged = True  # type: ignore[attr-defined]  # Django's would be a second
            return response
        try:
            return get_response(request)
        finally:
            place.release()

    return bounded


def _is_worked_for(request):
    """Looked at before any place is taken, or one proof, sent again and again, would hold one."""
    with suppress(DatabaseError):
        return score.is_worked_for(request.POST.get("proof", ""))
    return False


@cache
def _page():
    """Made once: it is the same for everybody."""
    return errors.plain(503, BUSY, title="暂时无法登录").content


@cache
def _addresses():
    names = ("login", "password_change", "second_factor", "passkey_offer")
    return tuple(reverse(f"admin:{name}") for name in names)


def finish(request, response):
    if response.status_code == 302:
        if request.user.is_authenticated:
            welcome(request, response)
        return response
    form = getattr(response, "context_data", {}).get("form")
    codes = set()
    for error in form.non_field_errors().as_data() if form else []:
        codes.add(error.code)
        if error.code == "wait":
            response.status_code = 429
            response.headers["Retry-After"] = str(math.ceil(error.wait.total_seconds()))
            response._has_been_logged = True  # by a line of our own
    if form and form.get_user():  # the password was right
        failed(request, "code" if codes & OF_CODE else "rights")
    return response


def welcome(request, response):
    """After whatever let somebody in. Known is a device after a complete login, not half of one."""
    succeeded(request, request.user)
    if not settings.OTP_REQUIRED or getattr(request.user, "otp_device", None):
        remember(response, request, request.user)


class RightsAtOnce(BaseBackend):
    """Rights of oneself and of posts in one query; ModelBackend asks it and keeps the answer."""

    def get_all_permissions(self, user_obj, obj=None):
        if user_obj.is_superuser:
            return super().get_all_permissions(user_obj, obj)
        rights = Permission.objects.order_by().values_list("content_type__app_label", "codename")
        found = rights.filter(user=user_obj).union(rights.filter(group__user=user_obj))
        return {f"{app}.{name}" for app, name in found}


class CountedBackend(ModelBackend, RightsAtOnce):
    """Django's own behind the ceilings, wherever a page checks a password.

    Raises TooManyGuessesError, which a form shows as its own. Without a request (a shell) nothing
    is counted. Who somebody is and what they may do, which each page of the office asks, is two
    queries and not four.
    """

    def authenticate(self, request, username=None, password=None, **kwargs):
        """The account, None for a wrong password."""
        if request is None or username is None or password is None:
            return super().authenticate(request, username, password, **kwargs)
        guess = begin(request, username)
        user = super().authenticate(request, username, password, **kwargs)
        if user is None:
            failed(request, "password")
        else:
            rate_limit.take_back(guess)
        return user

    def get_user(self, user_id):
        """The account with the lawyer that it belongs to, whose name stands on every page."""
        found = User.objects.select_related("lawyer").filter(pk=user_id).first()
        return found if found and self.user_can_authenticate(found) else None


def counted(request, change):
    """What `change()` answers to a post, or 429; the old password is a guess.

    A device that was known stays so with the new password: whoever changes it because strangers
    guess would otherwise be one of them at the next login.
    """
    was_known = of(request, request.user.get_username())
    try:
        guess = begin(request, request.user.get_username())
    except TooManyGuessesError as refusal:
        seconds = math.ceil(refusal.wait.total_seconds())
        return errors.page(request, 429, refusal.message, retry_after=seconds)
    response = change()
    form = getattr(response, "context_data", {}).get("form")
    if form and form.has_error("old_password"):
        failed(request, "password")
    else:
        rate_limit.take_back(guess)
    if was_known and response.status_code == 302:
        remember(response, request, request.user)
    return response
