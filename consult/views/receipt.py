"""The receipt: the code, shown once."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from consult import codes, receipt
from consult.views.confidential import confidential
from firm.head import Head


@require_safe
@confidential
def received(request):
    """The receipt: the code, shown once, and what happens next; a HEAD shows nothing."""
    code = receipt.take(request)
    context = {
        "code": codes.grouped(code) if code else None,
        "head": Head(title="咨询已收到", index=False),
    }
    response = render(request, "consult/received.html", context)
    if request.method == "GET":
        receipt.forget(response)
    return response
