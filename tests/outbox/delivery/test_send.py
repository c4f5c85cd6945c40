"""The ledger: kept until sent, never given up, one bad notice stops no other."""

import logging
import smtplib
import socket
import ssl
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from outbox import services
from outbox.base import registry
from outbox.base.errors import LEASE, OTHER, SENTENCES, NeedsMendingError, sentence
from outbox.channels import CHANNELS
from outbox.channels.mail import MAIL, Mail, mail_is_set
from outbox.delivery import send as delivery_send
from outbox.models import Heartbeat, Notice
from tests.consult.posting import shift
from tests.retention import forgotten

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


HOUR = timedelta(hours=1)


def row(key):
    return Notice.objects.get(dedupe_key=key)


def make_notice(key="k", **fields):
    known = {
        "kind": "test",
        "recipient": "a@example.com",
        "subject": "有新消息",
        "body": "请登录。",
    }
    services.enqueue_mail(dedupe_key=key, **{**known, **fields})
    return Notice.objects.get(dedupe_key=key)


@pytest.fixture
def down(monkeypatch):
    """A mail server that refuses; take the fixture's value to let it work again."""

    def refuse(*_):
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(MAIL, "send", refuse)
    return lambda: monkeypatch.setattr(MAIL, "send", Mail().send)


def test_a_notice_is_written_once_sent_once_at_its_time_and_not_taken_back_then(monkeypatch):
    with transaction.atomic():
        make_notice("undone")
        transaction.set_rollback(True)
    assert make_notice(
        subject=" a\r\nBcc: b\n ", due_at=timezone.now() + timedelta(seconds=30)
    ) == (make_notice(body="别的内容"))
    assert Notice.objects.get().payload["subject"] == "a Bcc: b"
    assert services.deliver_due() == 0
    shift(monkeypatch, seconds=31)
    assert (services.deliver_due(), services.deliver_due()) == (1, 0)
    assert [message.to for message in mail.outbox] == [["a@example.com"]]
    kept = Notice.objects.get()
    assert (kept.attempts, kept.error, kept.leased_until) == (1, "", None)
    assert kept.sent_at
    assert services.cancel(dedupe_key="k", why="x") == 0
    assert services.cancel(dedupe_key="unknown", why="x") == 0


def test_while_the_server_is_down_the_waits_grow_and_it_is_never_given_up(down, monkeypatch):
    make_notice()
    for minutes in (1, 5, 15, 60, 240, 240, 240):
        assert services.deliver_due() == 0
        kept = Notice.objects.get()
        wait = kept.due_at - timezone.now()
        assert timedelta(minutes=minutes, seconds=-5) < wait <= timedelta(minutes=minutes)
        shift(monkeypatch, minutes=minutes)
    assert kept.attempts == 7
    assert kept in Notice.objects.failing()
    assert kept.error == sentence(ConnectionRefusedError())
    down()
    Notice.objects.update(due_at=timezone.now())
    assert services.deliver_due() == 1
    assert Notice.objects.get().error == ""  # gone once it is sent


def fail_with(monkeypatch, error):
    def fail(*_):
        raise error

    monkeypatch.setattr(MAIL, "send", fail)
    Notice.objects.all().delete()
    make_notice()
    services.deliver_due()
    return Notice.objects.get()


SECRET = "wang.xiaoming@example.com"
ERRORS = [
    (smtplib.SMTPAuthenticationError(535, b"5.7.8 bad"), "（535 5.7.8）"),
    (
        smtplib.SMTPRecipientsRefused({SECRET: (550, b"5.1.1 no " + SECRET.encode())}),
        "（550 5.1.1）",
    ),
    (smtplib.SMTPSenderRefused(553, SECRET.encode(), SECRET), "（553）"),
    (smtplib.SMTPDataError(554, f"spam to {SECRET}"), "（554）"),
    (smtplib.SMTPServerDisconnected(SECRET), ""),
    (TimeoutError(SECRET), ""),
    (socket.gaierror(-2, SECRET), ""),
    (ssl.SSLCertVerificationError(SECRET), ""),
    (OSError("\udcff\ud800"), ""),
]


class Odd(Exception):
    def __str__(self):
        raise RuntimeError


