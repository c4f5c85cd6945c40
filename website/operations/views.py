"""The address that the operator's monitor asks."""

from django.db import DatabaseError
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from website.operations import health


@never_cache
@require_safe
def healthz(request):
    """The health of the site: 503 without a database, or with one that does not fit."""
    try:
        told = health.report()
    except DatabaseError:
        told = {"status": "error", "database": "unreachable"}
    return JsonResponse(told, status=503 if told["status"] == "error" else 200)
