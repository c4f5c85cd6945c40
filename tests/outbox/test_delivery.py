"""The ledger: kept until sent, never given up, one bad notice stops no other."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from outbox import senders, services
from outbox.models import Channel, Notice
from tests.consult.posting import shift

pytestmark = pytest.mark.django_db


def make_notice(key="k", **fields):
    known = {
        "kind": "test",
        "recipient": "a@example.com",
        "subject": "有新消息",
        "body": "请登录。",
    }
    return services.enqueue_mail(dedupe_key=key, **{**known, **fields})


@pytest.fixture
def down(monkeypatch):
    """A mail server that refuses; take the fixture's value to let it work again."""

    def refuse(notice):
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setitem(senders.SENDERS, Channel.MAIL, refuse)
    return lambda: monkeypatch.setitem(senders.SENDERS, Channel.MAIL, senders.send_mail)


def test_a_notice_is_sent_once():
    make_notice()
    assert (services.deliver_due(), services.deliver_due()) == (1, 0)
    assert [message.to for message in mail.outbox] == [["a@example.com"]]
    kept = Notice.objects.get()
    assert (kept.attempts, kept.error, kept.leased_until) == (1, "", None)
    assert kept.sent_at


def test_a_known_key_adds_nothing():
    assert make_notice() == make_notice(body="别的内容")
    assert Notice.objects.count() == 1


def test_a_subject_is_one_line():
    assert make_notice(subject=" a\r\nBcc: b\n ").payload["subject"] == "a Bcc: b"


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


def test_the_reason_is_kept_and_gone_once_it_is_sent(down):
    make_notice()
    services.deliver_due()
    assert Notice.objects.get().error == "ConnectionRefusedError: [Errno 111] Connection refused"
    down()
    Notice.objects.update(due_at=timezone.now())
    assert services.deliver_due() == 1
    assert Notice.objects.get().error == ""


@pytest.mark.parametrize(
    "error",
    [
        ValueError("x" * 10_000),
        ValueError("a\x00b"),
        OSError("\udcff\ud800"),
        KeyError(),
        Exception(),
    ],
)
def test_any_reason_can_be_kept(monkeypatch, error):
    def fail(notice):
        raise error

    monkeypatch.setitem(senders.SENDERS, Channel.MAIL, fail)
    make_notice()
    assert services.deliver_due() == 0
    assert 0 < len(Notice.objects.get().error) <= 300


def test_a_reason_that_cannot_be_told_is_kept_by_its_name(monkeypatch):
    class Odd(Exception):
        def __str__(self):
            raise RuntimeError

    def fail(notice):
        raise Odd

    monkeypatch.setitem(senders.SENDERS, Channel.MAIL, fail)
    make_notice(), make_notice(key="other")
    services.deliver_due()
    assert set(Notice.objects.values_list("error", flat=True)) == {"Odd"}


BAD = [
    {"channel": "pigeon"},
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


def test_a_notice_in_somebodys_hands_is_left_alone():
    make_notice()
    Notice.objects.update(leased_until=timezone.now() + timedelta(seconds=5))
    assert services.deliver_due() == 0


def test_the_lease_of_a_dead_worker_expires(monkeypatch):
    notice = make_notice()
    services._claim(notice.pk)
    assert services.deliver_due() == 0
    shift(monkeypatch, seconds=services.LEASE.total_seconds() + 1)
    assert services.deliver_due() == 1


def test_a_lease_outlives_a_slow_mail_server(settings):
    steps = 10  # connect, greet, EHLO, TLS, EHLO, log in, MAIL, RCPT, DATA, end
    assert services.LEASE.total_seconds() > steps * settings.EMAIL_TIMEOUT


def test_a_late_failure_does_not_take_back_what_another_worker_sent():
    notice = services._claim(make_notice().pk)
    Notice.objects.update(sent_at=timezone.now(), leased_until=None)
    services._failed(notice, OSError("late"))
    assert Notice.objects.get().error == ""


def test_a_late_failure_leaves_the_lease_of_another_worker_alone(monkeypatch):
    notice = services._claim(make_notice().pk)
    lease = timezone.now() + timedelta(minutes=9)
    Notice.objects.update(leased_until=lease)
    services._failed(notice, OSError("late"))
    assert Notice.objects.get().leased_until == lease


def test_the_mail_that_waits_longest_goes_first():
    for minutes in (1, 3, 2):
        make_notice(key=str(minutes), recipient=f"{minutes}@example.com")
        due = timezone.now() - timedelta(minutes=minutes)
        Notice.objects.filter(dedupe_key=str(minutes)).update(due_at=due)
    services.deliver_due()
    assert [message.to[0][0] for message in mail.outbox] == ["3", "2", "1"]


def test_more_than_one_batch_is_sent_in_turns(monkeypatch):
    monkeypatch.setattr(services, "BATCH", 2)
    for number in range(5):
        make_notice(key=str(number))
    assert [services.deliver_due() for _ in range(4)] == [2, 2, 1, 0]


def test_no_address_or_text_is_logged(down, caplog, monkeypatch):
    monkeypatch.setattr(services.log, "propagate", True)
    with caplog.at_level(logging.DEBUG, logger="antou.outbox"):
        make_notice(recipient="secret@example.com")
        services.deliver_due()
    assert "not sent (ConnectionRefusedError)" in caplog.text
    assert "secret" not in caplog.text
    assert "有新消息" not in caplog.text


def test_a_rolled_back_act_leaves_no_notice():
    with transaction.atomic():
        make_notice()
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
