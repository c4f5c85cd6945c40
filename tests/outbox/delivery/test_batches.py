"""Many addresses in one call: the quota of a day, leases, what takes the place of what."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from outbox import services
from outbox.channels import search_engines
from outbox.channels.mail import MAIL
from outbox.channels.search_engines import Engine
from outbox.delivery import send
from outbox.delivery.texting import on_day_of
from outbox.models import Notice
from tests.consult.posting import shift
from tests.outbox.delivery.test_send import make_notice
from tests.outbox.engines import SITE, says, tell

pytestmark = [pytest.mark.engine, pytest.mark.django_db, pytest.mark.usefixtures("public_site")]


def test_a_thousand_addresses_are_two_calls_to_baidu_and_none_is_told_twice(baidu):
    """The first call of a day asks with one address how many Baidu takes."""
    tell(*[f"/articles/{n}/" for n in range(900)])
    assert [services.deliver_due() for _ in range(3)] == [1, 899, 0]
    urls = [url for _, _, body in baidu.told for url in body.splitlines()]
    assert len(urls) == len(set(urls)) == 900


def test_when_nothing_is_left_all_waits_for_midnight_in_beijing(baidu, monkeypatch):
    says(baidu, 200, {"remain": 0, "success": 1})
    tell("/articles/1/", "/articles/2/")
    assert [services.deliver_due(), services.deliver_due()] == [1, 0]
    tell("/articles/3/")  # written after that: not asked either
    services.deliver_due()
    assert len(baidu.told) == 1
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert Notice.objects.pending().count() == 2
    for waiting in Notice.objects.pending():
        assert timezone.localtime(waiting.due_at).time().isoformat() == "00:00:00"
        assert timezone.localdate(waiting.due_at) == tomorrow
        assert (waiting.attempts, waiting.error) == (0, search_engines.NO_MORE_TODAY)


def test_over_quota_is_no_failure_and_is_asked_once_a_day(baidu, monkeypatch):
    says(baidu, 400, {"error": 400, "message": "over quota"})
    tell("/articles/1/", "/articles/2/")
    services.deliver_due(), services.deliver_due()
    tell("/articles/3/")
    services.deliver_due()
    assert len(baidu.told) == 1
    assert not Notice.objects.failing().exists()
    assert not Notice.objects.filter(leased_until__isnull=False).exists()
    says(baidu, 200, {"remain": 98, "success": 1})
    shift(monkeypatch, hours=25)
    assert [services.deliver_due(), services.deliver_due()] == [1, 2]


def test_what_is_new_goes_before_what_has_waited_long(baidu):
    tell("/articles/1/")
    tell("/articles/2/")
    services.deliver_due()
    assert baidu.told[0][2].endswith("/articles/2/")


def test_addresses_that_baidu_refuses_are_told_apart(baidu):
    paths = [f"/articles/{n}/" for n in (1, 2, 3)]
    tell("/articles/0/")
    services.deliver_due()
    foreign, wrong = f"{SITE}{paths[0]}", f"{SITE}{paths[1]}"
    told = {
        "remain": 9,
        "success": 1,
        "not_same_site": [foreign, 7, "!"],
        "not_valid": [wrong, "?"],
    }
    says(baidu, 200, told)
    tell(*paths)
    assert services.deliver_due() == 1
    rows = {one.recipient: one for one in Notice.objects.all()}
    assert rows[paths[0]].error == str(send.NOT_OURS)
    assert rows[paths[0]] in Notice.objects.failing()
    assert rows[paths[1]].why == send.NOT_VALID
    assert rows[paths[1]].cancelled_at
    assert rows[paths[2]].sent_at
    assert (rows[paths[2]].attempts, rows[paths[2]].error) == (1, "")
    assert {one.leased_until for one in rows.values()} == {None}


def test_one_engine_in_trouble_is_no_trouble_of_the_other(baidu, indexnow):
    says(baidu, 500, b"")
    tell("/articles/1/")
    assert services.deliver_due() == 1
    assert Notice.objects.sent().get().channel == Engine.INDEXNOW
    Notice.objects.all().delete()
    tell("/articles/1/", gone=True)  # of which Baidu is not told
    assert Notice.objects.get().channel == Engine.INDEXNOW


def test_an_address_waits_once_and_says_what_was_written_last(indexnow):
    soon = timezone.now() + timedelta(hours=1)
    tell("/articles/1/", at=soon)
    tell("/articles/1/", at=soon + timedelta(hours=1))
    tell("/articles/2/", at=soon)
    waiting = Notice.objects.order_by("recipient").values_list("recipient", "due_at")
    assert list(waiting) == [("/articles/1/", soon + timedelta(hours=1)), ("/articles/2/", soon)]


def test_what_is_just_being_sent_is_written_again(indexnow):
    tell("/articles/1/")
    send._claim_batch(Engine.INDEXNOW, 10)
    tell("/articles/1/")
    assert Notice.objects.count() == 2


def test_the_lease_of_a_dead_worker_expires(indexnow, monkeypatch):
    tell("/articles/1/")
    send._claim_batch(Engine.INDEXNOW, 10)
    assert services.deliver_due() == 0
    assert send.LEASE.total_seconds() > search_engines.TIMEOUT * len(search_engines.HOSTS)
    shift(monkeypatch, seconds=send.LEASE.total_seconds() + 2)
    assert services.deliver_due() == 1


def test_a_late_failure_does_not_take_back_what_another_worker_sent(indexnow, caplog, monkeypatch):
    monkeypatch.setattr(send.log, "propagate", True)
    tell("/articles/1/")
    _, held = send._claim_batch(Engine.INDEXNOW, 10)
    Notice.objects.update(sent_at=timezone.now(), leased_until=None)
    send._fail(held, OSError("late"))
    assert Notice.objects.get().error == ""
    assert caplog.text == ""


def test_no_engine_is_told_after_the_worker_was_told_to_stop(baidu):
    tell("/articles/1/")
    assert services.deliver_due(keep_going=lambda: False) == 0
    assert baidu.told == []


def test_a_key_that_is_gone_and_a_day_without_quota_touch_nothing_else(baidu, indexnow, settings):
    make_notice(due_at=timezone.now() + timedelta(hours=1))
    due = Notice.objects.get().due_at
    says(baidu, 200, {"remain": 0, "success": 1})
    tell("/articles/1/")
    assert services.deliver_due() == 2
    tell("/articles/2/")
    assert services.deliver_due() == 1
    settings.BAIDU_PUSH_TOKEN = ""
    Notice.objects.filter(channel=Engine.BAIDU).pending().update(due_at=timezone.now())
    assert services.deliver_due() == 0
    gone = Notice.objects.get(cancelled_at__isnull=False)
    assert (gone.channel, gone.why, gone.leased_until) == (Engine.BAIDU, send.NOT_SET, None)
    mail = Notice.objects.get(channel=MAIL.name)
    assert (mail.cancelled_at, mail.error, mail.due_at) == (None, "", due)


def test_what_baidu_has_left_is_what_it_said_last_and_today(baidu, indexnow, monkeypatch):
    """The newest address goes first: what was written last was not sent last."""
    says(baidu, 200, {"remain": 3, "success": 1})
    for number in range(6):
        tell(f"/articles/{number}/")
    services.deliver_due()
    says(baidu, 200, {"remain": 0, "success": 3})
    services.deliver_due(), services.deliver_due()
    assert [len(body.splitlines()) for _, _, body in baidu.told] == [1, 3]
    shift(monkeypatch, hours=25)
    assert services.deliver_due() == 1


def test_without_a_number_in_its_answer_baidu_is_told_one_at_a_time(baidu):
    says(baidu, 200, {"success": 1})
    tell(*[f"/articles/{number}/" for number in range(4)])
    assert [services.deliver_due() for _ in range(3)] == [1, 1, 1]


def test_an_address_that_waits_after_a_failure_holds_up_no_other(baidu):
    says(baidu, 500, b"")
    tell("/articles/1/")
    services.deliver_due()
    tell("/articles/2/")
    services.deliver_due()
    assert [body for _, _, body in baidu.told] == [f"{SITE}/articles/1/", f"{SITE}/articles/2/"]


def test_what_was_sent_while_it_was_cancelled_or_by_another_worker(indexnow, monkeypatch):
    tell("/articles/1/", "/articles/2/")
    earlier = timezone.now() - timedelta(hours=1)

    def submit(channel, urls):
        Notice.objects.filter(recipient="/articles/1/").update(cancelled_at=earlier, why="x")
        Notice.objects.filter(recipient="/articles/2/").update(sent_at=earlier)
        return search_engines.Answer()

    monkeypatch.setattr(search_engines, "submit", submit)
    assert services.deliver_due() == 1
    first, second = Notice.objects.order_by("recipient")
    assert (bool(first.sent_at), first.cancelled_at, first.why) == (True, None, "")
    assert (first.attempts, first.leased_until, first.payload) == (1, None, {})
    assert (second.sent_at, second.attempts) == (earlier, 0)


def test_each_address_waits_by_its_own_failures(baidu):
    says(baidu, 500, b"")
    paths = [f"/articles/{number}/" for number in range(6)]
    tell("/articles/0/", *paths[1:])
    sent = {"sent_at": timezone.now(), "payload": {"remain": 9}}
    Notice.objects.create(channel=Engine.BAIDU, recipient="/", dedupe_key="told", **sent)
    for tried, path in enumerate(paths):
        Notice.objects.filter(recipient=path).update(attempts=tried)
    before = timezone.now()
    assert services.deliver_due() == 0
    for (tried, path), minutes in zip(enumerate(paths), (1, 5, 15, 60, 240, 240), strict=True):
        kept = Notice.objects.get(recipient=path)
        assert (kept.attempts, kept.leased_until) == (tried + 1, None)
        assert kept.error == search_engines.UNREADABLE.format(500)
        assert timedelta(0) <= kept.due_at - before - timedelta(minutes=minutes) < timedelta(0, 9)


def test_the_day_begins_at_midnight_in_beijing_wherever_one_is():
    for clock in ("00:30", "23:30"):
        moment = datetime.fromisoformat(f"2026-11-25T{clock}:00+08:00")
        with timezone.override("America/New_York"):
            days = [on_day_of(moment, time(), days).isoformat() for days in (0, 1)]
            assert days == ["2026-11-25T00:00:00+08:00", "2026-11-26T00:00:00+08:00"]
