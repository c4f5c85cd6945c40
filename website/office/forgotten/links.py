"""忘记密码: a link by mail to whoever forgot the password, and the same answer to everybody else.

What is typed is only hashed and written into the ledger; whose address it is finds out the worker.
So nobody learns from an answer, or from how long it took, who has an account here. The link sets
the password alone: a second factor is asked at the login as ever.
"""

import time

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator as tokens
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int, int_to_base36

from consult.crypto.fields import keyed_hashes
from consult.spam import rate_limit
from consult.spam.rate_limit import Limit
from firm.site.identity import Identity
from outbox import services as outbox
from outbox.base import kinds
from outbox.base.recipients import Letter, UnwantedMailError, register_writer
from website.office.accounts import account_mail
from website.office.login import ceilings
from website.office.second_factor import devices

KIND = "forgotten"
NOBODY = "没有使用这个邮箱的账号"
SET = "登录密码已通过邮件里的链接重新设置"
ADDRESS = Limit(KIND, 20, ceilings.HOUR)
ALL = Limit(KIND, 500, ceilings.HOUR)
# Of one mailbox: more are not sent, and nobody is told so.
MAILBOX = Limit("forgotten mailbox", 3, ceilings.HOUR)
ONE_IN = 60  # seconds; a double click is one letter
HASH, STAMP = 32, 6  # letters of Django's token: its hash, the time before it


def register() -> None:
    """Make the outbox know the kind, and who writes the letter."""
    kinds.register(**{KIND: "忘记密码"})
    register_writer(KIND, letter, "同事")


def ask(email: str, address: str) -> bool:
    """Have a link sent to whoever has this mail; whether the one who asks has asked too often.

    `address` is the network address that asks. The same is done for whatever is typed.
    """
    if not rate_limit.allow(ADDRESS, address, ALL):
        return False
    known = _hashed(email)[0]
    if rate_limit.allow(MAILBOX, known):
        key = f"{KIND}:{known}:{int(time.time()) // ONE_IN}"
        outbox.enqueue_mail(kind=KIND, recipient=f"{KIND}:{known}", dedupe_key=key)
    return True


def letter(known: str) -> Letter:
    """The letter to the mail with this hash; UnwantedMailError where nobody has it.

    One address may stand at several accounts: each has its line.
    """
    everybody = User.objects.filter(is_active=True, is_staff=True).exclude(email="")
    found = [one for one in everybody if one.has_usable_password() and _is(one.email, known)]
    if not found:
        raise UnwantedMailError(NOBODY)
    page = settings.SITE_URL + reverse("admin:new_password")
    links = [(one.get_username(), f"{page}#{code_of(one)}") for one in found]
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    context = {"site": Identity(), "links": links, "minutes": minutes}
    subject = render_to_string("emails/forgotten_subject.txt", context)
    return Letter(
        found[0].email,
        " ".join(subject.split()),
        render_to_string("emails/forgotten_body.txt", context),
    )


def code_of(account: User) -> str:
    """What opens the page for an hour, until password or mail change or somebody logs in."""
    return int_to_base36(account.pk) + tokens.make_token(account).replace("-", "")


def opened(code: str) -> User | None:
    """The account that a code is for while it is good; locked, in the caller's transaction."""
    key, stamp, rest = code[: -HASH - STAMP], code[-HASH - STAMP : -HASH], code[-HASH:]
    try:
        pk = base36_to_int(key)
    except ValueError:
        return None
    accounts = User.objects.select_for_update().filter(pk=pk, is_active=True, is_staff=True)
    account = accounts.first()
    good = account and account.has_usable_password()
    return account if good and tokens.check_token(account, f"{stamp}-{rest}") else None


@transaction.atomic
def set_password(account: User, password: str) -> None:
    """The new password: every session ends, the holder is told, the waits of the login are over."""
    account.set_password(password)
    account.save(update_fields=["password"])
    devices.end_sessions(account)
    ceilings.forget(account)
    account_mail.tell(account, SET, account)


def _hashed(email):
    return keyed_hashes(KIND, email.strip().casefold())


def _is(email, known):
    return any(constant_time_compare(one, known) for one in _hashed(email))
