"""Over a real mail server that goes down and comes back."""

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from outbox import services
from outbox.base.errors import sentence
from outbox.models import Notice
from tests.mail_server import Sink
from tests.outbox.delivery.test_send import make_notice
from tests.site_process import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield controller
    if controller.server:
        controller.stop()


def test_down_then_up_is_exactly_one_mail(server):
    make_notice()
    assert services.deliver_due() == 0
    assert Notice.objects.get().error == sentence(ConnectionRefusedError())
    server.start()
    Notice.objects.update(due_at=timezone.now())
    assert [services.deliver_due() for _ in range(3)] == [1, 0, 0]
    assert [mail["Subject"] for _, mail in server.handler.mails] == ["有新消息"]


def test_a_mail_is_plain_and_sent_again_after_a_crash_has_the_same_message_id(server):
    server.start()
    make_notice(), make_notice(key="other")
    services.deliver_due()
    Notice.objects.filter(dedupe_key="k").update(sent_at=None)
    services.deliver_due()
    ids = [mail["Message-ID"] for _, mail in server.handler.mails]
    assert len(ids) == 3
    assert ids[0] == ids[2] != ids[1]
    _, mail = server.handler.mails[0]
    assert mail.get_content().strip() == "请登录。"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["To"] == "a@example.com"


def test_a_refused_address_is_kept_with_the_reason_and_the_others_are_sent(server):
    server.start()
    make_notice(recipient="nobody@example.com"), make_notice(key="other")
    assert services.deliver_due() == 1
    refused = Notice.objects.pending().get()
    assert refused.recipient == "nobody@example.com"
    assert "550" in refused.error
