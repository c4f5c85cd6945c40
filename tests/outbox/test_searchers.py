"""Search engines over a real connection: what they are told, what they may answer, what is kept."""

import logging
import ssl
import time
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from outbox import batches, delivery, robots, searchers, services
from outbox.models import Channel, Notice
from outbox.services import News
from tests.consult.posting import shift
from tests.outbox import robot_host
from tests.outbox.test_delivery import make_notice

pytestmark = pytest.mark.django_db
TOKEN, KEY = "geheim-baidu-01", "geheim-indexnow-02"
SITE = "https://www.example.com"


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return robot_host.certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(autouse=True)
def _public_site(settings):
    settings.SITE_URL, settings.BAIDU_PUSH_TOKEN, settings.INDEXNOW_KEY = SITE, "", ""


@pytest.fixture
def baidu(settings, monkeypatch):
    """Baidu, which takes everything and has 998 left; over plain http, as it is documented."""
    settings.BAIDU_PUSH_TOKEN = TOKEN
    with robot_host.running() as host:
        monkeypatch.setitem(searchers.HOSTS, Channel.BAIDU, ("127.0.0.1", host.port))
        host.answer = lambda handler: host.say(handler, 200, {"remain": 998, "success": 1})
        yield host


@pytest.fixture
def indexnow(pem, settings, monkeypatch):
    settings.INDEXNOW_KEY = KEY
    with robot_host.running(pem) as host:
        monkeypatch.setitem(searchers.HOSTS, Channel.INDEXNOW, ("127.0.0.1", host.port))
        monkeypatch.setattr(robots, "tls", lambda: ssl.create_default_context(cafile=pem))
        host.answer = lambda handler: host.say(handler, 200, b"")
        yield host


def tell(*paths, at=None, gone=False):
    news = [News(path, at or timezone.now(), gone) for path in paths]
    return services.enqueue_pushes(kind="test", paths=list(paths), news=news)


def says(host, status, body):
    host.answer = lambda handler: host.say(handler, status, body)


def due_again():
    Notice.objects.update(due_at=timezone.now())


def test_baidu_is_told_one_address_a_line(baidu):
    tell("/articles/1/")
    assert services.deliver_due() == 1
    ((path, headers, body),) = baidu.told
    assert path == f"/urls?site={SITE}&token={TOKEN}"
    assert (headers["Content-Type"], body) == ("text/plain", f"{SITE}/articles/1/")
    assert Notice.objects.get().payload == {"remain": 998}


def test_a_site_without_tls_is_named_by_its_host(baidu, settings):
    settings.SITE_URL = "http://www.example.com"
    tell("/articles/1/")
    services.deliver_due()
    assert baidu.told[0][0].startswith("/urls?site=www.example.com&")


@pytest.mark.parametrize("status", [200, 202])
def test_indexnow_is_told_all_that_is_due_in_one_call(indexnow, status):
    says(indexnow, status, b"")
    tell("/articles/1/", "/articles/2/")
    assert services.deliver_due() == 2
    ((path, headers, body),) = indexnow.told
    assert (path, headers["Content-Type"]) == ("/indexnow", "application/json; charset=utf-8")
    assert (body["host"], body["key"]) == ("www.example.com", KEY)
    assert body["keyLocation"] == f"{SITE}/{KEY}.txt"
    assert set(body["urlList"]) == {f"{SITE}/articles/{n}/" for n in (1, 2)}


def test_the_hosts_are_fixed():
    assert searchers.HOSTS == {
        Channel.BAIDU: ("data.zz.baidu.com", 80),
        Channel.INDEXNOW: ("api.indexnow.org", 443),
    }


def test_nothing_is_written_without_a_key():
    assert tell("/articles/1/") == 0
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8000", "http://localhost", "http://[::1]", "http://192.168.1.9",
     "http://kanzlei", "http://desk.local"],
)  # fmt: skip
def test_a_site_that_nobody_reaches_pushes_nothing(settings, url):
    settings.SITE_URL, settings.INDEXNOW_KEY = url, KEY
    assert tell("/articles/1/") == 0


def test_a_thousand_addresses_are_two_calls_to_baidu_and_none_is_told_twice(baidu):
    """The first call of a day asks with one address how many Baidu takes."""
    tell(*[f"/articles/{n}/" for n in range(900)])
    assert [services.deliver_due() for _ in range(3)] == [1, 899, 0]
    urls = [url for _, _, body in baidu.told for url in body.splitlines()]
    assert len(urls) == len(set(urls)) == 900


def test_no_call_holds_more_than_baidu_has_left(baidu):
    says(baidu, 200, {"remain": 3, "success": 1})
    tell(*[f"/articles/{n}/" for n in range(9)])
    services.deliver_due(), services.deliver_due()
    assert [len(body.splitlines()) for _, _, body in baidu.told] == [1, 3]


