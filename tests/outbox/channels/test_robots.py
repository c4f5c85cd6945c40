"""Robots of group chats, over real TLS: what they are told, how it is signed, what may go wrong."""

import logging
import ssl
import time
from datetime import timedelta
from http.client import HTTPSConnection
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from outbox import services
from outbox.base import http
from outbox.base.errors import CODES, OTHER, sentence
from outbox.channels import ROBOTS, configured_robots, robots
from outbox.channels.robots import GONE, NO_NUMBER, ODD_STATUS, REFUSED, UNREADABLE
from outbox.delivery import send
from outbox.models import Notice
from tests.outbox import robot_host
from tests.outbox.channels.samples import KEY, SECRET, TEXT, hmac_of

pytestmark = pytest.mark.django_db


@pytest.fixture(params=ROBOTS)
def kind(request):
    return request.param


def test_without_a_secret_nothing_is_signed(host, robot, kind):
    robot(kind)
    services.deliver_due()
    ((path, _, body),) = host.told
    assert "sign" not in f"{path}{body}"


def test_hosts_are_spoken_to_over_tls():
    connection = http.connect("oapi.dingtalk.com", 5)
    assert (connection.port, type(connection)) == (443, HTTPSConnection)


def test_each_refusal_that_is_known_comes_with_what_to_do(host, robot, kind):
    for number, hint in CODES[kind].items():
        host.answer = lambda handler, code=int(number): host.say(handler, 200, {"code": code})
        robot(kind, key=str(number))
        services.deliver_due()
        kept = Notice.objects.get(dedupe_key=f"{number}:{kind}-1")
        assert kept.error == REFUSED.format(number) + hint


def test_each_robot_is_told_once_and_the_ledger_names_none_of_their_keys(host, settings):
    entry = {"kind": "wecom", "token": KEY, "secret": ""}
    feishu = {"kind": "feishu", "token": KEY, "secret": SECRET}
    settings.ROBOTS = [entry, {**entry, "token": "other-key-0003"}, feishu]
    for _ in range(2):
        services.enqueue(services.alerts(kind="test", text=TEXT, dedupe_key="k"))
    assert services.deliver_due() == 3
    keys = {path.rpartition("key=")[2].rpartition("/")[2] for path, _, _ in host.told}
    assert keys == {KEY, "other-key-0003"}
    rows = Notice.objects.values("recipient", "channel", "payload", "dedupe_key", "error")
    assert {row["recipient"] for row in rows} == {"wecom-1", "wecom-2", "feishu-1"}
    assert not [word for word in ("geheim", "other-key") if word in str(list(rows))]
    alone = services.alerts(kind="test", text=TEXT, dedupe_key="k", only="wecom-2")
    assert [one.recipient for one in alone] == ["wecom-2"]
    assert services.alerts(kind="test", text=TEXT, dedupe_key="k", only="wecom-3") == []


def trickle(handler):
    """An answer that never ends: a byte now and then."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


def says(body, status=200, **headers):
    return lambda handler: robot_host.RobotHost.say(handler, status, body, **headers)


def refused(number):
    return REFUSED.format(number) + CODES["wecom"].get(str(number), "")


NONE = REFUSED.format(NO_NUMBER)
ANSWERS = {
    "500": (says(b"oops", 500), ODD_STATUS.format(500)),
    "redirect": (says(b"", 302, Location="https://127.0.0.1/elsewhere"), ODD_STATUS.format(302)),
    "errcode": (says({"errcode": 93000, "errmsg": KEY}), refused(93000)),
    "code": (says({"code": 45009, "msg": KEY}), refused(45009)),
    "unknown code": (says({"errcode": 7}), refused(7)),
    "no code": (says({}), NONE),
    "a word for a number": (says({"errcode": f"for {KEY}"}), NONE),
    "a list for a number": (says({"errcode": [KEY]}), NONE),
    "false": (says({"errcode": False}), refused(False)),
    "text": (says(b"<html>ok"), UNREADABLE),
    "list": (says(b"[0]"), UNREADABLE),
    "deep": (says(b"[" * 12_000), f"{OTHER.format('RecursionError')}|{UNREADABLE}"),
    "huge": (says(b" " * 40_000 + b"{}"), UNREADABLE),
    "silence": (lambda _: time.sleep(20), sentence(TimeoutError())),
    "trickle": (trickle, sentence(TimeoutError())),
    "hang up": (lambda handler: handler.connection.close(), "。"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_was_not_taken_for_certain_has_failed_and_is_tried_again(
    host, robot, monkeypatch, name
):
    if name in {"silence", "trickle"}:
        monkeypatch.setattr(robots, "TIMEOUT", 0.5)
    host.answer, told = ANSWERS[name]
    robot()
    assert services.deliver_due() == 0
    kept = Notice.objects.get()
    assert any(part in kept.error for part in told.split("|"))
    assert kept in Notice.objects.failing()
    assert kept.due_at > timezone.now() + timedelta(seconds=50)
    assert len(host.told) == 1  # a redirect is not followed
    host.answer = robot_host.RobotHost().answer
    Notice.objects.update(due_at=timezone.now())
    assert [services.deliver_due() for _ in range(2)] == [1, 0]


def test_a_certificate_that_nobody_vouches_for_is_refused(host, robot, monkeypatch):
    monkeypatch.setattr(http, "tls", ssl.create_default_context)
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
    monkeypatch.setattr(send.log, "propagate", True)
    host.answer = ANSWERS["code"][0]
    with caplog.at_level(logging.DEBUG):
        robot("dingtalk", SECRET)
        services.deliver_due()
    from django.views.debug import SafeExceptionReporterFilter

    shown = str(SafeExceptionReporterFilter().get_safe_settings()["ROBOTS"])
    told = f"{caplog.text}{Notice.objects.get().error}{configured_robots()}{shown}"
    assert "not sent" in told
    assert "geheim" not in told


def test_dingtalk_it_is_signed_in_the_address(told):
    path, body = told("dingtalk", SECRET)
    query = {name: value[0] for name, value in parse_qs(urlsplit(path).query).items()}
    assert (ROBOTS["dingtalk"].host, urlsplit(path).path) == ("oapi.dingtalk.com", "/robot/send")
    assert abs(int(query["timestamp"]) / 1000 - time.time()) < 60
    assert query["access_token"] == KEY
    assert query["sign"] == hmac_of(SECRET, f"{query['timestamp']}\n{SECRET}")
    assert body == {"msgtype": "text", "text": {"content": TEXT}}


def test_feishu_it_is_signed_in_the_body(told):
    path, body = told("feishu", SECRET)
    assert (ROBOTS["feishu"].host, path) == ("open.feishu.cn", f"/open-apis/bot/v2/hook/{KEY}")
    assert abs(int(body["timestamp"]) - time.time()) < 60
    assert body["sign"] == hmac_of(f"{body['timestamp']}\n{SECRET}", "")
    assert (body["msg_type"], body["content"]) == ("text", {"text": TEXT})


def test_wecom_it_is_told_the_text_under_its_key(told):
    path, body = told("wecom")
    assert (ROBOTS["wecom"].host, path) == (
        "qyapi.weixin.qq.com",
        f"/cgi-bin/webhook/send?key={KEY}",
    )
    assert body == {"msgtype": "text", "text": {"content": TEXT}}
