"""SMS_URL and SMS_PRICE as they are read, and refused without showing a secret."""

from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured

from website.config import engines

NAME = "SMS_URL"


@pytest.fixture
def var(monkeypatch):
    return monkeypatch.setenv


def test_aliyun_is_read(var):
    var(NAME, "aliyun://LTAI5t:s%2Fe%2Bc@/?sign=林致远律师事务所&template=SMS_123456789")
    assert engines.account(NAME) == {
        "vendor": "aliyun",
        "key": "LTAI5t",
        "secret": "s/e+c",
        "sign": "林致远律师事务所",
        "template": "SMS_123456789",
    }


def test_tencent_is_read_and_lies_in_guangzhou_unless_told(var):
    tail = "sign=%E6%9E%97&template=1234567"
    var(NAME, f"tencent://AKID:key@?app=1400000001&{tail}%E5%BE%8B".replace("%E5%BE%8B", ""))
    with pytest.raises(ImproperlyConfigured):
        engines.account(NAME)  # a sign has two characters at least
    var(NAME, "tencent://AKID:key@?app=1400000001&sign=%E6%9E%97%E5%BE%8B&template=1234567")
    found = engines.account(NAME)
    assert (found["sign"], found["region"], found["app"]) == ("林律", "ap-guangzhou", "1400000001")
    var(NAME, "tencent://A:k@/?app=1400000001&sign=林律&template=1&region=ap-beijing")
    assert engines.account(NAME)["region"] == "ap-beijing"


def test_nothing_is_no_messages(var):
    assert engines.account(NAME) == {}
    assert engines.price("SMS_PRICE") is None


@pytest.mark.parametrize(
    "value",
    [
        "geheim",
        "aliyun://",
        "aliyun://id@/?sign=林律&template=SMS_1",
        "aliyun://id:geheim@/?sign=林律",
        "aliyun://id:geheim@/?sign=林律&template=123",
        "aliyun://id:geheim@/?sign=【林律】&template=SMS_1",
        "aliyun://id:geheim@evil.example.com/?sign=林律&template=SMS_1",
        "aliyun://id:geheim@/elsewhere?sign=林律&template=SMS_1",
        "aliyun://id:geheim@/?sign=林律&template=SMS_1&app=1400000001",
        "aliyun://id:ge/heim@/?sign=林律&template=SMS_1",
        "tencent://id:geheim@/?sign=林律&template=1234567",
        "tencent://id:geheim@/?app=x&sign=林律&template=1234567",
        "tencent://id:geheim@/?app=1400000001&sign=林律&template=1234567&region=../x",
        "huawei://id:geheim@/?sign=林律&template=1",
        "aliyun://id:geheim@[/?sign=林律&template=SMS_1",
    ],
)
def test_what_makes_no_sense_is_refused_without_showing_it(var, value):
    var(NAME, value)
    with pytest.raises(ImproperlyConfigured, match="环境变量 SMS_URL 应形如 aliyun://") as refused:
        engines.account(NAME)
    assert "geheim" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_price_is_in_fen(var):
    var("SMS_PRICE", "4.5")
    assert engines.price("SMS_PRICE") == Decimal("4.5")


@pytest.mark.parametrize("value", ["0,045", "-1", "4.555", "四分", "1e3"])
def test_another_price_is_refused(var, value):
    var("SMS_PRICE", value)
    with pytest.raises(ImproperlyConfigured, match="环境变量 SMS_PRICE"):
        engines.price("SMS_PRICE")
