"""The consultation form of the site: its endpoints, and the receipt."""

from contextlib import suppress

from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from articles import answers
from consult import services
from consult.crypto import receipt_codes
from consult.crypto.fields import DecryptionError
from consult.files.attachments import GoneError
from consult.forms.base import LONGEST
from consult.forms.intake import PREFIX, AsksFacts, ConsultationForm, SuggestForm
from consult.public.guards import cannot_store, confidential
from consult.spam import rate_limit, score
from firm.base.current_site import absolute_url
from firm.models import PageKind
from firm.site import records
from firm.site.head import HOME, Head
from firm.site.records import current_version

TITLE = "在线咨询"
BACK_AGAIN = f"未提交：{TITLE}"  # read out before all else
STEP = "第{}步，共4步：{}"
MEND = "请修改："
NOT_YET = "请先按以下提示修改。您填写的内容仍在。"
OFFER = "在线咨询，由执业律师答复。无需注册，可以不留姓名和电话，凭查询码查看答复。"
CLOSED = "本所的隐私告知尚未完成，在此之前，网站不接收咨询内容。"
TYPED = {"question", "city", "opponent", "name", "phone", "call_when", "email"}
SAME = "same-origin"
BUSY = "网站繁忙，未能提交。您填写的内容仍在下面，请稍后重新提交。"
RECEIVED = "咨询已收到"
SHOWN_BEFORE = "查询码不再显示"


@require_GET
@never_cache
def challenge(request):
    """A new puzzle as JSON, the harder the more come, and hardest for an address that takes many:
    not refused, or one behind it kept its neighbours from every door that asks for a proof."""
    times = 1
    with suppress(OperationalError):  # the disk is full, or the database busy
        is_usual = rate_limit.allow(rate_limit.CHALLENGES, request.META["REMOTE_ADDR"])
        times = score.price() if is_usual else score.DEAREST
    return JsonResponse(score.challenge(times))


