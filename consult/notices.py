"""What our notices say. They say only that there is something; what it is, they never say."""

from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import reverse

from firm.identity import Identity
from firm.links import absolute_url
from outbox import services as outbox


def recipients(settings):
    """Who is told of a new consultation: the firm's address, or all staff who may read one."""
    if settings.notify_email:
        return [settings.notify_email]
    staff = get_user_model().objects.filter(is_staff=True, is_active=True).exclude(email="")
    return [user.email for user in staff if user.has_perm("consult.view_consultation")]


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
            dedupe_key=f"{kind}:{dedupe}:{recipient}"[:120],
        )
