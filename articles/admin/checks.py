"""The checks of an article, in its form and on pages of their own; they keep nothing from being
saved.
"""

from copy import copy

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from articles.admin.page import (
    FOLDER,
    ArticlePage,
    of_article,
    refuse_without,
    show,
    stored,
)
from articles.quality import findings
from articles.quality.checks import REGISTRY, Finding
from articles.quality.forms import CheckedForm, CheckupForm, DecisionForm
from articles.workflow import publishing

SALT = "articles.hints"
# The fields of the form that hints stand beside; the others' stand at its head.
FIELDS = ["title", "summary", "body", "checked_on", "jurisdiction", "source", "ai_assisted"]
TEXTS = ["title", "summary", "body"]
BESIDE = '<div class="hints" data-hints="{}">{}</div>'


def piece(found: findings.Hints, may_decide: bool) -> SafeString:
    """The hints of one field, for the form; the buttons only for an article that is stored."""
    return render_to_string(f"admin/{FOLDER}/hints.html", rows(found, may_decide))


def rows(found: findings.Hints, may_decide: bool) -> dict:
    """The hints, each signed, so that only what was shown can be decided; nothing with ""."""
    pk = found.article.pk

    def signed(finding: Finding) -> str:
        told = [pk, finding.check.code, finding.fingerprint, finding.quote]
        return signing.dumps(told, salt=SALT) if pk and may_decide else ""

    return {
        "article": found.article,
        "open": [(finding, signed(finding)) for finding in found.open],
        "kept": [(one, signed(one.finding)) for one in found.kept],
    }


def put_beside(form, may_decide: bool) -> dict:
    """Let the form show the hints of each field; what its head shows is returned."""
    if form.instance.pk is None and not form.is_bound:
        found = findings.Hints(form.instance)
    else:
        article = copy(form.instance)  # with what the form shows: stored, pending, or posted
        for name in TEXTS:
            if name in form.fields:
                setattr(article, name, form[name].value() or "")
        found = findings.hints_as_typed(article)
    names = [name for name in FIELDS if name in form.fields]
    for name in names:
        form.show_beside(name, format_html(BESIDE, name, piece(found.of(name), may_decide)))
    rest = piece(found.besides(names), may_decide)
    return {"hints": found, "rest": rest, "article": found.article, "may_decide": may_decide}


STALE = "这条提示已有变化，请刷新页面。"
HINTS = "admin:articles_article_hints"


@require_POST
def typed(request, admin):
    """The hints for the text as typed, grouped by field; nothing is stored."""
    refuse_without(request, admin, "change", "add")
    may_decide = admin.has_change_permission(request)
    form = CheckedForm(request.POST)
    page = f"admin/{FOLDER}/hints_typed.html"
    if not form.is_valid():
        return render(request, page, {"form": form}, status=400)
    found = findings.hints_as_typed(form.as_typed())
    pieces = [(name, piece(found.of(name), may_decide)) for name in FIELDS]
    rest = piece(found.besides(FIELDS), may_decide)
    return render(request, page, {"hints": found, "pieces": [*pieces, ("", rest)]})


@of_article("change")
def hints(page: ArticlePage):
    """The hints of an article as its editor sees it; a POST keeps one, or takes that back."""
    form = DecisionForm(page.request.POST if page.is_post else None)
    if form.is_bound:
        errors = [str(error) for errors in form.errors.values() for error in errors]
        wrong = "；".join(errors) or _decide(page, form.cleaned_data)
        if form.data.get("quiet"):  # a script asks: no page in answer
            return HttpResponse(wrong, status=409 if wrong else 204, content_type="text/plain")
        if not wrong:
            return redirect(HINTS, page.article.pk)
        messages.error(page.request, wrong)
    found = findings.hints_as_typed(publishing.as_edited(stored(page.article.pk))[0])
    status = 422 if form.is_bound else 200
    return page.show("hints_page", "文章提示", status, hints=found, **rows(found, True))


def _decide(page, given):
    """Record the decision; what is wrong with it in a sentence, or nothing."""
    try:
        pk, code, fingerprint, quote = signing.loads(given["hint"], salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return STALE
    if pk != page.article.pk or code not in REGISTRY:
        return STALE
    about = {"code": code, "fingerprint": fingerprint, "quote": quote, "note": given["note"]}
    try:
        findings.decide(
            article=page.article, user=page.request.user, kept=given["act"] == "keep", **about
        )
        return ""
    except findings.AlreadyDecidedError as error:
        return str(error)


@require_safe
def checkup(request, admin):
    """The published articles with open hints, a stretch at a time."""
    refuse_without(request, admin, "change")
    form = CheckupForm(request.GET, label_suffix="")
    found, wanted = findings.load_page(**form.wanted), form.wanted
    return show(request, admin, "checkup", "文章体检", form=form, found=found, wanted=wanted)
