"""Without a mail server nothing was sent, whatever was printed or written into a folder."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from outbox import services
from outbox.channels.mail import mail_is_set
from outbox.models import Notice
from tests.outbox.delivery.test_send import make_notice
from tests.retention import forgotten

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(params=["dummy", "console", "filebased"])
def no_server(request, settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{request.param}.EmailBackend"


def lying(key, age):
    """A notice that was due some time ago and found no server."""
    make_notice(key, due_at=timezone.now() - age)
    services.deliver_due()


def test_what_is_only_written_down_is_unsent_and_not_sent(no_server):
    make_notice()
    assert not mail_is_set()
    assert services.deliver_due() == 0
    kept = Notice.objects.unsent().get()
    assert (kept.sent_at, kept.attempts, kept.error, kept.leased_until) == (None, 0, "", None)
    others = ("pending", "sent", "failing", "waiting", "cancelled")
    assert not any(getattr(Notice.objects, name)().exists() for name in others)
    assert not Notice.objects.due().exists()


def test_once_there_is_a_server_what_was_due_in_the_last_days_goes_out_and_no_other(
    no_server, settings
):
    lying("new", services.FRESH - timedelta(hours=1))
    lying("old", services.FRESH + timedelta(hours=1))
    lying("taken back", timedelta(0))
    assert services.cancel(dedupe_key="taken back", why="答复已经撤回") == 1
    assert services.take_up_unsent() == 0
    settings.EMAIL_BACKEND = LOCMEM
    assert services.take_up_unsent() == 1
    assert services.deliver_due() == 1
    assert len(mail.outbox) == 1
    assert Notice.objects.unsent().get().dedupe_key == "old"  # for good
    Notice.objects.exclude(dedupe_key="old").delete()
    Notice.objects.update(unsent_at=timezone.now() - services.RETAINED)
    forgotten(Notice)
    assert not Notice.objects.exists()


def test_no_notice_is_both_sent_and_unsent():
    make_notice()
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.update(sent_at=now, unsent_at=now)