@csrf_exempt  # it stores nothing, and a page that is only read sets no cookie
@require_POST
@confidential
def facts(request):
    """The fields alone. The area comes in the body: what somebody has to ask is in no log."""
    areas = {str(one.pk): one for one in records.areas()}
    form = AsksFacts()
    form.ask_facts(areas.get(request.POST.get("area", "")))
    context = {"facts": form.facts, "area": form.facts_area}
    return render(request, "consult/includes/fact_fields.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """The consultation form; a good post is stored and leads to the receipt."""
    if request.method != "POST":
        area = records.area(request.GET.get("area", ""))  # what a link to the form says ahead
        told = {name: request.GET.get(name, "") for name in ("lawyer", "article")}
        form, state = ConsultationForm(initial={"area": area, **told}), records.made_of("firm")
        made_of = state and (state, area and area.pk, *form.fields)  # of nothing of anybody
        response = show_form(request, form, made_of=made_of)
        # The back button has to find this very form again: its token makes a second post the
        # same consultation. It holds nothing of anybody.
        response["Cache-Control"] = "private, no-cache"
        return response
    form = ConsultationForm(request.POST, request.FILES, address=request.META["REMOTE_ADDR"])
    if form.is_shown_again:
        return show_step(request, form)
    try:
        return _submit(request, form)
    except OperationalError:
        form.add_error(None, cannot_store(BUSY))
    except GoneError:  # said beside the field
        form.forget()
        return show_form(request, form, status=409)
    except services.NotAllowedError as refusal:  # files that could not be kept among them
        form.add_error(None, str(refusal))
        form.forget()
    return show_form(request, form, status=503)


def show_step(request, form):
    """Another step of the form; what may answer the question comes with the one after it."""
    goes_on = form.step > form.left
    articles = []
    if form.left == 1 and goes_on:
        known = form.cleaned_data.get("area")
        articles = offered(request, form.cleaned_data["question"], known)
        if known is None:
            form.choose(_area_of(articles))
    return show_form(request, form, status=200 if goes_on else 422, articles=articles)


@csrf_exempt  # it stores nothing, and a page that is only read sets no cookie
@require_POST
@confidential
def begin(request):
    """The form with what was looked for and not found, or with what was calculated; what another
    site sends is left out."""
    from_here = request.headers.get("Sec-Fetch-Site", SAME) == SAME
    asked = request.POST.get("question", "")[:LONGEST] if from_here else ""
    return show_form(request, ConsultationForm(initial={"question": asked.replace("\x00", " ")}))


@never_cache
def _submit(request, form):
    if not form.is_valid():
        return show_form(request, form, status=429 if form.throttled else 422)
    consultation, code = services.submit(**form.submission())
    form.note_stored()
    scripted = bool(form.cleaned_data["proof"])
    shown = receipt_codes.Receipt(code, consultation.promised_until, scripted, form.files_refused)
    response = redirect("consult:received")
    receipt_codes.hand_over(response, shown, secure=settings.HTTPS)
    return response


@never_cache
def show_form(request, form, status=200, made_of=None, articles=()):
    """The form with all that was typed, or why it is closed; 503 while nothing is stored."""
    closed = form.current_notice is None
    if form.is_bound and not closed:
        form.park(request.META["REMOTE_ADDR"])
    title = STEP.format(form.step, form.stage) if form.is_shown_again else TITLE
    if form.is_bound if closed else form.errors:
        title = MEND + title if form.is_shown_again and not closed else BACK_AGAIN
    head = Head(
        title=title,
        description=CLOSED if closed else OFFER,
        path=reverse("consult:new"),
        index=not closed,
        trail=[HOME, (TITLE, reverse("consult:new"))],
        own=True,
    )
    if closed:
        named = [name for name in form.fields if name in TYPED or name.startswith(PREFIX)]
        typed = [form[name] for name in named if form.is_bound and form[name].value()]
        context = {"head": head, "heading": TITLE, "why": CLOSED, "typed": typed}
        return render(request, "consult/closed.html", context, status=status)
    context = {"form": form, "head": head, "made_of": made_of, "articles": articles}
    context["failed"] = NOT_YET if form.is_shown_again else ""
    context["fees"] = current_version(PageKind.FEES)
    return render(request, "consult/new.html", context, status=503 if form.closed else status)


@require_POST
@confidential
def suggest(request):
    """A list of at most three links, 204 for none; what was typed is kept and logged nowhere."""
    form = SuggestForm(request.POST)
    found = form.is_valid() and offered(request, **form.cleaned_data)
    return as_list(request, found, typing=True)


def offered(request, question, area):
    """At most three articles for a question, within the bounds; none while the database is busy."""
    counted = (rate_limit.SUGGESTIONS, request.META["REMOTE_ADDR"], rate_limit.ALL_SUGGESTIONS)
    try:
        return answers.suggest(question, area) if rate_limit.allow(*counted) else []
    except OperationalError:
        return []


def _area_of(articles):
    """The key of the area of all of them: what is asked about is clear then. None for several."""
    areas = {one.area_id for one in articles}
    return areas.pop() if len(areas) == 1 else None


def as_list(request, articles, **more):
    """The list alone, for a script; 204 for none."""
    if not articles:
        return HttpResponse(status=204)
    context = {"articles": articles, "area": _area_of(articles), **more}
    return render(request, "consult/includes/suggestions.html", context)


@require_safe
@confidential
def received(request):
    shown = receipt_codes.read(request)
    head = Head(title=RECEIVED if shown else SHOWN_BEFORE, index=False)
    context: dict[str, object] = {"code": None, "head": head}
    if shown:
        context |= {
            "code": receipt_codes.grouped(shown.code),
            "promised_until": shown.promised_until,
            "scripted": shown.scripted,
            "articles": [] if shown.scripted else _helpful(request, shown),
            "thread_address": absolute_url(reverse("consult:thread")),
            "files_refused": shown.files_refused,
            "minutes": receipt_codes.SECONDS // 60,
        }
    response = render(request, "consult/received.html", context)
    if not shown and receipt_codes.COOKIE in request.COOKIES:
        receipt_codes.forget(response)
    return response


@require_POST
@confidential
def helpful(request):
    """Articles that may answer what was asked, for the script of the receipt; 204 for none."""
    shown = receipt_codes.read(request)
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
