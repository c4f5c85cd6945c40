"""Who asks, and by which scheme, as a proxy of ours says it (decision 0041).

In WSGI `X-Antou-Client` and `X_Antou_Client` are one name, so none is believed for its name: its
value carries a secret that the proxy and the site share.
"""

import ipaddress
import re
import secrets
import time
from collections import deque
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.conf import settings

Environ = dict[str, Any]
HEADER = "HTTP_X_ANTOU_CLIENT"  # X-Antou-Client: address scheme secret
DOCTOR = "X-Antou-Doctor"  # of `manage.py doctor`, which asks whom the site takes it for
FORWARDED, SCHEME = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"
HOUR = 60 * 60
LONGEST_ADDRESS = 80  # characters, with its port; what is longer is none, and is not remembered
DOUBTS = deque[float](maxlen=1)


class Source(StrEnum):
    """Whose word the address of a client is."""

    PROXY = "proxy"  # that of who knows the secret
    FORGED = "forged"  # a header without it: the address is the socket's own
    FORWARDED = "forwarded"  # X-Forwarded-For, as TRUSTED_PROXY_COUNT has it until 0.2
    NOBODY = "nobody"  # the socket's own


def settle(environ: Environ) -> Source:
    """Put the client's address and scheme into a request, and take out what has told them."""
    told = environ.pop(HEADER, None)
    depth = settings.TRUSTED_PROXY_COUNT
    source, found, scheme = Source.NOBODY, "", "https" if settings.HTTPS else "http"
    if told is not None:
        source, said, secret = Source.FORGED, told.split(" "), settings.PROXY_SECRET.encode()
        if len(said) == 3 and secrets.compare_digest(said[2].encode(), secret):
            source, found, scheme = Source.PROXY, address(said[0]), said[1]
    elif depth:
        source, hops = Source.FORWARDED, environ.get(FORWARDED, "").split(",")
        hops = [hop.strip() for hop in hops if hop.strip()]
        found = address(hops[-depth]) if len(hops) >= depth else ""
        scheme = environ.get(SCHEME, "").partition(",")[0].strip()  # as Django reads it
    environ["REMOTE_ADDR"] = found = found or environ.get("REMOTE_ADDR", "")
    environ["wsgi.url_scheme"] = "https" if scheme == "https" else "http"
    environ["antou.client"] = found, source
    if source is Source.FORGED or (source is Source.NOBODY and FORWARDED in environ):
        DOUBTS.append(time.monotonic())
    return source


def is_doubtful() -> bool:
    """Whether a proxy of a public site has sent somebody within the hour without proving itself."""
    return settings.HTTPS and bool(DOUBTS) and time.monotonic() - DOUBTS[-1] < HOUR


def address(told: str) -> str:
    """An address in its plain spelling, without the port that some proxies add; "" for none."""
    return _address(told) if len(told) <= LONGEST_ADDRESS else ""


@lru_cache(256)
def _address(told):
    bare = re.sub(r"^\[(.*)\](?::[0-9]+)?$|^([0-9.]+):[0-9]+$", r"\1\2", told)
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return ""
