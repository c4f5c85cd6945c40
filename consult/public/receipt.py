"""The receipt: the code, shown for ten minutes; with it, articles that may help already."""

from django.db import OperationalError
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from consult import services
from consult.client import receipt
from consult.crypto import receipt_codes
from consult.crypto.fields import DecryptionError
from consult.public.confidential import confidential
from consult.public.suggest import as_list, offered
from firm.base.urls import absolute_url
from firm.site.head import Head

RECEIVED = "咨询已收到"
SHOWN_BEFORE = "查询码不再显示"


@require_safe
@confidential
def received(request):
    """The receipt: the code, and what happens next."""
    shown = receipt.read(request)
    title = RECEIVED if shown else SHOWN_BEFORE
    context: dict[str, object] = {"code": None, "head": Head(title=title, index=False)}
    if shown:
        context |= {
            "code": receipt_codes.grouped(shown.code),
            "promised_until": shown.promised_until,
            "scripted": shown.scripted,
            "articles": [] if shown.scripted else _helpful(request, shown),
            "thread_address": absolute_url(reverse("consult:thread")),
            "files_refused": shown.files_refused,
            "minutes": receipt.SECONDS // 60,
        }
    response = render(request, "consult/received.html", context)
    if not shown and receipt.COOKIE in request.COOKIES:
        receipt.forget(response)
    return response


@require_POST
@confidential
def helpful(request):
    """Articles that may answer what was asked, for the script of the receipt; 204 for none.

    What was asked is read from the database, so that it is in no request: the receipt says which.
    """
    shown = receipt.read(request)
    return as_list(request, _helpful(request, shown) if shown else [])


def _helpful(request, shown):
    try:
        consultation = services.find_by_code(code=shown.code)
        if consultation is None:
            return []
        asked = consultation.messages.order_by("sent_at").first()
        return offered(request, asked.text, consultation.area) if asked else []
    except (OperationalError, DecryptionError):  # the receipt is shown without them
        return []
