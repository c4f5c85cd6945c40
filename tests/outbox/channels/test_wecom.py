"""企业微信 as its documentation has it: the text under the key of the robot."""

import pytest

from outbox.channels import ROBOTS
from tests.outbox.channels.samples import KEY, TEXT

pytestmark = pytest.mark.django_db


def test_it_is_told_the_text_under_its_key(told):
    path, body = told("wecom")
    assert (ROBOTS["wecom"].host, path) == (
        "qyapi.weixin.qq.com",
        f"/cgi-bin/webhook/send?key={KEY}",
    )
    assert body == {"msgtype": "text", "text": {"content": TEXT}}
