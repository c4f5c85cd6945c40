"""The consultation form."""

from django.conf import settings
from django.db import OperationalError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from consult import services
from consult.client import receipt
from consult.files.parking import GoneError
from consult.forms import ConsultationForm
from consult.public.confidential import confidential
from consult.public.guards import cannot_store
from firm.models import PageKind
from firm.site import shown
from firm.site.head import HOME, Head
from firm.site.services import current_version

TITLE = "在线咨询"
BACK_AGAIN = f"未提交：{TITLE}"  # read out before all else
CLOSED = "本所的隐私告知尚未完成，在此之前，网站不接收咨询内容。"
TYPED = ["question", "city", "opponent", "name", "phone", "email"]
SAME = "same-origin"
LONGEST_BEGINNING = 800  # characters of what was looked for
BUSY = "网站繁忙，未能提交。您填写的内容仍在下面，请稍后重新提交。"


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """The consultation form; a good post is stored and leads to the receipt."""
    if request.method != "POST":
        response = show_form(request, ConsultationForm(initial=_preset(request)))
        # The back button has to find this very form again: its token makes a second post the
        # same consultation. It holds nothing of anybody.
        response["Cache-Control"] = "private, no-cache"
        return response
    form = ConsultationForm(request.POST, request.FILES, address=request.META["REMOTE_ADDR"])
    if form.is_shown_again:
        return show_form(request, form)
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


@csrf_exempt  # it stores nothing, and a page that is only read sets no cookie
@require_POST
@confidential
def begin(request):
    """The form with what was looked for and not found, because the visitor said so.

    In the body of a post, so in no address and no log. What another site sends is left out.
    """
    from_here = request.headers.get("Sec-Fetch-Site", SAME) == SAME
    asked = request.POST.get("question", "")[:LONGEST_BEGINNING] if from_here else ""
    return show_form(request, ConsultationForm(initial={"question": asked.replace("\x00", " ")}))


@never_cache
def _submit(request, form):
    if not form.is_valid():
        return show_form(request, form, status=429 if form.throttled else 422)
    consultation, code = services.submit(**form.submission())
    form.note_stored()
    scripted = bool(form.cleaned_data["proof"])
    shown = receipt.Receipt(code, consultation.promised_until, scripted, form.files_refused)
    response = redirect("consult:received")
    receipt.hand_over(response, shown, secure=settings.HTTPS)
    return response


@never_cache
def show_form(request, form, status=200):
    """The form, also for a post whose CSRF cookie had gone: nothing typed is lost.

    Its files are kept. 503 while nothing can be stored: search engines then come back for the page.
    """
    if form.current_notice is None:
        return _closed(request, form, status)
    if form.is_bound:
        form.park(request.META["REMOTE_ADDR"])
    head = Head(
        title=BACK_AGAIN if form.errors else TITLE,
        description="在线咨询，由执业律师答复。无需注册，可以不留姓名和电话，凭查询码查看答复。",
        path=reverse("consult:new"),
        trail=[HOME, (TITLE, reverse("consult:new"))],
        own=True,
    )
    return render(
        request,
        "consult/new.html",
        {"form": form, "head": head, "fees": current_version(PageKind.FEES)},
        status=503 if form.closed else status,
    )


def _closed(request, form, status):
    """Why nobody can write now; what somebody had typed stands there to be copied."""
    typed = [form[name] for name in TYPED if form.is_bound and form[name].value()]
    head = Head(
        title=BACK_AGAIN if form.is_bound else TITLE,
        description=CLOSED,
        path=reverse("consult:new"),
        index=False,
        trail=[HOME, (TITLE, reverse("consult:new"))],
        own=True,
    )
    context = {"head": head, "heading": TITLE, "why": CLOSED, "typed": typed}
    return render(request, "consult/closed.html", context, status=status)


def _preset(request):
    """What a link to the form says ahead: an area, a lawyer, the article that was read."""
    area = shown.area(request.GET.get("area", ""))
    return {"area": area, **{name: request.GET.get(name, "") for name in ("lawyer", "article")}}
