"""What our notices say. They say only that there is something; what it is, they never say."""

from hashlib import sha256

from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import reverse

from firm.identity import Identity
from firm.links import absolute_url
from outbox import services as outbox

BACKEND = "django.contrib.auth.backends.ModelBackend"  # the one that knows permissions


def recipients(settings):
    """Who is told of a new consultation: the firm's address, or all staff who may read one."""
    if settings.notify_email:
        return [settings.notify_email]
    staff = get_user_model().objects.with_perm("consult.view_consultation", backend=BACKEND)
    return list(staff.filter(is_staff=True).exclude(email="").values_list("email", flat=True))


def tell_office(*, kind: str, dedupe: str) -> None:
    """Write the mail for each recipient into the ledger, in the caller's transaction.

    `kind` names the pair of templates, `consult_new` or `consult_more`; `dedupe` is what makes
    the occasion one, and never says what it was.
    """
    site = Identity()
    context = {
        "site": site,
        "inbox": absolute_url(reverse("admin:consult_consultation_changelist")),
    }
    for recipient in recipients(site.settings):
        outbox.enqueue_mail(
            kind=kind,
            recipient=recipient,
            subject=render_to_string(f"emails/{kind}_subject.txt", context),
            body=render_to_string(f"emails/{kind}_body.txt", context),
            dedupe_key=f"{kind}:{dedupe}:{sha256(recipient.encode()).hexdigest()[:32]}",
        )


def tell_of_new(consultation) -> None:
    """Tell the office that a consultation came in."""
    tell_office(kind="consult_new", dedupe=consultation.pk.hex)


def tell_of_more(consultation, message) -> None:
    """Tell the office that a client added something."""
    tell_office(kind="consult_more", dedupe=message.pk.hex)


def tell_assignee(consultation) -> None:
    """Tell who was put in charge."""


def tell_client(consultation, message) -> None:
    """Tell a client who left an address that there is news, once the reply is visible."""


def take_back(message) -> None:
    """Forget the notice of a reply that was withdrawn."""
