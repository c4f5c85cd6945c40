"""飞书 as its documentation has it: signed in the body."""

import time

import pytest

from outbox.channels import ROBOTS
from tests.outbox.channels.samples import KEY, SECRET, TEXT, hmac_of

pytestmark = pytest.mark.django_db


def test_it_is_signed_in_the_body(told, host):
    host.answer = lambda handler: host.say(handler, 200, {"code": 0, "msg": "success"})
    path, body = told("feishu", SECRET)
    assert (ROBOTS["feishu"].host, path) == ("open.feishu.cn", f"/open-apis/bot/v2/hook/{KEY}")
    assert abs(int(body["timestamp"]) - time.time()) < 60
    assert body["sign"] == hmac_of(f"{body['timestamp']}\n{SECRET}", "")
    assert (body["msg_type"], body["content"]) == ("text", {"text": TEXT})
