"""Invitations: a code by mail, good for 72 hours and one use, to set up a first second factor.

With the password alone a stranger could enrol a telephone of his own, so the code comes from
whoever made the account, or from the shell (docs/decisions/0011-the-door.md).
"""

import hashlib
import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from firm.base.people import full_name
from firm.site.identity import Identity
from outbox import services as outbox
from outbox.base.registry import Letter, UnwantedMailError
from website.office.accounts import may_stand_in
from website.office.second_factor.models import Invitation

KIND = "invitation"  # of a mail
LASTS = timedelta(hours=72)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nobody has to guess whether it is a zero or an O
SALT = "website.office.second_factor.invitations"
LENGTH, GROUP = 24, 6  # 118 bits: no ceiling is needed, guessing has no end
LONGEST = 200  # characters of a code with all its spaces; a megabyte would be folded for minutes


def tidied(typed: str) -> str:
    """Spaces, dashes, capitals and full-width digits are how people copy a code."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", typed[:LONGEST])).lower()


class Link(NamedTuple):
    """What is handed over, shown once."""

    code: str
    ends_at: datetime

    @property
    def address(self) -> str:
        # After the #: a browser sends it to nobody, so it is in no log and no Referer.
        return f"{settings.SITE_URL}{reverse('admin:invitation')}#{self.code}"


def make(account, by=None, seed: str | None = None) -> Link:
    """A new invitation for an account; the former one is worth nothing from now on.

    `by` is None for the shell, which stands above all accounts. From a `seed` comes the same code
    again, for a letter that is written later.
    """
    code = _code(seed or secrets.token_hex(16))
    ends_at = timezone.now() + LASTS
    known = {"digest": digest(code), "made_by": by, "ends_at": ends_at}
    Invitation.objects.update_or_create(account=account, defaults=known)
    return Link(code, ends_at)


def _code(seed):
    number = int.from_bytes(salted_hmac(SALT, seed, algorithm="sha256").digest(), "big")
    letters = []
    for _ in range(LENGTH):
        number, at = divmod(number, len(LETTERS))
        letters.append(LETTERS[at])
    return "-".join("".join(letters[at : at + GROUP]) for at in range(0, LENGTH, GROUP))


def digest(code: str) -> str:
    """By what a code is known again; it is long and random, so a plain hash tells nothing."""
    return hashlib.sha256(tidied(code).encode()).hexdigest()


def opened(known: str, lock: bool = False) -> Invitation | None:
    """The invitation with this digest while it is good; `lock` it in a transaction that uses it.

    Whoever made it must still be above the account: rights that were given to the account since
    are not theirs to take.
    """
    found = Invitation.objects.select_related("account", "made_by")
    if lock:
        found = found.select_for_update(of=["self"])
    invitation = found.filter(digest=known).first()
    if invitation is None or invitation.ends_at <= timezone.now():
        return None
    account, maker = invitation.account, invitation.made_by
    by_whom = maker is None or (maker.is_active and may_stand_in(maker, account))
    return invitation if account.is_active and account.is_staff and by_whom else None


def end(account) -> None:
    Invitation.objects.filter(account=account).delete()


@receiver(post_save, sender=User)
def end_with_password(instance, **kwargs):
    """With a new password, or an account that is switched off, whichever way it came about.

    Django says by `_password` that there is a new one; a stronger hash of the old one is not.
    """
    if instance._password is not None or not instance.is_active:
        end(instance)


def send(account: User, by: User) -> None:
    """Make an invitation and write its letter into the ledger, in the caller's transaction.

    The ledger holds a seed and never a code: who reads it or a backup of it opens no account. The
    letter is written when it is sent.
    """
    seed = secrets.token_hex(16)  # without the key of the site it says nothing
    make(account, by, seed)
    outbox.enqueue_mail(kind=KIND, recipient=f"{KIND}:{seed}", dedupe_key=f"{KIND}:{seed}")


def letter(seed: str) -> Letter:
    """Who is invited, by whom, with the link; UnwantedMailError once it is worth nothing."""
    code = _code(seed)
    invitation = opened(digest(code))
    if invitation is None or not invitation.account.email:
        raise UnwantedMailError("开通链接已使用、已过期，或者换了新的")
    context = {
        "site": Identity(),
        "name": full_name(invitation.account),
        "username": invitation.account.get_username(),
        "by": full_name(invitation.made_by) if invitation.made_by else "",
        "link": Link(code, invitation.ends_at),
        "place": settings.SITE_URL + reverse("admin:invitation"),
    }
    return Letter(invitation.account.email, **outbox.rendered(KIND, context))