def test_a_reason_is_a_sentence_that_names_nobody_or_a_class_alone(monkeypatch):
    for error, numbers in ERRORS:
        kept = fail_with(monkeypatch, error)
        assert kept.error == f"{dict(SENTENCES)[type(error)]}{numbers}。"
        assert "wang" not in kept.error
    for error in (ValueError("x" * 10_000 + "\x00"), KeyError(), Odd()):
        assert fail_with(monkeypatch, error).error == OTHER.format(type(error).__name__)


def test_what_a_person_has_to_mend_is_not_tried_again_soon(monkeypatch):
    before = timezone.now()
    wait = fail_with(monkeypatch, NeedsMendingError("x")).due_at - before
    assert timedelta(0) <= wait - timedelta(hours=4) < timedelta(seconds=9)


BAD = [
    {"payload": {}},
    {"payload": []},
    {"payload": None},
    {"payload": {"subject": "a\nb", "body": "x"}},
    {"recipient": ""},
    {"recipient": "a@b\nBcc: c"},
]


@pytest.mark.parametrize("fields", BAD)
def test_a_bad_notice_stays_with_a_reason_and_stops_no_other(fields):
    bad = make_notice()
    for name, value in fields.items():
        setattr(bad, name, value if value is not None else "text")
    bad.save()
    make_notice(key="good")
    assert services.deliver_due() == 1
    bad.refresh_from_db()
    assert bad.sent_at is None
    assert bad.error


def test_the_lease_of_a_dead_worker_expires_later_than_a_slow_server_answers(monkeypatch, settings):
    notice = make_notice()
    delivery_send._claim(notice.pk)
    assert services.deliver_due() == 0
    steps = 10  # connect, greet, EHLO, TLS, EHLO, log in, MAIL, RCPT, DATA, end
    assert delivery_send.LEASE.total_seconds() > steps * settings.EMAIL_TIMEOUT
    shift(monkeypatch, seconds=delivery_send.LEASE.total_seconds() + 1)
    assert services.deliver_due() == 1


def test_a_late_failure_takes_back_neither_what_another_worker_sent_nor_its_lease():
    notice = delivery_send._claim(make_notice().pk)
    lease = timezone.now() + timedelta(minutes=9)
    Notice.objects.update(leased_until=lease)
    delivery_send._fail(delivery_send._ours(notice), OSError("late"))
    assert Notice.objects.get().leased_until == lease
    Notice.objects.update(sent_at=timezone.now(), leased_until=None)
    delivery_send._fail(delivery_send._ours(notice), OSError("late"))
    assert Notice.objects.get().error == ""


def test_the_mail_that_waits_longest_goes_first():
    for minutes in (1, 3, 2):
        make_notice(key=str(minutes), recipient=f"{minutes}@example.com")
        due = timezone.now() - timedelta(minutes=minutes)
        Notice.objects.filter(dedupe_key=str(minutes)).update(due_at=due)
    services.deliver_due()
    assert [message.to[0][0] for message in mail.outbox] == ["3", "2", "1"]


def test_no_address_or_text_is_logged(down, caplog, monkeypatch):
    monkeypatch.setattr(delivery_send.log, "propagate", True)
    with caplog.at_level(logging.DEBUG, logger="antou.outbox"):
        make_notice(recipient="secret@example.com")
        services.deliver_due()
    assert caplog.messages == ["1 notices not sent (ConnectionRefusedError)"]
    assert "secret" not in caplog.text
    assert "有新消息" not in caplog.text


def test_it_sends_in_turns_and_ends_between_two_notices_when_told_to(monkeypatch):
    monkeypatch.setattr(delivery_send, "BATCH", 3)
    for number in range(6):
        make_notice(key=str(number))
    answers = iter([True, True, False])
    assert services.deliver_due(keep_going=lambda: next(answers)) == 2
    assert [services.deliver_due() for _ in range(2)] == [3, 1]
    make_notice(key="slow")
    monkeypatch.setattr(delivery_send, "TURN", -1)  # a slow server leaves others their turn
    assert (services.deliver_due(), Notice.objects.due().count()) == (0, 1)


