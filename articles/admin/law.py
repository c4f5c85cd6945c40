"""The law in the editorial office: the panel 引用与提示, as saved and as typed."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from articles.admin.page import FOLDER, refuse_who_cannot_write
from articles.law import live_check
from articles.quality.forms import TypedForm
from statutes.base.enums import Reason

FOUND = f"{FOLDER}/law_found.html"
WITH_TEXTS = {Reason.MISQUOTED, Reason.BEYOND, Reason.MISSING}
CHECKED = ("body", "title", "summary", "checked_on")


def found_in(article) -> live_check.Findings:
    """What an article cites: as saved, until the script shows it as typed."""
    stored = list(article.citations.select_related("statute", "leads_to")) if article.pk else []
    found = live_check.findings(stored)
    # The stored citations are those of what visitors read, and know no texts to set side by side.
    if article.pending_id or any(one.reason in WITH_TEXTS for one in stored):
        return _as_edited(article)
    return found


def _as_edited(article):
    given = {name: getattr(article, name) for name in CHECKED}
    return live_check.check(article=article, **given)


def pending_warnings(article) -> list[str]:
    """What is to be said of a change that waits: it is not stored as citing yet; each once."""
    new = [group.first.words for group in _as_edited(article).warned if not group.is_kept]
    return list(dict.fromkeys(new))


@require_POST
def typed(request, admin):
    """The panel for a text as typed; nothing is stored."""
    refuse_who_cannot_write(request, admin)
    form = TypedForm(request.POST)
    if not form.is_valid():
        return render(request, FOUND, {"form": form}, status=400)
    found = live_check.check(**form.cleaned_data)
    return render(request, FOUND, {"found": found, "article": form.cleaned_data["article"]})
