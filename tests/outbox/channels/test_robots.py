"""Robots of group chats, over real TLS: what they are told, how it is signed, what may go wrong."""

import base64
import hashlib
import hmac
import logging
import ssl
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from outbox import delivery, services
from outbox.channels import robots
from outbox.channels.robots import GONE, HINTS, NO_NUMBER, ODD_STATUS, REFUSED, UNREADABLE
from outbox.errors import OTHER, sentence
from outbox.models import Channel, Notice
from tests.consult.posting import shift
from tests.outbox import robot_host

pytestmark = pytest.mark.django_db
KEY, SECRET = "geheim-key-0001", "SECgeheim0002"
TEXT = "新咨询：1A2B3C4D"


@pytest.fixture
def host(pem, monkeypatch):
    """All three hosts are the one that stands in, and its certificate is trusted."""
    with robot_host.running(pem) as running:
        there = dict.fromkeys(robots.HOSTS, ("127.0.0.1", running.port))
        monkeypatch.setattr(robots, "HOSTS", there)
        monkeypatch.setattr(robots, "tls", lambda: ssl.create_default_context(cafile=pem))
        yield running


@pytest.fixture
def robot(settings):
    """Sets one robot and alerts it."""

    def alert(kind="wecom", secret="", key="k"):
        settings.ROBOTS = [{"kind": kind, "token": KEY, "secret": secret}]
        services.enqueue_alerts(kind="test", text=TEXT, dedupe_key=key)

    return alert


def hmac_of(key, text):
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def test_wecom_is_told_the_text_under_its_key(host, robot):
    robot("wecom")
    assert services.deliver_due() == 1
    ((path, headers, body),) = host.told
    assert path == f"/cgi-bin/webhook/send?key={KEY}"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert body == {"msgtype": "text", "text": {"content": TEXT}}


def test_dingtalk_is_signed_in_the_address(host, robot):
    robot("dingtalk", SECRET)
    assert services.deliver_due() == 1
    ((path, _, body),) = host.told
    query = {name: value[0] for name, value in parse_qs(urlsplit(path).query).items()}
    assert urlsplit(path).path == "/robot/send"
    assert abs(int(query["timestamp"]) / 1000 - time.time()) < 60
    assert query["access_token"] == KEY
    assert query["sign"] == hmac_of(SECRET, f"{query['timestamp']}\n{SECRET}")
    assert body == {"msgtype": "text", "text": {"content": TEXT}}


def test_feishu_is_signed_in_the_body(host, robot):
    host.answer = lambda handler: host.say(handler, 200, {"code": 0, "msg": "success"})
    robot("feishu", SECRET)
    assert services.deliver_due() == 1
    ((path, _, body),) = host.told
    assert path == f"/open-apis/bot/v2/hook/{KEY}"
    assert abs(int(body["timestamp"]) - time.time()) < 60
    assert body["sign"] == hmac_of(f"{body['timestamp']}\n{SECRET}", "")
    assert (body["msg_type"], body["content"]) == ("text", {"text": TEXT})


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_without_a_secret_nothing_is_signed(host, robot, kind):
    robot(kind)
    services.deliver_due()
    ((path, _, body),) = host.told
    assert "sign" not in path
    assert "sign" not in body


def test_the_hosts_are_fixed():
    known = {"qyapi.weixin.qq.com", "oapi.dingtalk.com", "open.feishu.cn"}
    assert {name for name, _ in robots.HOSTS.values()} == known
    assert {port for _, port in robots.HOSTS.values()} == {443}


def test_each_robot_is_told_once_and_the_ledger_names_none_of_their_keys(host, settings):
    entry = {"kind": "wecom", "token": KEY, "secret": ""}
    feishu = {"kind": "feishu", "token": KEY, "secret": SECRET}
    settings.ROBOTS = [entry, {**entry, "token": "other-key-0003"}, feishu]
    for _ in range(2):
        services.enqueue_alerts(kind="test", text=TEXT, dedupe_key="k")
    assert services.deliver_due() == 3
    rows = Notice.objects.values("recipient", "channel", "payload", "dedupe_key", "error")
    assert {row["recipient"] for row in rows} == {"wecom-1", "wecom-2", "feishu-1"}
    assert not [word for word in ("geheim", "other-key") if word in str(list(rows))]