def test_a_mail_that_is_sent_again_after_a_crash_has_the_same_message_id():
    make_notice(), make_notice(key="other")
    services.deliver_due()
    Notice.objects.filter(dedupe_key="k").update(sent_at=None)
    services.deliver_due()
    first, other, again = (one.extra_headers for one in mail.outbox)
    assert first["Message-ID"] == again["Message-ID"] != other["Message-ID"]
    assert first["Auto-Submitted"] == "auto-generated"


def test_after_three_months_what_is_done_with_is_forgotten_and_nothing_else():
    long_ago = timezone.now() - timedelta(days=91)
    for key in ("sent", "cancelled", "failing", "new"):
        make_notice(key=key)
    Notice.objects.filter(dedupe_key="sent").update(sent_at=long_ago)
    Notice.objects.filter(dedupe_key="cancelled").update(cancelled_at=long_ago)
    Notice.objects.filter(dedupe_key="failing").update(due_at=long_ago, attempts=99)
    Notice.objects.filter(dedupe_key="new").update(sent_at=timezone.now())
    forgotten(Notice)
    assert set(Notice.objects.values_list("dedupe_key", flat=True)) == {"failing", "new"}


def test_a_worker_is_silent_until_it_was_heard_of_and_five_minutes_after(monkeypatch):
    assert services.worker_is_silent()
    services.beat(), services.beat()
    assert Heartbeat.objects.get().pk == 1
    assert not services.worker_is_silent()
    shift(monkeypatch, minutes=6)
    assert services.worker_is_silent()


def test_who_is_not_written_to_any_more_counts_as_cancelled(monkeypatch):
    def nobody(reference):
        raise registry.UnwantedMailError("咨" * 80)

    monkeypatch.setitem(registry.behind, "nobody", registry.Behind("", nobody))
    notice = services.mail(kind="test", recipient="nobody:1", dedupe_key="k")
    assert notice.payload == {"subject": "", "body": ""}  # a letter by reference needs no words
    services.enqueue([notice])
    assert services.deliver_due() == 0
    kept = Notice.objects.get()
    assert (bool(kept.cancelled_at), kept.why, kept.leased_until) == (True, "咨" * 60, None)


@pytest.mark.parametrize("fields", [{"channel": "pigeon"}, {"recipient": "invoice:7"}])
def test_what_only_a_newer_release_can_send_is_left_to_its_worker_for_an_hour(fields, monkeypatch):
    make_notice()
    Notice.objects.update(**fields)
    make_notice(key="ours")
    assert services.deliver_due() == 1
    theirs = Notice.objects.pending().get()
    assert (theirs.attempts, theirs.error, theirs.leased_until) == (0, "", None)
    shift(monkeypatch, hours=1, seconds=1)
    services.deliver_due()
    theirs.refresh_from_db()
    assert theirs.attempts == 1


def test_a_robot_waits_for_what_it_was_told_itself_and_for_nobody_else(settings, monkeypatch):
    settings.ROBOTS = [{"kind": "wecom", "token": name, "secret": ""} for name in ("one", "two")]
    slow = replace(CHANNELS["wecom"], per_minute=2)
    monkeypatch.setattr(type(slow), "send", lambda *_: None)
    monkeypatch.setitem(CHANNELS, "wecom", slow)

    def alert(key, only=""):
        services.enqueue(services.alerts(kind="test", text="有新咨询", dedupe_key=key, only=only))

    alert("a"), alert("b")
    assert services.deliver_due() == 4
    alert("c", only="wecom-1")
    make_notice(key="held", recipient="wecom-2")
    Notice.objects.filter(dedupe_key="held").update(leased_until=timezone.now() + LEASE)
    Notice.objects.filter(dedupe_key="b:wecom-2").update(sent_at=timezone.now() - HOUR)
    alert("d", only="wecom-2")
    assert services.deliver_due() == 0  # one told and one under way are two
    waiting = row("c:wecom-1")
    assert (waiting.attempts, waiting.leased_until) == (0, None)
    assert timedelta(seconds=8) < waiting.due_at - timezone.now() <= timedelta(seconds=10)
    Notice.objects.filter(dedupe_key="held").update(recipient="wecom-1")
    Notice.objects.update(due_at=timezone.now())
    assert services.deliver_due() == 1
    assert row("d:wecom-2").sent_at


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
