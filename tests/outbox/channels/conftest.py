"""A robot that is told something, and what it was told."""

import pytest

from outbox import services
from tests.outbox.channels.samples import KEY, TEXT


@pytest.fixture
def robot(settings):
    """Sets one robot and alerts it."""

    def alert(kind="wecom", secret="", key="k"):
        settings.ROBOTS = [{"kind": kind, "token": KEY, "secret": secret}]
        services.enqueue(services.alerts(kind="test", text=TEXT, dedupe_key=key))

    return alert


@pytest.fixture
def told(host, robot):
    """Path and body of what a robot of a kind is told."""

    def deliver(kind, secret=""):
        word = {"wecom": "errcode", "dingtalk": "code", "feishu": "StatusCode"}[kind]
        host.answer = lambda handler: host.say(handler, 200, {word: 0})  # taken, in its own word
        robot(kind, secret)
        assert services.deliver_due() == 1
        ((path, headers, body),) = host.told
        assert headers["Content-Type"] == "application/json; charset=utf-8"
        return path, body

    return deliver
