"""The thread of a client: enter the code, read, add, rate, agree to a publication, leave."""

from contextlib import suppress
from datetime import datetime

from django.db import OperationalError
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consult import lifecycle, services
from consult.base.enums import ConsentKind, EventKind, PublicationState, RatingValue, Scan, Sender
from consult.base.policy import TOO_OFTEN, Action, NotAllowedError
from consult.client import facts as client_facts
from consult.client import session
from consult.client import status as client_status
from consult.client.session import NextPageMessage
from consult.crypto import keys, receipt_codes
from consult.crypto.fields import opens
from consult.desk import marks
from consult.files import attachments
from consult.files.attachments import GoneError
from consult.forms.publication import JudgeForm
from consult.forms.thread import MessageForm, PublicationForm
from consult.models import Attachment, Consent, Rating
from consult.public import appointments
from consult.public.guards import (
    BUSY_WRITTEN,
    ask_code,
    cannot_store,
    carried,
    confidential,
    head_of,
    plain_page,
    requires_code,
)
from consult.services.publication import compared
from consult.spam import rate_limit
from firm.site.head import Head
from outbox import services as outbox

NOTHING = "现在没有需要您确认的公开稿。律师如在修改，改好后会再请您确认。"
UNREADABLE = "公开稿暂时无法显示，请稍后再来。"
UNKNOWN = "请在“有帮助”“没解决”“还想谈”里选一个。"
NOTED = "已记下您的评价。"
STALE = "页面停留过久，未能发送。您填写的内容仍在下面，请重新发送。"
STALE_MEETING = "页面停留过久，约定没有变动，请再点一次。"
SLIP = f"查询码是{receipt_codes.DIGITS}位数字，您输入了{{}}位，请核对后重新输入。"
NO_CODE = f"请输入{receipt_codes.DIGITS}位数字的查询码。"
NEWEST = "newest"  # the message that is read first: a browser takes the focus there
MEETING = {"take": NextPageMessage.MET, "give_up": NextPageMessage.GIVEN_UP}
MUCH = f"一小时内最多补充{rate_limit.ADDITIONS.most}次，请稍后再发送，您填写的内容仍在下面。"
DESCRIPTION = "这里可以查看律师的答复，也可以补充情况、管理您提供的信息。"


@require_safe
@confidential
def file(request, pk):
    """One file as a download; 404 for all who may not have it, whether it exists or not."""
    consultation = session.current(request)
    if consultation is None:
        raise Http404
    released = Attachment.objects.filter(scan__in=[Scan.NOT_NEEDED, Scan.CLEAN])
    messages = consultation.messages.for_client()
    attachment = released.filter(pk=pk, message__in=messages).first()
    if attachment is None:
        raise Http404
    return attachments.response(attachment)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_code
def article(request, consultation):
    """The public text with its marks, and the three answers to it; no answer is no."""
    publication = client_status.shown(consultation)
    if publication is None:
        status = 409 if request.method == "POST" else 200
        words = request.POST.get("text", "")
        return plain_page(request, "公开稿", NOTHING, *filter(None, [words]), status=status)
    if not marks.readable(consultation, publication):
        return plain_page(request, "请稍后再试", UNREADABLE, status=503)
    texts = [publication.title, publication.question, publication.answer]
    known = {"publication": publication, "compared": compared(publication, texts)}
    if request.method != "POST":
        return _show_publication(request, publication, JudgeForm(**known))
    form = JudgeForm(request.POST, **known)
    if not form.is_valid():
        return _show_publication(request, publication, form, 422)
    verdict, wish = form.cleaned_data["verdict"], form.wish()
    asked_at = None  # of what no page of ours wrote
    with suppress(ValueError):
        asked_at = datetime.fromisoformat(form.cleaned_data["asked"])
    try:
        services.judge_article(
            consultation=consultation,
            asked_at=asked_at,
            verdict=verdict,
            wish=wish,
            gone=form.gone(),
        )
    except NotAllowedError as refusal:
        form.renew()
        form.add_error(None, str(refusal))
        return _show_publication(request, publication, form, 409)
    except OperationalError:
        form.add_error(None, cannot_store(BUSY_WRITTEN))
        return _show_publication(request, publication, form, 503)
    session.set_message(request, NextPageMessage(verdict.value))
    return redirect("consult:thread")


