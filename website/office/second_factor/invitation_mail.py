"""The letter that brings an invitation.

The ledger of the outbox holds a seed and never a code: who reads the ledger or a backup of it opens
no account. The letter is written when it is sent.
"""

from django.conf import settings
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.urls import reverse

from firm.base.people import full_name
from firm.site.identity import Identity
from outbox import services as outbox
from outbox.base import kinds
from outbox.base.recipients import Letter, UnwantedMailError, register_writer
from website.office.second_factor import invitations

KIND = "invitation"
GONE = "开通链接已使用、已过期，或者换了新的"


def register() -> None:
    """Make the outbox know the kind, and who writes the letter."""
    kinds.register(**{KIND: "开通链接"})
    register_writer(KIND, letter, "同事")


def send(account: User, by: User) -> None:
    """Make an invitation and write its letter into the ledger, in the caller's transaction."""
    seed = invitations.new_seed()
    invitations.make(account, by, seed)
    outbox.enqueue_mail(kind=KIND, recipient=f"{KIND}:{seed}", dedupe_key=f"{KIND}:{seed}")


def letter(seed: str) -> Letter:
    """Who is invited, by whom, with the link; UnwantedMailError once it is worth nothing."""
    found = invitations.link_of(seed)
    if found is None or not found[0].account.email:
        raise UnwantedMailError(GONE)
    invitation, link = found
    context = {
        "site": Identity(),
        "name": full_name(invitation.account),
        "username": invitation.account.get_username(),
        "by": full_name(invitation.made_by) if invitation.made_by else "",
        "link": link,
        "place": settings.SITE_URL + reverse("admin:invitation"),
    }
    subject = render_to_string("emails/invitation_subject.txt", context)
    body = render_to_string("emails/invitation_body.txt", context)
    return Letter(invitation.account.email, " ".join(subject.split()), body)
