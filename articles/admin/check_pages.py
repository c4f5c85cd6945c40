"""The pages of the checks: as typed (for the form's script), of one article, of all articles."""

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from articles.admin import checks
from articles.admin.page import (
    FOLDER,
    ArticlePage,
    of_article,
    refuse_who_cannot_write,
    refuse_without,
    show,
    stored,
)
from articles.quality import decisions, findings, report
from articles.quality.checks import REGISTRY
from articles.quality.forms import CheckedForm, CheckupForm, DecisionForm
from articles.workflow import publishing

STALE = "这条提示已有变化，请刷新页面。"
HINTS = "admin:articles_article_hints"


@require_POST
def typed(request, admin):
    """The hints for the text as typed, grouped by field; nothing is stored."""
    refuse_who_cannot_write(request, admin)
    may_decide = admin.has_change_permission(request)
    form = CheckedForm(request.POST)
    page = f"{FOLDER}/hints_typed.html"
    if not form.is_valid():
        return render(request, page, {"form": form}, status=400)
    found = findings.hints_as_typed(form.as_typed())
    pieces = [(name, checks.piece(found.of(name), may_decide)) for name in checks.FIELDS]
    rest = checks.piece(found.besides(checks.FIELDS), may_decide)
    return render(request, page, {"hints": found, "pieces": [*pieces, ("", rest)]})


@of_article("change")
def hints(page: ArticlePage):
    """The hints of an article as its editor sees it; a POST keeps one, or takes that back."""
    form = DecisionForm(page.request.POST if page.is_post else None)
    if form.is_bound:
        wrong = "；".join(_errors(form)) or _decide(page, form.cleaned_data)
        if form.data.get("quiet"):
            return HttpResponse(wrong, status=409 if wrong else 204, content_type="text/plain")
        if not wrong:
            return redirect(HINTS, page.article.pk)
        messages.error(page.request, wrong)
    found = findings.hints_as_typed(publishing.as_edited(stored(page.article.pk))[0])
    status = 422 if form.is_bound else 200
    return page.show("hints_page", "文章提示", status, hints=found, **checks.rows(found, True))


def _errors(form):
    form.is_valid()
    return [error for errors in form.errors.values() for error in errors]


def _decide(page, given):
    """Record the decision; what is wrong with it in a sentence, or nothing."""
    try:
        pk, code, fingerprint, quote = signing.loads(given["hint"], salt=checks.SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return STALE
    if pk != page.article.pk or code not in REGISTRY:
        return STALE
    act = decisions.keep if given["act"] == "keep" else decisions.take_back
    about = {"code": code, "fingerprint": fingerprint, "quote": quote, "note": given["note"]}
    try:
        act(article=page.article, user=page.request.user, **about)
    except decisions.AlreadyDecidedError as error:
        return str(error)
    return ""


@require_safe
def checkup(request, admin):
    """The published articles with open hints, a stretch at a time."""
    refuse_without("change", request, admin)
    form = CheckupForm(request.GET, label_suffix="")
    found, wanted = report.load_page(**form.wanted), form.wanted
    return show(request, admin, "checkup", "文章体检", form=form, found=found, wanted=wanted)
