"""What a program of the firm's own is told, over real connections, and what it may answer."""

import hashlib
import hmac
import ssl
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from outbox import services
from outbox.base import http, registry
from outbox.base.errors import sentence
from outbox.channels import webhook
from outbox.channels.webhook import MOVED, NOT_SET, REFUSED
from outbox.models import Notice
from outbox.services import Event
from tests.outbox import robot_host

pytestmark = pytest.mark.django_db
SECRET = "geheim-webhook-0123456789"
TOLD = {"id": 7, "title": "押金不退怎么办？", "url": "https://www.example.com/articles/7/"}


@pytest.fixture(autouse=True)
def receiver(settings, monkeypatch):
    settings.WEBHOOK_SECRET = SECRET
    known = replace(registry.behind["article"], told=lambda reference, event: TOLD)
    monkeypatch.setitem(registry.behind, "article", known)
    with robot_host.running() as running:
        settings.WEBHOOK_URL = f"http://127.0.0.1:{running.port}/hook?key=geheim"
        running.answer = lambda handler: running.say(handler, 204, b"")
        yield running


def due(event="published", at=None):
    """Write one event; its notice."""
    one = Event("article:7", event, at or timezone.now())
    services.enqueue_events(kind="article_webhook", references=["article:7"], events=[one])
    return Notice.objects.latest("pk")


def test_an_event_is_told_once_and_the_very_bytes_are_signed_with_the_time(receiver):
    seen, notice = [], due()

    def answer(handler):
        seen.append(handler.raw)
        receiver.say(handler, 200, b"thanks, " * 9999)

    receiver.answer = answer
    assert [services.deliver_due(), services.deliver_due()] == [1, 0]
    ((path, headers, body),) = receiver.told
    assert path == "/hook?key=geheim"
    assert body == {"event": "published", **TOLD, "at": notice.payload["at"]}
    seconds = headers["X-Antou-Timestamp"]
    assert abs(int(seconds) - time.time()) < 60
    digest = hmac.new(SECRET.encode(), seconds.encode() + b"." + seen[0], hashlib.sha256)
    assert headers["X-Antou-Signature"] == f"sha256={digest.hexdigest()}"
    assert headers["X-Antou-Delivery"] == notice.dedupe_key
    assert "thanks" not in f"{Notice.objects.values().get()}"


ANSWERS = {status: REFUSED.format(status) for status in (400, 404, 500, 503)}
ANSWERS |= {301: MOVED.format(301), 307: MOVED.format(307)}
ANSWERS |= {"hang": sentence(TimeoutError()), "down": sentence(ConnectionRefusedError())}
ANSWERS["tls"] = sentence(ssl.SSLCertVerificationError())


@pytest.mark.parametrize("how", ANSWERS)
def test_what_was_not_taken_is_tried_later_and_holds_up_no_mail_nor_follows_a_redirect(
    receiver, pem, settings, monkeypatch, how
):
    monkeypatch.setattr(webhook, "TIMEOUT", 0.5)
    away = {"Location": f"http://127.0.0.1:{receiver.port}/elsewhere"}
    receiver.answer = lambda handler: (
        time.sleep(2) if how == "hang" else receiver.say(handler, how, b"geheim", **away)
    )
    settings.WEBHOOK_URL = settings.WEBHOOK_URL if how != "down" else "http://127.0.0.1:9/geheim"
    first, second = due(), due("updated")
    services.enqueue_mail(kind="t", recipient="a@example.com", dedupe_key="m", subject="s")
    with robot_host.running(pem) as untrusted:
        if how == "tls":
            settings.WEBHOOK_URL = f"https://127.0.0.1:{untrusted.port}/geheim"
        services.deliver_due()
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.attempts, first.error, first.sent_at) == (1, ANSWERS[how], None)
    assert first.due_at > timezone.now() + timedelta(seconds=30)
    assert second.attempts == 0  # one of a turn is asked of who does not answer
    assert Notice.objects.failing().get() == first  # as the office and monitors are told
    assert not Notice.objects.pending().filter(channel="mail").exists()
    assert "geheim" not in f"{Notice.objects.values()}"
    assert [path for path, *_ in receiver.told + untrusted.told] in ([], ["/hook?key=geheim"])


def test_over_tls_it_goes_where_the_certificate_is_good(pem, settings, monkeypatch):
    monkeypatch.setattr(http, "tls", lambda: ssl.create_default_context(cafile=pem))
    with robot_host.running(pem) as host:
        host.answer = lambda handler: host.say(handler, 202, b"")
        settings.WEBHOOK_URL = f"https://127.0.0.1:{host.port}"
        due()
        assert (services.deliver_due(), host.told[0][0]) == (1, "/")


def test_what_is_to_come_waits_however_long_and_only_the_last_word_of_it(receiver, settings):
    due(at=timezone.now() + timedelta(days=30))
    later = due(at=timezone.now() + timedelta(days=40))
    assert (services.deliver_due(), receiver.told) == (0, [])
    assert list(Notice.objects.all()) == [later]
    settings.WEBHOOK_URL = ""
    Notice.objects.update(due_at=timezone.now())
    services.deliver_due()
    assert (Notice.objects.get().why, receiver.told) == (NOT_SET, [])
