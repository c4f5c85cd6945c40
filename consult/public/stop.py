"""No more mail, by the address in the mail itself."""

from django.db import OperationalError
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from consult import services
from consult.base.exceptions import NotAllowedError
from consult.client import unsubscribe
from consult.public.confidential import confidential
from consult.public.guards import BUSY, plain_page
from firm.site.head import Head

STOPPED = "不再向您发送邮件提醒。凭查询码仍可在网站上查看答复。"


@csrf_exempt  # one click in the mail program (RFC 8058) brings neither cookie nor token
@confidential
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    """One button; a post stops the mail. A forged or unknown address gives the same pages."""
    if request.method != "POST":
        head = Head(title="停收邮件提醒", index=False)
        return render(request, "consult/stop.html", {"head": head})
    try:
        _stop(token)
    except OperationalError:
        return plain_page(request, "请稍后再试", BUSY, status=503, to_thread=False)
    return plain_page(request, "已停收邮件提醒", STOPPED)


def _stop(token):
    consultation = unsubscribe.find(token)
    if consultation is None:
        return
    try:
        services.stop_mail(consultation=consultation)
    except NotAllowedError:  # gone between the two looks: nothing is mailed any more
        return
