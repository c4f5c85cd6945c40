"""The checks in the form of an article: hints beside the fields, the others at its head.

They are told of what the form shows, and never keep anything from being saved.
"""

from copy import copy

from django.contrib import messages
from django.core import signing
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.page import FOLDER
from articles.models import Article
from articles.quality import findings
from articles.quality.checks import Finding

SALT = "articles.hints"
# The fields of the form that hints stand beside; the others' stand at its head.
FIELDS = ["title", "summary", "body", "checked_on", "jurisdiction", "source", "ai_assisted"]
TEXTS = ["title", "summary", "body"]
TOLD = "有{number}项提示{grave}，在编辑页各栏下面，可以改写，或写明理由保留。"
GRAVE = "，其中{}项可能违反规定"
BESIDE = '<div class="hints" data-hints="{}">{}</div>'


def signed_finding(article: Article, finding: Finding) -> str:
    """A finding as the page sends it back; signed, so that only what was shown can be decided."""
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
        return signed_finding(article, finding) if article.pk and may_decide else ""

    return {
        "article": article,
        "open": [(finding, seal(finding)) for finding in found.open],
        "kept": [(one, seal(one.finding)) for one in found.kept],
    }


def put_beside(form, may_decide: bool) -> dict:
    """Let the form show the hints of each field; what its head shows is returned."""
    fresh = form.instance.pk is None and not form.is_bound
    found = findings.Hints(form.instance) if fresh else findings.hints_as_typed(_shown(form))
    names = [name for name in FIELDS if name in form.fields]
    for name in names:
        form.show_beside(name, format_html(BESIDE, name, piece(found.of(name), may_decide)))
    rest = piece(found.besides(names), may_decide)
    return {"hints": found, "rest": rest, "article": found.article, "may_decide": may_decide}


def _shown(form):
    """An article with what the form shows: as stored, as pending, or as it was posted."""
    article = copy(form.instance)
    for name in TEXTS:
        if name in form.fields:
            setattr(article, name, form[name].value() or "")
    return article


def tell(request, article: Article) -> None:
    """Say after saving how much is advised, the grave as a warning."""
    found = findings.hints_as_typed(article)
    if found.open:
        grave = GRAVE.format(found.grave) if found.grave else ""
        words = TOLD.format(number=len(found.open), grave=grave)
        (messages.warning if found.grave else messages.info)(request, words)
