"""钉钉 as its documentation has it: signed in the address."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest

from outbox.channels import ROBOTS
from tests.outbox.channels.samples import KEY, SECRET, TEXT, hmac_of

pytestmark = pytest.mark.django_db


def test_it_is_signed_in_the_address(told):
    path, body = told("dingtalk", SECRET)
    query = {name: value[0] for name, value in parse_qs(urlsplit(path).query).items()}
    assert (ROBOTS["dingtalk"].host, urlsplit(path).path) == ("oapi.dingtalk.com", "/robot/send")
    assert abs(int(query["timestamp"]) / 1000 - time.time()) < 60
    assert query["access_token"] == KEY
    assert query["sign"] == hmac_of(SECRET, f"{query['timestamp']}\n{SECRET}")
    assert body == {"msgtype": "text", "text": {"content": TEXT}}
