"""Host names as a lawyer has them: kept as the Domain Name System knows them (RFC 5891)."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
NAME = re.compile(rf"(?:{LABEL}\.)+(?=[a-z])({LABEL})")
LOCAL = {"localhost", "127.0.0.1", "[::1]", "::1"}
OUR_OWN = "这是本站的域名，请填写这位律师的其他域名。"


def tidy(typed):
    """The name in small letters; a Chinese one in the form that begins with xn--."""
    name = typed.strip().replace("。", ".").rstrip(".").lower()
    try:
        return name.encode("idna").decode("ascii") if not name.isascii() else name
    except UnicodeError:
        return name


def check(name):
    """Refuse what is no host name, or one that the firm's own site has."""
    if not NAME.fullmatch(name) or len(name) > 100:
        raise ValidationError("只填域名，例如www.linlvshi.cn，不带https://，也不带斜杠和端口。")
    if name in {settings.SITE_HOST, *LOCAL}:
        raise ValidationError(OUR_OWN)
