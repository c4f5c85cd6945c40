"""Who may be told numbers: whoever asks on this machine, and who knows METRICS_TOKEN."""

import ipaddress
import secrets

from django.conf import settings
from django.http.request import HttpRequest, split_domain_port

from firm.base.hostnames import LOCAL

# Any of these, and a proxy stands between: its own address says nothing of who asks.
OF_PROXIES = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_VIA",
)


def may_see_numbers(request: HttpRequest) -> bool:
    """True for who asks 127.0.0.1 by that name and through no proxy, or brings the token."""
    return _is_on_this_machine(request) or _has_token(request)


def _is_on_this_machine(request):
    if any(name in request.META for name in OF_PROXIES):
        return False
    # A tunnel tells of no proxy, but the name that is asked for is then the public one.
    if split_domain_port(request.get_host())[0] not in LOCAL:
        return False
    try:
        return ipaddress.ip_address(request.META["REMOTE_ADDR"]).is_loopback
    except ValueError:
        return False


def _has_token(request):
    scheme, _, told = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if not settings.METRICS_TOKEN or scheme.lower() != "bearer":
        return False
    return secrets.compare_digest(told.strip().encode(), settings.METRICS_TOKEN.encode())
