"""The receipt: the code, shown for ten minutes."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article
from consult.client import receipt
from consult.crypto import receipt_codes
from consult.public.confidential import confidential
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
        known = Article.objects.published().in_bulk(shown.articles)
        context |= {
            "code": receipt_codes.grouped(shown.code),
            "promised_until": shown.promised_until,
            "articles": [known[pk] for pk in shown.articles if pk in known],
            "thread_address": absolute_url(reverse("consult:thread")),
            "files_refused": shown.files_refused,
            "minutes": receipt.SECONDS // 60,
        }
    response = render(request, "consult/received.html", context)
    if not shown and receipt.COOKIE in request.COOKIES:
        receipt.forget(response)
    return response
