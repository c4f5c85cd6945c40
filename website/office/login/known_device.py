"""The cookie of a device on which somebody has logged in completely.

It opens nothing. It says that whoever types the password here is no stranger, so that strangers who
guess at an account use up no try of its holder's (docs/decisions/0038-login-ceilings.md).
"""

import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare

COOKIE = "device"
SALT = "website.office.login.known_device"
DAYS = 90  # from the last complete login


def read(request) -> dict:
    """What the cookie holds, {} where it is not ours or too old; asks no database."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=DAYS * 86400)
    except signing.BadSignature:
        return {}


def of(request, username: str) -> str:
    """The name of the device if it is known to this account and its password; "" if not."""
    told = read(request)
    account = told and get_user_model().objects.filter(pk=told["account"], username=username)
    user = account and account.first()
    return told["device"] if user and _is_of(user, told["password"]) else ""


def remember(response, request, user) -> None:
    """Make the device known to the account, until its password changes or 90 days have gone."""
    device = of(request, user.get_username()) or secrets.token_urlsafe(12)
    told = {"account": user.pk, "device": device, "password": user.get_session_auth_hash()}
    response.set_cookie(
        COOKIE,
        signing.dumps(told, salt=SALT),
        max_age=DAYS * 86400,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _is_of(user, told):
    """As Django binds a session to a password, by a hash of what is stored of it."""
    known = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(told, one) for one in known)