def _show_publication(request, publication, form, status=200):
    context = {
        "publication": publication,
        "open": publication.state != PublicationState.MADE,
        "form": form,
        "head": Head(title="公开稿", index=False),
    }
    return render(request, "consult/article.html", context, status=status)


def _rating(consultation, messages):
    """The three answers and the one that was given; None where there is nothing to rate yet."""
    shown = any(one.sender == Sender.LAWYER for one in messages)
    if not (shown and lifecycle.is_open(consultation)):
        return None
    known = Rating.objects.filter(consultation=consultation).values_list("value", flat=True)
    chosen = known.first() or ""
    more = {"noted": NOTED, "wants_more": chosen == RatingValue.MORE}
    return {"chosen": chosen, "choices": RatingValue, **more}


@require_POST
@requires_code
def rate(request, consultation):
    value = request.POST.get("value", "")
    if value not in RatingValue.values:
        return plain_page(request, "操作未完成", UNKNOWN, status=422)
    services.rate(consultation=consultation, value=RatingValue(value))
    return redirect(f"{reverse('consult:thread')}#rating")


@confidential
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request):
    action = request.POST.get("action", "code") if request.method == "POST" else "show"
    try:
        return _act(request, action)
    except OperationalError:
        return ask_code(request, busy=True, status=503)


def _act(request, action):
    if action == "code":
        return _enter(request)
    if action == "leave":  # nothing of it is shown in this browser any more, nor the receipt
        session.end(request)
        response = redirect("consult:thread")
        receipt_codes.forget(response)
        return response
    held = session.had_access(request)
    consultation = session.current(request)
    if consultation is None:
        return ask_code(request, **({"expired": True} if held or action == "message" else {}))
    if action == "message":
        return _add(request, consultation)
    if action in MEETING:
        try:
            _meet(consultation, action, request.POST)
        except NotAllowedError as refusal:
            meeting = appointments.part(consultation, str(refusal), request.POST.get("slot", ""))
            return _show(request, consultation, MessageForm(), 409, meeting)
        session.set_message(request, MEETING[action])
        return redirect("consult:thread")
    return _show(request, consultation, MessageForm())


def _meet(consultation, action, posted):
    """Take a time, or cancel what was taken; NotAllowedError with the sentence why not."""
    if not rate_limit.allow(rate_limit.ADDITIONS, consultation.pk.hex):
        raise NotAllowedError(TOO_OFTEN)
    if action == "give_up":
        return services.cancel(consultation=consultation, is_client=True)
    starts = services.chosen(posted.get("slot", ""))
    return services.take(consultation=consultation, starts=starts, way=posted.get("way", ""))


@confidential
def show_thread_again(request):
    """The thread for a post whose CSRF token had gone: nothing typed is lost."""
    consultation = session.current(request)
    if consultation is None:
        return ask_code(request, expired=True, status=403)
    if request.POST.get("action") in MEETING:
        meeting = appointments.part(consultation, STALE_MEETING, request.POST.get("slot", ""))
        return _show(request, consultation, MessageForm(), 403, meeting)
    form = MessageForm(request.POST, request.FILES)
    form.add_error(None, STALE)
    return _show(request, consultation, form, status=403)


def _enter(request):
    code = receipt_codes.digits(request.POST.get("code"))
    if len(code) != receipt_codes.DIGITS:  # a slip and no guess: nothing is looked up or counted
        return ask_code(request, slip=SLIP.format(len(code)) if code else NO_CODE, status=422)
    # No count stands before it, or strangers who guess would keep out whoever has a right one; of
    # 10^16 codes none is guessed (docs/decisions/0003-what-a-client-holds.md).
    consultation = services.find_by_code(code=code)
    if consultation is None and keys.problem():  # it may be right, under a key that is away
        return ask_code(request, closed=True, status=503)
    if consultation is None:
        rate_limit.count_for_all(rate_limit.ALL_WRONG)
        return ask_code(request, wrong=True, status=422)
    session.grant(request, consultation)
    services.record(consultation, EventKind.CLIENT_OPENED)
    written = carried(request)
    if written:
        return _show(request, consultation, written)
    return redirect(f"{reverse('consult:thread')}#{NEWEST}")


