"""The pages of the checks: as typed (for the form's script), of one article, of all articles."""

from django.contrib import admin, messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.models import Article
from articles.quality import decisions, findings, report
from articles.quality.checks import REGISTRY, Finding
from articles.quality.forms import CheckedForm, CheckupForm, DecisionForm
from articles.workflow import publishing

FOLDER = "admin/articles/article"
SALT = "articles.hints"
STALE = "这条提示已经变了，请刷新页面再看。"
# The fields of the form that hints stand beside; the others' stand at its head.
FIELDS = ["title", "summary", "body", "checked_on", "jurisdiction", "source", "ai_assisted"]


def sealed(article: Article, finding: Finding) -> str:
    """A finding as the page sends it back; sealed, so that only what was shown is decided on."""
    return signing.dumps(
        [article.pk, finding.check.code, finding.fingerprint, finding.quote], salt=SALT
    )


def piece(found: findings.Hints, may_decide: bool) -> SafeString:
    """The hints of one field, for the form; the buttons only for an article that is stored."""
    return render_to_string(f"{FOLDER}/hints.html", rows(found, may_decide))


def rows(found: findings.Hints, may_decide: bool) -> dict:
    """The hints with what seals them, for the templates; without a seal nothing is offered."""
    article = found.article

    def seal(finding):
        return sealed(article, finding) if article.pk and may_decide else ""

    return {
        "article": article,
        "open": [(finding, seal(finding)) for finding in found.open],
        "kept": [(one, seal(one.finding)) for one in found.kept],
    }


def typed_page(request, may_decide: bool) -> HttpResponse:
    """The hints for a text as typed, a piece for each field; nothing is stored."""
    form = CheckedForm(request.POST)
    page = f"{FOLDER}/hints_typed.html"
    if not form.is_valid():
        return render(request, page, {"form": form}, status=400)
    found = findings.typed(form.as_typed())
    pieces = [(name, piece(found.of(name), may_decide)) for name in FIELDS]
    rest = piece(found.besides(FIELDS), may_decide)
    return render(request, page, {"hints": found, "pieces": [*pieces, ("", rest)]})


def article_page(request, article: Article) -> HttpResponse:
    """The hints of an article as its editor sees it; a POST keeps one, or takes that back."""
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        wrong = "；".join(_errors(form)) or _decide(request, article, form)
        if form.data.get("quiet"):
            return HttpResponse(wrong, status=409 if wrong else 204, content_type="text/plain")
        if not wrong:
            return redirect("admin:articles_article_hints", article.pk)
        messages.error(request, wrong)
    stored = Article.objects.get(pk=article.pk)
    found = findings.typed(publishing.as_edited(stored)[0])
    status = 422 if form.is_bound else 200
    return _page(request, "hints_page.html", "文章提示", status, hints=found, **rows(found, True))


def _errors(form):
    form.is_valid()
    return [error for errors in form.errors.values() for error in errors]


def _decide(request, article, form):
    """Record the decision; what is wrong with it in a sentence, or nothing."""
    given = form.cleaned_data
    try:
        pk, code, fingerprint, quote = signing.loads(given["hint"], salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return STALE
    if pk != article.pk or code not in REGISTRY:
        return STALE
    act = decisions.keep if given["act"] == "keep" else decisions.take_back
    about = {"code": code, "fingerprint": fingerprint, "quote": quote, "note": given["note"]}
    try:
        act(article=article, user=request.user, **about)
    except decisions.AlreadyDecidedError as error:
        return str(error)
    return ""


def checkup_page(request) -> HttpResponse:
    """The published articles with open hints, a stretch at a time."""
    form = CheckupForm(request.GET, label_suffix="")
    wanted = form.wanted
    found = report.load_page(**wanted)
    return _page(request, "checkup.html", "文章体检", 200, form=form, found=found, wanted=wanted)


def _page(request, template, title, status, **context):
    context = {**admin.site.each_context(request), "title": title, "opts": Article._meta, **context}
    return render(request, f"{FOLDER}/{template}", context, status=status)