def trickle(handler):
    """An answer that never ends: a byte now and then."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


ANSWERS = {
    "500": (lambda h: robot_host.RobotHost.say(h, 500, b"oops"), ODD_STATUS.format(500)),
    "redirect": (
        lambda h: robot_host.RobotHost.say(h, 302, b"", Location="https://127.0.0.1/elsewhere"),
        ODD_STATUS.format(302),
    ),
    "errcode": (
        lambda h: robot_host.RobotHost.say(h, 200, {"errcode": 310000, "errmsg": KEY}),
        REFUSED.format(310000) + HINTS[310000],
    ),
    "code": (
        lambda h: robot_host.RobotHost.say(h, 200, {"code": 19021, "msg": KEY}),
        REFUSED.format(19021) + HINTS[19021],
    ),
    "unknown code": (lambda h: robot_host.RobotHost.say(h, 200, {"errcode": 7}), REFUSED.format(7)),
    "no code": (lambda h: robot_host.RobotHost.say(h, 200, {}), REFUSED.format(NO_NUMBER)),
    "false": (
        lambda h: robot_host.RobotHost.say(h, 200, {"errcode": False}),
        REFUSED.format(False),
    ),
    "text": (lambda h: robot_host.RobotHost.say(h, 200, b"<html>ok"), UNREADABLE),
    "list": (lambda h: robot_host.RobotHost.say(h, 200, b"[0]"), UNREADABLE),
    "deep": (
        lambda h: robot_host.RobotHost.say(h, 200, b"[" * 12_000),
        f"{OTHER.format('RecursionError')}|{UNREADABLE}",
    ),
    "huge": (lambda h: robot_host.RobotHost.say(h, 200, b" " * 40_000 + b"{}"), UNREADABLE),
    "silence": (lambda h: time.sleep(20), sentence(TimeoutError())),
    "trickle": (trickle, sentence(TimeoutError())),
    "hang up": (lambda h: h.connection.close(), "。"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_was_not_taken_for_certain_has_failed_and_is_tried_again(
    host, robot, monkeypatch, name
):
    monkeypatch.setattr(robots, "TIMEOUT", 0.5)
    host.answer, told = ANSWERS[name]
    robot()
    assert services.deliver_due() == 0
    kept = Notice.objects.get()
    assert any(part in kept.error for part in told.split("|"))
    assert kept in Notice.objects.failing()
    assert kept.due_at > timezone.now() + timedelta(seconds=50)
    assert len(host.told) == 1  # a redirect is not followed


def test_after_repair_it_is_told_once(host, robot):
    host.answer = ANSWERS["500"][0]
    robot()
    services.deliver_due()
    host.answer = robot_host.RobotHost().answer
    Notice.objects.update(due_at=timezone.now())
    assert [services.deliver_due() for _ in range(3)] == [1, 0, 0]
    assert len(host.told) == 2


def test_a_certificate_that_nobody_vouches_for_is_refused(host, robot, monkeypatch):
    monkeypatch.setattr(robots, "tls", ssl.create_default_context)
    robot()
    services.deliver_due()
    assert Notice.objects.get().error == sentence(ssl.SSLCertVerificationError())
    assert host.told == []


def test_a_robot_that_is_no_longer_set_is_told_nothing(host, robot, settings):
    robot()
    settings.ROBOTS = []
    services.deliver_due()
    assert Notice.objects.get().error == GONE
    assert host.told == []


def test_neither_log_nor_error_nor_debug_page_tells_a_key(host, robot, caplog, monkeypatch):
    monkeypatch.setattr(delivery.log, "propagate", True)
    host.answer = ANSWERS["code"][0]
    with caplog.at_level(logging.DEBUG):
        robot("dingtalk", SECRET)
        services.deliver_due()
    from django.views.debug import SafeExceptionReporterFilter

    shown = str(SafeExceptionReporterFilter().get_safe_settings()["ROBOTS"])
    told = f"{caplog.text}{Notice.objects.get().error}{robots.configured()}{shown}"
    assert "not sent" in told
    assert "geheim" not in told


def test_a_robot_is_told_no_more_than_it_takes_in_a_minute(host, robot, monkeypatch):
    for number in range(robots.PER_MINUTE + 2):
        robot(key=str(number))
    assert services.deliver_due() == robots.PER_MINUTE
    waiting = Notice.objects.pending()
    assert [(notice.attempts, notice.leased_until) for notice in waiting] == [(0, None)] * 2
    assert services.deliver_due() == 0
    shift(monkeypatch, seconds=61)
    assert services.deliver_due() == 2
    assert len(host.told) == robots.PER_MINUTE + 2


def test_a_robot_that_waits_keeps_no_mail_waiting(host, robot, monkeypatch):
    from tests.outbox.test_delivery import make_notice

    monkeypatch.setattr(delivery, "PER_MINUTE", 0)
    robot()
    make_notice(key="mail")
    assert services.deliver_due() == 1
    assert Notice.objects.pending().get().channel == Channel.WECOM
