"""Text messages: `SMS_URL` names the vendor and all that it asks for."""

import re
from decimal import Decimal
from urllib.parse import parse_qs, unquote

from django.core.exceptions import ImproperlyConfigured

from website.config.env import env_str, split_url

REFUSED = (
    "环境变量 {} 应形如 aliyun://AccessKeyID:Secret@/?sign=签名&template=SMS_123456789 或 "
    "tencent://SecretId:SecretKey@/?app=1400000000&sign=签名&template=1234567；"
    "密钥里的斜杠、加号等要写成 %2F、%2B，签名不带【】。"
)
SIGN = r"[^\s【】\[\]]{2,30}"
# What may stand in the query of each vendor, and how.
FIELDS = {
    "aliyun": {"sign": SIGN, "template": r"SMS_[0-9]{1,20}"},
    "tencent": {
        "sign": SIGN,
        "template": r"[0-9]{1,20}",
        "app": r"[0-9]{6,20}",
        "region": r"[a-z]{2}-[a-z]{3,20}(?:-[0-9])?",
    },
}
DEFAULTS = {"aliyun": {}, "tencent": {"region": "ap-guangzhou"}}


def account(name):
    """SMS_URL as a dictionary whose names Django's debug page knows to hide; {} for no messages.

    A refusal shows no value: it holds a secret. The hosts are fixed in the code.
    """
    value = env_str(name)
    if not value:
        return {}
    try:
        parts, port = split_url(value)
        query = parse_qs(parts.query, strict_parsing=True)
    except ValueError:
        raise ImproperlyConfigured(REFUSED.format(name)) from None
    known = FIELDS.get(parts.scheme)
    elsewhere = [parts.hostname, port, parts.path.strip("/"), parts.fragment]
    if not known or any(elsewhere) or not (parts.username and parts.password):
        raise ImproperlyConfigured(REFUSED.format(name))
    given = DEFAULTS[parts.scheme] | {key: values[-1] for key, values in query.items()}
    if set(given) != set(known) or not all(map(re.fullmatch, known.values(), _in(given, known))):
        raise ImproperlyConfigured(REFUSED.format(name))
    keys = {"key": unquote(parts.username), "secret": unquote(parts.password)}
    return {"vendor": parts.scheme, **keys, **given}


def _in(given, known):
    return [given[name] for name in known]


def price(name):
    """SMS_PRICE: what one message costs, in fen with up to two decimals; None where nobody said."""
    value = env_str(name)
    if value and not re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,2})?", value):
        raise ImproperlyConfigured(
            f"环境变量 {name} 是每条短信的价格，单位是分，应形如 4.5，现在是“{value}”。"
        )
    return Decimal(value) if value else None