def test_when_nothing_is_left_all_waits_for_midnight_in_beijing(baidu, monkeypatch):
    says(baidu, 200, {"remain": 0, "success": 1})
    tell("/articles/1/", "/articles/2/")
    assert [services.deliver_due(), services.deliver_due()] == [1, 0]
    tell("/articles/3/")  # written after that: not asked either
    services.deliver_due()
    assert len(baidu.told) == 1
    tomorrow = timezone.localdate() + timedelta(days=1)
    for waiting in Notice.objects.pending():
        assert timezone.localtime(waiting.due_at).time().isoformat() == "00:00:00"
        assert timezone.localdate(waiting.due_at) == tomorrow
        assert (waiting.attempts, waiting.error) == (0, searchers.NO_MORE_TODAY)


def test_over_quota_is_no_failure_and_is_asked_once_a_day(baidu, monkeypatch):
    says(baidu, 400, {"error": 400, "message": "over quota"})
    tell("/articles/1/", "/articles/2/")
    services.deliver_due(), services.deliver_due()
    tell("/articles/3/")
    services.deliver_due()
    assert len(baidu.told) == 1
    assert not Notice.objects.failing().exists()
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
    told = {"remain": 9, "success": 1, "not_same_site": [foreign, 7], "not_valid": [wrong, "?"]}
    says(baidu, 200, told)
    tell(*paths)
    assert services.deliver_due() == 1
    rows = {one.recipient: one for one in Notice.objects.all()}
    assert "验证过的网站" in rows[paths[0]].error
    assert rows[paths[0]] in Notice.objects.failing()
    assert rows[paths[1]].why == "百度说这个网址不合规"
    assert rows[paths[2]].sent_at


