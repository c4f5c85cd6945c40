"""A firm that has done all that must be done."""

from django.utils import timezone

from firm.models import Office, Page
from firm.site import legal_pages
from firm.site.records import save_page
from outbox.models import Notice
from tests.factories import make_area, make_lawyer, make_settings, make_superuser

PORTRAIT = "images/ab/ab0000000000000000000000000000ab-800x1000-s160.320-w640.webp"


def do_all():
    """Everything of the group 必须做完, and the five pages."""
    row = make_settings(notify_email="desk@qingshi.example")
    Office.objects.create(address="云澜路1号")
    make_lawyer(), make_area(), tested()
    reader = make_superuser(username="reader")
    for kind in legal_pages.KINDS:
        text = f"<p>{row.firm_name}的{kind.label}。</p>"
        page = save_page(page=Page(kind=kind, slug=kind, title=kind.label, body=text))
        legal_pages.confirm_page(page=page, by=reader)


def tested():
    """A test mail that a server has taken."""
    Notice.objects.create(
        kind="trial", channel="mail", recipient="a@example.com", payload={},
        dedupe_key="trial:1", sent_at=timezone.now(),
    )  # fmt: skip
