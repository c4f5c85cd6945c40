"""What a program of the firm's own is told, over real connections, and what it may answer."""

import hashlib
import hmac
import socket
import ssl
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from outbox import services
from outbox.base import http, registry
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


def failed(notice):
    notice.refresh_from_db()
    assert (notice.sent_at, notice.cancelled_at, notice.attempts) == (None, None, 1)
    assert notice.due_at > timezone.now() + timedelta(seconds=30)
    assert "geheim" not in f"{notice.__dict__}"
    return notice.error


def test_an_event_is_told_once_and_signed_with_the_time(receiver):
    notice = due()
    assert [services.deliver_due(), services.deliver_due()] == [1, 0]
    ((path, headers, body),) = receiver.told
    assert path == "/hook?key=geheim"
    assert body == {"event": "published", **TOLD, "at": notice.payload["at"]}
    assert abs(int(headers["X-Antou-Timestamp"]) - time.time()) < 60
    assert headers["X-Antou-Delivery"] == notice.dedupe_key


def test_the_signature_is_that_of_the_very_bytes(receiver):
    seen = []

    def answer(handler):
        seen.append((handler.raw, handler.headers))
        receiver.say(handler, 200, b"thanks, " * 9999)

    receiver.answer = answer
    due()
    assert services.deliver_due() == 1
    ((raw, headers),) = seen
    signed = headers["X-Antou-Timestamp"].encode() + b"." + raw
    digest = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-Antou-Signature"] == f"sha256={digest}"
    assert "thanks" not in f"{Notice.objects.values().get()}"


@pytest.mark.parametrize("status", [301, 307, 400, 404, 500, 503])
def test_a_refusal_is_tried_again_later_and_no_redirect_is_followed(receiver, status):
    away = {"Location": f"http://127.0.0.1:{receiver.port}/elsewhere"}
    receiver.answer = lambda handler: receiver.say(handler, status, b"SECRET ANSWER", **away)
    notice = due()
    assert services.deliver_due() == 0
    assert failed(notice) == (MOVED if status < 400 else REFUSED).format(status)
    assert [path for path, *_ in receiver.told] == ["/hook?key=geheim"]
    assert Notice.objects.failing().exists()  # which the office and monitors are told of


def test_one_that_hangs_holds_up_no_mail_and_only_one_event_of_a_turn(receiver, monkeypatch):
    monkeypatch.setattr(webhook, "TIMEOUT", 0.2)
    receiver.answer = lambda handler: time.sleep(1)
    first, second = due(), due("updated")
    services.enqueue_mail(kind="t", recipient="a@example.com", dedupe_key="m", subject="s")
    services.deliver_due()
    assert failed(first) == "对方服务器没有及时应答。"
    second.refresh_from_db()
    assert second.attempts == 0
    assert not Notice.objects.pending().filter(channel="mail").exists()


def test_a_host_that_nobody_trusts_and_one_that_is_down_are_told_nothing(pem, settings):
    with robot_host.running(pem) as host:
        settings.WEBHOOK_URL = f"https://127.0.0.1:{host.port}/hook"
        notice = due()
        services.deliver_due()
        assert (failed(notice), host.told) == ("对方的证书不可信。", [])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.WEBHOOK_URL = f"http://127.0.0.1:{free.getsockname()[1]}"
        Notice.objects.all().delete()
        notice = due()
        services.deliver_due()
    assert failed(notice) == "对方服务器拒绝连接，可能已停机或端口有误。"


def test_over_tls_it_goes_where_the_certificate_is_good(pem, settings, monkeypatch):
    monkeypatch.setattr(http, "tls", lambda: ssl.create_default_context(cafile=pem))
    with robot_host.running(pem) as host:
        host.answer = lambda handler: host.say(handler, 202, b"")
        settings.WEBHOOK_URL = f"https://127.0.0.1:{host.port}"
        due()
        assert (services.deliver_due(), host.told[0][0]) == (1, "/")


def test_what_is_to_come_waits_however_long_and_what_took_its_place_alone(receiver):
    due(at=timezone.now() + timedelta(days=30))
    later = due(at=timezone.now() + timedelta(days=40))
    assert (services.deliver_due(), receiver.told) == (0, [])
    assert list(Notice.objects.all()) == [later]


def test_once_it_is_set_no_more_what_waits_is_cancelled(receiver, settings):
    settings.WEBHOOK_URL = ""
    notice = due()
    services.deliver_due()
    notice.refresh_from_db()
    assert (notice.why, receiver.told) == (NOT_SET, [])