def _add(request, consultation):
    form = MessageForm(request.POST, request.FILES)
    status = _refused(request, consultation, form) if form.is_valid() else 422
    if status:
        return _show(request, consultation, form, status=status)
    session.set_message(request, session.NextPageMessage.SENT)
    return redirect("consult:thread")


def _refused(request, consultation, form):
    """Store the message; the status when that could not be done, with the reason in the form."""
    party = request.META["REMOTE_ADDR"]
    try:
        proved = form.has_proof(consultation)
        if not (proved or rate_limit.allow(rate_limit.POSTS, party)):
            status, why = 429, TOO_OFTEN
        elif not rate_limit.allow(rate_limit.ADDITIONS, consultation.pk.hex):
            status, why = 429, MUCH
        elif not form.judge_files():
            return 422
        else:
            form.ask_for_room(party, proved=proved, consultation=consultation)
            services.client_message(consultation=consultation, **form.message())
            form.note_stored()
            return 0
    except OperationalError:
        status, why = 503, cannot_store(BUSY_WRITTEN)
    except attachments.NotStoredError as refusal:
        status, why = 503, str(refusal)
    except GoneError:  # said beside the field
        return 409
    except NotAllowedError as refusal:
        status, why = 409, str(refusal)
    form.add_error(None, why)
    return status


def _show(request, consultation, form, status=200, meeting=None):
    if form.is_bound:
        form.park(request.META["REMOTE_ADDR"], consultation)
    messages = list(consultation.messages.for_client().prefetch_related("attachments"))
    files = [file for message in messages for file in message.attachments.all()]
    facts = list(consultation.facts.all())
    readable = opens([consultation, *messages, *files, *facts])
    # What can be taken back; where an answer has no basis any more, publication alone.
    given = Prefetch("consents", Consent.objects.select_related("notice__page"))
    prefetch_related_objects([consultation], given)
    consents = [one for one in consultation.consents.all() if one.withdrawn_at is None]
    if consultation.consent_withdrawn_at:
        consents = [one for one in consents if one.kind == ConsentKind.PUBLICATION]
    allowed = any(one.kind == ConsentKind.PUBLICATION for one in consents)
    may_publish = not allowed and consultation.allows(Action.PUBLISH)
    answered = [place for place, one in enumerate(messages, 1) if one.sender == Sender.LAWYER]
    context = {
        "consultation": consultation,
        "status": client_status.describe(consultation, messages),
        "thread": messages if readable else [],
        "newest": answered[-1] if answered else len(messages),  # which of them is read first
        "answered": answered[-1] if answered else 0,  # up to which of them they fold
        "case_facts": client_facts.listed(facts, for_client=True) if readable else [],
        "unreadable": not readable,
        "scan": Scan,
        "mail_is_set": outbox.mail_is_set(),
        "sms_is_set": outbox.sms_is_set(),
        "said": session.pop_message(request),
        "consents": [one for one in consents if one.kind != ConsentKind.SMS],
        "gets_texts": any(one.kind == ConsentKind.SMS for one in consents),
        "rating": _rating(consultation, messages) if readable else None,
        "publication_form": PublicationForm() if may_publish else None,
        "publication": client_status.shown(consultation),
        "form": form,
        "meeting": meeting or appointments.part(consultation),
        "head": head_of("我的咨询", DESCRIPTION),
    }
    # The answers on the screen are seen; that this is not noted keeps nobody from reading.
    with suppress(OperationalError):
        services.record_answers_seen(messages=context["thread"])
    return render(request, "consult/thread.html", context, status=status if readable else 503)
