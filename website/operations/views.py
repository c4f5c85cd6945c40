"""The addresses that machines of the operator ask."""

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from website.operations.health import report
from website.operations.watching import visitors


@never_cache
@require_safe
def healthz(request):
    """That this process answers; it asks no database, which a new process would not bring back."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request):
    """Whether clients should be sent here: 503 if not. Strangers are told no reasons."""
    told = report.report(in_full=visitors.may_see_numbers(request))
    return JsonResponse(told, status=503 if told["status"] == "error" else 200)


@never_cache
@require_safe
def metrics(request):
    """Numbers for Prometheus; for strangers the address is none."""
    if not visitors.may_see_numbers(request):
        raise Http404
    from website.operations.watching import exposition  # its library takes a command 0.1 seconds

    text, kind = exposition.written(request.headers.get("Accept", ""))
    return HttpResponse(text, content_type=kind)
