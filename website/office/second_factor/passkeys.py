"""Passkeys (WebAuthn): what the browser is asked, and whether its answer is good.

The package holds the keys and compares the answers (docs/decisions/0011-the-door.md).
"""

import json
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.http import JsonResponse
from django.utils.crypto import constant_time_compare
from django_otp_webauthn.exceptions import OTPWebAuthnApiError
from django_otp_webauthn.helpers import WebAuthnHelper
from django_otp_webauthn.models import WebAuthnCredential
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import ResidentKeyRequirement

from firm.base.people import full_name
from website.office.login import backend

QUESTION, WAITS = "passkey", "passkey_waits"  # a cookie, and in the session
PATIENCE = 5 * 60  # seconds, for an answer and between the password and the passkey
LARGEST = 20_000  # characters of an answer; a real one has about 2,000
REFUSED = "通行密钥未能通过验证，请重试，或改用其他验证方式。"
LOCAL = "在本机试用时，通行密钥只能从{}打开本页后使用。"
BY_NAME = "请从{}打开本页后使用通行密钥。"
REFUSALS = (OTPWebAuthnApiError, WebAuthnException, DatabaseError, signing.BadSignature)
# JSON of a shape that the package does not expect.
MISSHAPEN = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


class PasskeyError(ValidationError):
    """An answer that is not good; how so is nothing a person could mend."""

    def __init__(self):
        super().__init__(REFUSED)


class Ceremonies(WebAuthnHelper):
    """The package's, with our names; a plain security key will do after the password."""

    def get_discoverable_credentials_preference(self):
        return ResidentKeyRequirement.PREFERRED

    def get_credential_display_name(self, user):
        return full_name(user)


def hindrance(request) -> str:
    """Why no browser offers passkeys on this page, in a sentence; "" where it does."""
    if not settings.PASSKEY_ORIGINS:
        return "网站启用https后才能使用通行密钥。"
    (origin,) = settings.PASSKEY_ORIGINS
    if request.get_host() == urlsplit(origin).netloc:
        return ""
    is_local = settings.OTP_WEBAUTHN_RP_ID == "localhost"
    return (LOCAL if is_local else BY_NAME).format(origin)


def offer(request, user) -> JsonResponse:
    return _question(user, *Ceremonies(request).register_begin(user))


def ask(request, user=None) -> JsonResponse:
    """What the browser needs to prove a passkey of this person, of anybody without one.

    Who has typed a password need not show a finger or a PIN as well; who has not, must.
    """
    known = {"user": user, "require_user_verification": user is None}
    return _question(user, *Ceremonies(request).authenticate_begin(**known))


def _question(user, options, state):
    """Kept by the browser that asked, signed: strangers may ask as often as they like."""
    data = {"user": user.pk if user else None, "state": state, "at": time.time()}
    answer = JsonResponse(options)
    backend.put_cookie(answer, QUESTION, data, QUESTION, PATIENCE)
    return answer


def add(request, user, answer: str, name: str) -> WebAuthnCredential:
    """Store the passkey that the browser made; PasskeyError for an answer that is not good."""
    passkey = _judged(request, user, answer, Ceremonies(request).register_complete)
    passkey.name = name
    passkey.save(update_fields=["name"])
    return passkey


def prove(request, user, answer: str) -> WebAuthnCredential:
    """The passkey that the answer was made with; PasskeyError for one that is not good."""
    passkey = _judged(request, user, answer, Ceremonies(request).authenticate_complete)
    if not (passkey.confirmed and passkey.user.is_active and passkey.user.is_staff):
        raise PasskeyError
    return passkey


def _judged(request, user, answer, judge):
    try:
        question = signing.loads(request.COOKIES.get(QUESTION, ""), salt=QUESTION, max_age=PATIENCE)
        data = json.loads(answer) if len(answer) <= LARGEST else {}
        with transaction.atomic():
            is_other = question["user"] != (user.pk if user else None)
            if is_other or _is_spent(question, data["rawId"]):
                raise PasskeyError
            return judge(user=user, state=question["state"], data=data)
    except (*REFUSALS, *MISSHAPEN) as error:
        raise PasskeyError from error


def _is_spent(question, credential):
    """Whether the passkey was used after the question: one answer for each, also of two at once."""
    digest = WebAuthnCredential.get_credential_id_sha256(base64url_to_bytes(credential))
    known = WebAuthnCredential.objects.select_for_update().filter(credential_id_sha256=digest)
    used = known.values_list("last_used_at", flat=True).first()
    return used is not None and used.timestamp() >= question["at"]


def wait_for(request, user) -> None:
    """Remember that this person's password was good and a passkey is still missing."""
    known = {"user": user.pk, "hash": user.get_session_auth_hash(), "at": time.time()}
    request.session[WAITS] = known


def awaited(request) -> User | None:
    """Whose passkey is missing, if somebody's is."""
    data = request.session.get(WAITS)
    if not data or not 0 <= time.time() - data["at"] <= PATIENCE:
        return None
    user = User.objects.filter(pk=data["user"], is_active=True).first()
    good = user and constant_time_compare(user.get_session_auth_hash(), data["hash"])
    return user if good else None
