"""What a notice may not do to another one: other robots, other engines, other workers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from outbox import services
from outbox.base import registry as outbox_mail
from outbox.channels import CHANNELS, search_engines
from outbox.channels.mail import MAIL
from outbox.channels.search_engines import Engine
from outbox.delivery import send
from outbox.models import Heartbeat, Notice
from tests.consult.posting import shift
from tests.outbox.delivery.test_send import make_notice
from tests.outbox.engines import SITE, says, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_site")]
HOUR = timedelta(hours=1)


@pytest.fixture
def two_robots(settings):
    settings.ROBOTS = [{"kind": "wecom", "token": name, "secret": ""} for name in ("one", "two")]


def alert(key="k", only=""):
    notices = services.alerts(kind="test", text="有新咨询", dedupe_key=key, only=only)
    services.enqueue(notices)
    return notices


def row(key):
    return Notice.objects.get(dedupe_key=key)


def test_each_robot_is_told_under_its_own_key(host, two_robots):
    alert()
    assert services.deliver_due() == 2
    paths = {path.partition("key=")[2] for path, _, _ in host.told}
    assert paths == {"one", "two"}


def test_one_robot_can_be_told_alone(two_robots):
    assert [one.recipient for one in alert(only="wecom-2")] == ["wecom-2"]
    assert [one.recipient for one in alert()] == ["wecom-1", "wecom-2"]
    assert alert("other", only="wecom-3") == []


def test_a_robot_waits_for_what_it_was_told_itself_and_for_nobody_else(
    host, two_robots, monkeypatch
):
    monkeypatch.setitem(CHANNELS, "wecom", replace(CHANNELS["wecom"], per_minute=2))
    alert("a"), alert("b")
    assert services.deliver_due() == 4
    alert("c", only="wecom-1")
    make_notice(key="held", recipient="wecom-2")
    Notice.objects.filter(dedupe_key="held").update(leased_until=timezone.now() + HOUR)
    Notice.objects.filter(dedupe_key="b:wecom-2").update(sent_at=timezone.now() - HOUR)
    alert("d", only="wecom-2")
    assert services.deliver_due() == 0  # one told and one under way are two
    wait = row("c:wecom-1").due_at - timezone.now()
    assert timedelta(seconds=8) < wait <= timedelta(seconds=10)
    Notice.objects.filter(dedupe_key="held").update(recipient="wecom-1")
    Notice.objects.update(due_at=timezone.now())
    assert services.deliver_due() == 1
    assert row("d:wecom-2").sent_at


def test_who_is_not_written_to_any_more_counts_as_cancelled(monkeypatch):
    def nobody(reference):
        raise outbox_mail.UnwantedMailError("咨" * 80)

    monkeypatch.setitem(outbox_mail.behind, "nobody", outbox_mail.Behind("", nobody))
    notice = services.mail(kind="test", recipient="nobody:1", dedupe_key="k")
    assert notice.payload == {"subject": "", "body": ""}  # a letter by reference needs no words
    services.enqueue([notice])
    assert services.deliver_due() == 0
    kept = Notice.objects.get()
    assert (bool(kept.cancelled_at), kept.why, kept.leased_until) == (True, "咨" * 60, None)


def test_there_is_one_heartbeat_whatever_row_was_written_first():
    services.beat()
    first = Heartbeat.objects.get()
    services.beat()
    assert (Heartbeat.objects.get().pk, first.pk) == (1, 1)


def test_a_failure_is_the_failure_of_one_notice():
    make_notice(key="a"), make_notice(key="b")
    Notice.objects.update(leased_until=timezone.now() + HOUR)  # both at one moment
    send._fail(send._ours(row("a")), OSError())
    assert (row("a").attempts, row("b").attempts) == (1, 0)
    assert services.cancel(dedupe_key="a", why="x") == 1
    assert Notice.objects.pending().get().dedupe_key == "b"


def test_what_another_worker_has_sent_keeps_its_time():
    notice = send._claim(make_notice().pk)
    earlier = timezone.now() - HOUR
    Notice.objects.update(sent_at=earlier)
    Notice.objects.filter(pk=notice.pk).mark_sent()
    assert Notice.objects.get().sent_at == earlier


def test_no_engine_is_told_after_the_worker_was_told_to_stop(baidu):
    tell("/articles/1/")
    assert services.deliver_due(keep_going=lambda: False) == 0
    assert baidu.told == []


def test_what_others_have_taken_meanwhile_is_no_call(baidu, monkeypatch):
    tell("/articles/1/")
    monkeypatch.setattr(send, "_claim_batch", lambda *_: ([], Notice.objects.none()))
    assert services.deliver_due() == 0
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
    assert Notice.objects.filter(cancelled_at__isnull=False).get().channel == Engine.BAIDU
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
    earlier = timezone.now() - HOUR

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


@pytest.mark.parametrize(
    ("status", "answer"),
    [(500, {"success": 1}), (200, {"success": -1}), (200, {"success": "1"}), (200, {})],
)
def test_baidu_took_it_only_where_status_and_number_say_so(baidu, status, answer):
    says(baidu, status, answer)
    tell("/articles/1/")
    assert services.deliver_due() == 0
    assert (
        Notice.objects.failing().get().error.startswith(search_engines.BAIDU_REFUSED.format(status))
    )


def test_a_list_of_refused_addresses_may_be_long_and_odd(baidu):
    paths = [f"/articles/{number}/" for number in range(400)]
    tell("/articles/", *paths)
    Notice.objects.filter(recipient="/articles/").update(
        sent_at=timezone.now(), payload={"remain": 900}
    )
    refused = [{}, *[f"{SITE}{path}" for path in paths]]
    says(baidu, 200, {"remain": 500, "success": 0, "not_valid": refused})
    assert services.deliver_due() == 0
    assert Notice.objects.cancelled().count() == 400


@pytest.mark.parametrize("name", ["errcode", "code", "StatusCode"])
def test_a_robot_says_in_its_own_word_that_it_took_a_message(host, two_robots, name):
    host.answer = lambda handler: host.say(handler, 200, {name: 0})
    alert(only="wecom-1")
    assert services.deliver_due() == 1