REFUSALS = {
    "token": (401, {"error": 401, "message": "token is not valid"}, "BAIDU_PUSH_TOKEN"),
    "site": (400, {"error": 400, "message": "site error"}, "SITE_URL"),
    "empty": (400, {"error": 400, "message": "empty content"}, "没有收到网址"),
    "many": (400, {"error": 400, "message": "only 2000 urls are allowed once"}, "太多"),
    "other": (400, {"error": 400, "message": TOKEN}, "（HTTP 400）。"),
    "odd": (400, {"error": 400, "message": [TOKEN]}, "（HTTP 400）。"),
    "500": (500, b"<html>", "看不懂"),
    "deep": (200, b"[" * 90_000, "看不懂"),
    "list": (200, b"[]", "看不懂"),
    "no number": (200, {"success": True}, "（HTTP 200）"),
    "redirect": (302, b"", "看不懂"),
    "huge": (200, b" " * (searchers.LONGEST_ANSWER + 9), "看不懂"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_baidu_did_not_take_is_kept_with_a_sentence_and_tried_again(baidu, name):
    status, body, told = REFUSALS[name]
    says(baidu, status, body)
    tell("/articles/1/")
    assert services.deliver_due() == 0
    kept = Notice.objects.get()
    assert told in kept.error
    assert (kept.attempts, kept.leased_until) == (1, None)
    assert kept.due_at > timezone.now() + timedelta(seconds=50)
    says(baidu, 200, {"remain": 5, "success": 1})
    due_again()
    assert services.deliver_due() == 1


@pytest.mark.parametrize("status", [302, 400, 403, 422, 429, 500])
def test_what_indexnow_did_not_take_is_kept_with_a_sentence(indexnow, status):
    says(indexnow, status, KEY.encode())
    tell("/articles/1/")
    services.deliver_due()
    kept = Notice.objects.get()
    assert f"IndexNow没有收下网址（HTTP {status}）。" in kept.error
    assert kept in Notice.objects.failing()


def test_the_waits_grow_for_each_address_by_its_own_failures(baidu, monkeypatch):
    says(baidu, 500, b"")
    tell("/articles/1/")
    for minutes in (1, 5, 15, 60, 240, 240):
        services.deliver_due()
        wait = Notice.objects.get().due_at - timezone.now()
        assert timedelta(minutes=minutes, seconds=-5) < wait <= timedelta(minutes=minutes)
        shift(monkeypatch, minutes=minutes)


@pytest.mark.parametrize("engine", ["baidu", "indexnow"])
def test_an_engine_that_never_answers_holds_nobody_up(engine, request, monkeypatch):
    host = request.getfixturevalue(engine)
    monkeypatch.setattr(searchers, "TIMEOUT", 0.4)
    host.answer = lambda handler: time.sleep(2)
    tell("/articles/1/")
    make_notice(key="mail")
    began = time.monotonic()
    assert services.deliver_due() == 1
    assert time.monotonic() - began < 2
    assert len(mail.outbox) == 1
    assert "没有及时应答" in Notice.objects.failing().get().error


def test_a_certificate_that_nobody_vouches_for_is_refused(indexnow, monkeypatch):
    monkeypatch.setattr(robots, "tls", ssl.create_default_context)
    tell("/articles/1/")
    services.deliver_due()
    assert "证书不可信" in Notice.objects.get().error
    assert indexnow.told == []


def test_one_engine_in_trouble_is_no_trouble_of_the_other(baidu, indexnow):
    says(baidu, 500, b"")
    tell("/articles/1/")
    assert services.deliver_due() == 1
    assert Notice.objects.sent().get().channel == Channel.INDEXNOW


def test_baidu_is_not_told_of_what_is_gone(baidu, indexnow):
    tell("/articles/1/", gone=True)
    assert Notice.objects.get().channel == Channel.INDEXNOW


def test_an_address_waits_once_and_says_what_was_written_last(indexnow):
    soon = timezone.now() + timedelta(hours=1)
    tell("/articles/1/", at=soon)
    tell("/articles/1/", at=soon + timedelta(hours=1))
    tell("/articles/2/", at=soon)
    waiting = Notice.objects.order_by("recipient").values_list("recipient", "due_at")
    assert list(waiting) == [("/articles/1/", soon + timedelta(hours=1)), ("/articles/2/", soon)]


def test_what_is_just_being_sent_is_written_again(indexnow):
    tell("/articles/1/")
    batches._claim(Channel.INDEXNOW, 10)
    tell("/articles/1/")
    assert Notice.objects.count() == 2


def test_a_push_waits_for_its_time(indexnow, monkeypatch):
    tell("/articles/1/", at=timezone.now() + timedelta(minutes=30))
    assert services.deliver_due() == 0
    shift(monkeypatch, minutes=31)
    assert services.deliver_due() == 1


def test_a_key_that_was_taken_away_ends_what_waited(indexnow, settings):
    tell("/articles/1/")
    settings.INDEXNOW_KEY = ""
    assert services.deliver_due() == 0
    assert Notice.objects.get().why == "没有设置推送令牌"
    assert indexnow.told == []


def test_the_lease_of_a_dead_worker_expires(indexnow, monkeypatch):
    tell("/articles/1/")
    batches._claim(Channel.INDEXNOW, 10)
    assert services.deliver_due() == 0
    shift(monkeypatch, seconds=delivery.LEASE.total_seconds() + 2)
    assert services.deliver_due() == 1


def test_a_lease_outlives_a_call_to_each_engine():
    assert delivery.LEASE.total_seconds() > searchers.TIMEOUT * len(searchers.HOSTS)


def test_a_late_failure_does_not_take_back_what_another_worker_sent(indexnow):
    tell("/articles/1/")
    _, held = batches._claim(Channel.INDEXNOW, 10)
    Notice.objects.update(sent_at=timezone.now(), leased_until=None)
    batches._fail(held, OSError("late"))
    assert Notice.objects.get().error == ""


def test_a_rolled_back_act_leaves_nothing(baidu, indexnow):
    with transaction.atomic():
        assert tell("/articles/1/") == 2
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_no_key_is_in_a_row_a_log_line_an_error_or_a_debug_page(
    baidu, indexnow, caplog, monkeypatch
):
    monkeypatch.setattr(delivery.log, "propagate", True)
    with caplog.at_level(logging.DEBUG):
        for body in ({"error": 401, "message": TOKEN}, {"remain": 1, "success": 1}):
            says(baidu, 401 if "error" in body else 200, body)
            says(indexnow, 403 if "error" in body else 200, KEY.encode())
            tell("/articles/1/")
            services.deliver_due()
    from django.views.debug import SafeExceptionReporterFilter

    shown = SafeExceptionReporterFilter().get_safe_settings()
    told = [shown["BAIDU_PUSH_TOKEN"], shown["INDEXNOW_KEY"], *Notice.objects.values()]
    assert "pushes not taken" in caplog.text
    assert "geheim" not in f"{caplog.text}{told}"
    assert TOKEN in baidu.told[0][0]  # there was something to leak


def test_what_one_worker_has_taken_no_other_gets(indexnow):
    tell(*[f"/articles/{n}/" for n in range(40)])
    taken = [batches._claim(Channel.INDEXNOW, 15)[0] for _ in range(4)]
    assert [len(notices) for notices in taken] == [15, 15, 10, 0]
    paths = [notice.recipient for notices in taken for notice in notices]
    assert len(set(paths)) == 40


def test_the_day_begins_at_midnight_in_beijing():
    late = datetime.fromisoformat("2026-11-25T23:30:00+08:00")
    assert batches._midnight(late).isoformat() == "2026-11-25T00:00:00+08:00"
    assert batches._midnight(late, days=1).isoformat() == "2026-11-26T00:00:00+08:00"
