"""Rights of a client (个人信息保护法): withdrawal (15), copy (45), erasure (47), no more mail."""

from contextlib import suppress
from functools import partial

from django.db import OperationalError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consult import services
from consult.base.enums import ConsentKind, PublicationState
from consult.base.policy import Action, NotAllowedError
from consult.client import data_export, session
from consult.client.session import NextPageMessage
from consult.crypto import receipt_codes
from consult.forms.thread import KEEP, EraseForm, PublicationForm
from consult.public.guards import BUSY, confidential, plain_page, requires_code
from consult.spam import rate_limit
from firm.site.head import Head

OFTEN = "下载过于频繁，请稍后重试。"
CHANGED = "隐私告知刚刚更新，请返回重新阅读后再操作。"
ERASED = "内容已删除"
STOPPED = "不再向您发送邮件提醒。凭查询码仍可在网站上查看答复。"
UNREADABLE = "您的咨询保存完好，但暂时无法显示，请稍后再来。"
# Said after a consent was taken back that the answer does not rest on.
TAKEN_BACK = {
    ConsentKind.PUBLICATION: NextPageMessage.UNPUBLISHED,
    ConsentKind.SMS: NextPageMessage.SMS_STOPPED,
}


@require_POST
@requires_code
def copy(request, consultation):
    """Everything as one ZIP file, streamed; it never lies anywhere in clear text."""
    if not rate_limit.allow(rate_limit.COPIES, request.META["REMOTE_ADDR"]):
        return plain_page(request, "请稍后再试", OFTEN, status=429)
    if not data_export.readable(consultation, for_client=True):
        return plain_page(request, "请稍后再试", UNREADABLE, status=503)
    services.record_export(consultation=consultation)
    return data_export.download(consultation, f"咨询记录-{timezone.localdate():%Y%m%d}.zip")


@require_http_methods(["GET", "HEAD", "POST"])
@requires_code
def withdraw(request, consultation, kind):
    """Take one consent back; the page before says what follows."""
    if kind not in ConsentKind.values:
        raise Http404
    consent = consultation.active_consents(ConsentKind(kind)).first()
    if consent is None:
        return redirect("consult:thread")
    if request.method != "POST":
        return _ask(request, "withdraw", "撤回同意", consultation, consent=consent)
    services.withdraw_consent(consultation=consultation, kind=ConsentKind(kind))
    session.set_message(request, TAKEN_BACK.get(consent.kind, NextPageMessage.WITHDRAWN))
    return redirect("consult:thread")


@require_POST
@requires_code
def allow_publication(request, consultation):
    """Allow that the answer is published without the identity; bound to the notice that holds."""
    form = PublicationForm(request.POST)
    if not form.is_valid():
        return plain_page(request, "操作未完成", CHANGED, status=409)
    services.allow_publication(consultation=consultation, notice=form.cleaned_data["notice"])
    session.set_message(request, NextPageMessage.PUBLISHED)
    return redirect("consult:thread")


@require_POST
@requires_code
def stop_mail(request, consultation):
    services.stop_mail(consultation=consultation)
    session.set_message(request, NextPageMessage.MAIL_STOPPED)
    return redirect("consult:thread")


# The consent to text messages is taken back with one tap.
stop_sms = require_POST(partial(withdraw, kind=ConsentKind.SMS))


@require_http_methods(["GET", "HEAD", "POST"])
@requires_code
def erase(request, consultation):
    """Erase everything now; asked twice, because nothing brings it back."""
    published = consultation.publications.filter(state=PublicationState.MADE)
    made = published.filter(article__isnull=False).exists()
    form = EraseForm(request.POST if request.method == "POST" else None, has_article=made)
    if request.method != "POST" or not form.is_valid():
        shown = {"form": form, "kept": not consultation.allows(Action.ERASE)}
        status = 422 if request.method == "POST" else 200
        return _ask(request, "erase", "删除全部内容", consultation, status, **shown)
    keeps_article = form.cleaned_data.get("article") == KEEP
    services.erase_now(consultation=consultation, keep_article=keeps_article)
    session.end(request)
    response = redirect("consult:erased")
    receipt_codes.forget(response)  # or it went on saying that the question is kept
    return response


@require_safe
@confidential
def erased(request):
    """The page after an erasure; it does not reveal whose."""
    return plain_page(
        request,
        ERASED,
        "这次咨询的内容、附件和联系方式都已删除，查询码即时失效。",
        "系统仅保留一条不含内容的记录：业务领域，收到、答复、删除的时间，经办人，以及您的同意记录。",
        "已下载到您设备中的文件不受影响，如不再需要，请自行删除。",
        to_thread=False,
    )


def _ask(request, step, title, consultation, status=200, **more):
    context = {"consultation": consultation, "head": Head(title=title, index=False), **more}
    return render(request, f"consult/{step}.html", context, status=status)


@csrf_exempt  # one click in the mail program (RFC 8058) brings neither cookie nor token
@confidential
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    """One button; a post stops the mail. A forged or unknown address gives the same pages."""
    if request.method != "POST":
        head = Head(title="停收邮件提醒", index=False)
        return render(request, "consult/stop.html", {"head": head})
    try:
        consultation = session.find(token)
        with suppress(NotAllowedError):  # gone between the two looks: nothing is mailed any more
            if consultation:
                services.stop_mail(consultation=consultation)
    except OperationalError:
        return plain_page(request, "请稍后再试", BUSY, status=503, to_thread=False)
    return plain_page(request, "已停收邮件提醒", STOPPED)
