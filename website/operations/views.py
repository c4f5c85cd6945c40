"""The addresses that machines of the operator ask."""

import ipaddress
import secrets

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponse, JsonResponse
from django.http.request import HttpRequest, split_domain_port
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from firm.base.validators import LOCAL
from website.http.proxy import DOCTOR, Source
from website.operations import health

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
    _, source = request.META.get("antou.client", ("", Source.NOBODY))
    if source in {Source.PROXY, Source.FORGED} or any(name in request.META for name in OF_PROXIES):
        return False
    # A tunnel tells of no proxy, but the name that is asked for is then the public one.
    if split_domain_port(request.get_host())[0] not in LOCAL:
        return False
    try:
        return ipaddress.ip_address(request.META["REMOTE_ADDR"]).is_loopback
    except ValueError:
        return False


def _has_token(request):
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if not settings.METRICS_TOKEN or scheme.lower() != "bearer":
        return False
    return secrets.compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())


def _is_doctor(request):
    """Whether `manage.py doctor` asks, through the proxy, whom the site takes it for."""
    try:
        signing.loads(request.headers.get(DOCTOR, ""), salt=DOCTOR, max_age=60)
    except signing.BadSignature:
        return False
    return "antou.client" in request.META


@never_cache
@require_safe
def healthz(request):
    """That this process answers; it asks no database, which a new process would not bring back."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request):
    """Whether clients should be sent here: 503 if not. Strangers are told no reasons."""
    is_away = bool(request.META.get("antou.is_away"))
    data = health.report(in_full=may_see_numbers(request), is_away=is_away)
    if _is_doctor(request):
        data["client"] = request.META["antou.client"]
    return JsonResponse(data, status=503 if data["status"] == "error" else 200)


@never_cache
@require_safe
def metrics(request):
    """Numbers for Prometheus; for strangers the address is none."""
    if not may_see_numbers(request):
        raise Http404
    from website.operations.watching import exposition  # its library takes a command 0.1 seconds

    text, kind = exposition.written(request.headers.get("Accept", ""))
    return HttpResponse(text, content_type=kind)
