"""What a person's second factor is made of, and what can be done with it.

A person has a telephone (a TOTP device, RFC 6238), or passkeys (WebAuthn), or both, and one set of
ten recovery codes. A telephone counts from the moment on which a code of it was typed; until then
it only lies ready. Whatever is changed goes through `changed`.
"""

import re
import time
from functools import reduce
from operator import or_

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential

from consult.spam import rate_limit
from firm.base.people import full_name
from firm.site.identity import Identity
from outbox import services as outbox
from website.office import accounts
from website.office.login import backend
from website.office.second_factor import invitations

CODES = 10
TELEPHONE, RECOVERY = "身份验证器", "恢复码"
KINDS: tuple[type[Device], ...] = (TOTPDevice, WebAuthnCredential, StaticDevice)
ENROLLED = "两步验证已开通"
TELEPHONE_ADDED = "两步验证已添加身份验证器"
RENEWED = "两步验证的恢复码已重新生成，原来的作废"
REMOVED = "两步验证已移除"
RESET = "两步验证已重置，原来的验证方式和恢复码不能再用"
PASSKEY_ADDED, PASSKEY_REMOVED = "已添加通行密钥“{}”", "已移除通行密钥“{}”"
KIND = "second_factor"  # of a mail
ALARM = 3  # wrong codes behind a right password of which the holder is told
WARNED_EVERY = 6 * 60 * 60  # seconds; a mail in each of these while it goes on
SENTENCES = {
    "slowed": "验证码多次输错，请稍后重试；用恢复码，或者在曾经登录过的设备上，现在就能登录。",
    "invalid": "验证码有误或已使用，请等待下一个验证码。",
    "unconfirmed": "验证码有误。请核对手机时间，再输入当前显示的6位数字。",
}


class SecondFactorError(ValidationError):
    """A code that was not accepted, as a form shows it; its code is one of SENTENCES."""

    def __init__(self, code):
        super().__init__(SENTENCES[code], code)


def totp_device(user) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def passkeys(user) -> QuerySet[WebAuthnCredential]:
    return WebAuthnCredential.objects.filter(user=user, confirmed=True).order_by("pk")


def has_any(user) -> bool:
    return User.objects.filter(_have(*KINDS), pk=user.pk).exists()


def protected() -> Q:
    """The accounts that have a telephone or a passkey, as a condition on accounts."""
    return _have(TOTPDevice, WebAuthnCredential)


def _have(*kinds: type[Device]) -> Q:
    owners = (kind.objects.filter(confirmed=True).values("user") for kind in kinds)
    return reduce(or_, (Q(pk__in=some) for some in owners))


def changed(account, what: str, by=None) -> None:
    """To be called in the transaction of each change of what somebody's second factor is made of.

    `what` is a clause in Chinese without a full stop; `by` is who did it, None for a command on the
    server. An invitation was made for things as they were.
    """
    invitations.end(account)
    accounts.tell(account, what, by)


def codes_left(user) -> int:
    return StaticToken.objects.filter(device__user=user, device__confirmed=True).count()


def verify(request, user, token: str) -> tuple[Device, int]:
    """Use up a code, on the devices that can have made it; raises SecondFactorError.

    The device, and how many wrong ones came before. Six digits are a telephone's if there is one,
    all else is a recovery code. Those have no wait: one of ten among 10^12 is not guessed, and
    whoever holds one gets in whatever others type.
    """
    is_telephone = bool(re.fullmatch("[0-9]{6}", token)) and totp_device(user) is not None
    guess = backend.begin_code(request, user) if is_telephone else []
    if guess is None:
        raise SecondFactorError("slowed")
    kind = TOTPDevice if is_telephone else StaticDevice
    with transaction.atomic():  # ends well after a wrong try, too: it has to be counted
        found = list(kind.objects.devices_for_user(user, confirmed=True).select_for_update())
        for place, device in enumerate(found):
            failures = device.throttling_failure_count
            if device.verify_token(token):
                # The ones tried before it were never used: nothing is held against them.
                for other in found[:place]:
                    other.throttle_reset()
                rate_limit.take_back(guess)
                return device, failures
        failures = max((one.throttling_failure_count for one in found), default=0)
        if failures >= ALARM and user.email:
            _warn(user)
    raise SecondFactorError("invalid")


def _warn(user):
    """Tell the holder that somebody knows the password; once while a few hours last."""
    key = f"{KIND}:{user.pk}:{int(time.time()) // WARNED_EVERY}"
    words = outbox.rendered(KIND, {"site": Identity(), "name": full_name(user), "wrong": ALARM})
    outbox.enqueue_mail(kind=KIND, recipient=user.email, dedupe_key=key, **words)


def offered(user) -> TOTPDevice:
    """The TOTP device that waits to be confirmed; the same one at each call."""
    waiting = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk").first()
    return waiting or TOTPDevice.objects.create(user=user, name=TELEPHONE, confirmed=False)


def confirm(user, token: str) -> TOTPDevice:
    """Confirm the offered device by one of its codes; SecondFactorError where it is none."""
    with transaction.atomic():
        waiting = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False)
        device = waiting.order_by("pk").first()
        is_free = device and not totp_device(user)
        if is_free and re.fullmatch("[0-9]{6}", token) and device.verify_token(token):
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            waiting.delete()  # a second one, offered to a second window
            return device
    raise SecondFactorError("unconfirmed")


@transaction.atomic
def added(user, what: str) -> list[str]:
    """Recovery codes, if what was added is the first of all; `what` is said of one that is not."""
    is_first = not StaticDevice.objects.filter(user=user, confirmed=True).exists()
    changed(user, ENROLLED if is_first else what, user)
    return new_codes(user) if is_first else []


@transaction.atomic
def new_codes(user) -> list[str]:
    """Ten new recovery codes instead of the former; their set stays, and with it its sessions."""
    device, _ = StaticDevice.objects.get_or_create(
        user=user, confirmed=True, defaults={"name": RECOVERY}
    )
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


@transaction.atomic
def remove(user, what: str, by=None) -> None:
    """Take the second factor away; what it let in is unverified from then on."""
    for kind in KINDS:
        kind.objects.filter(user=user).delete()
    changed(user, what, by)


@transaction.atomic
def enrol(user) -> tuple[TOTPDevice, list[str]]:
    """Replace what a person had by a telephone that counts at once; for the command line."""
    remove(user, RESET if has_any(user) else ENROLLED)
    device = TOTPDevice.objects.create(user=user, name=TELEPHONE, confirmed=True)
    end_sessions(user)
    return device, new_codes(user)


def end_sessions(user, keep: str | None = None) -> int:
    """End the sessions of a person but the one with the key `keep`; how many there were.

    All that live are read, which is fine for what happens once a year.
    """
    alive = Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=keep)
    theirs = [
        session.session_key
        for session in alive.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    return Session.objects.filter(session_key__in=theirs).delete()[0]
