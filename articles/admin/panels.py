"""The panels beside the text of an article: the law it cites, its lengths, what each says while
folded. A set of fields gets a panel by being there; what that says stands in `SAID`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import flatten
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from articles.admin.page import FOLDER, refuse_without
from articles.law import citations, live_check
from articles.models import Article, State, text
from articles.quality.forms import TypedForm
from articles.workflow import publishing, review
from firm.base import dates
from richtext.core import tree
from richtext.core.sanitise import bounded
from statutes.base import Level, Reason, max_length

# The law in the editorial office: the panel 引用与提示, as saved and as typed.

FOUND = f"admin/{FOLDER}/law_found.html"
WITH_TEXTS = {Reason.MISQUOTED, Reason.BEYOND, Reason.MISSING}
CHECKED = ("body", "title", "summary", "checked_on")


def _as_edited(article):
    given = {name: getattr(article, name) for name in CHECKED}
    return live_check.check(article=article, **given)


def pending_warnings(article) -> list[str]:
    """What is to be said of a change that waits: it is not stored as citing yet; each once."""
    new = [group.first.words for group in _as_edited(article).warned if not group.is_stored]
    return list(dict.fromkeys(new))


@require_POST
def typed(request, admin):
    """The panel for a text as typed; nothing is stored."""
    refuse_without(request, admin, "change", "add")
    form = TypedForm(request.POST)
    if not form.is_valid():
        return render(request, FOUND, {"form": form}, status=400)
    found = live_check.check(**form.cleaned_data)
    return render(request, FOUND, {"found": found, "article": form.cleaned_data["article"]})


CHECKS = "检查"
UNSAVED = "已修改，尚未保存"
AT_ONCE = "发布后立即显示"
NO_HINTS, SOME_HINTS = "没有提示", "{}项提示"
GRAVE = "，其中{}项可能违反规定"
PICKED, BY_ITSELF = "已选定{}条", "由系统选出"


@dataclass(frozen=True)
class Panel:
    """`said` is shown beside its name; `holds` is what its template fills it with."""

    name: str
    said: str
    template: str
    holds: Any = None
    is_open: bool = False
    counts: dict[str, str] | None = None  # the words of its number, for the script that counts on


def beside(context: dict, article: Article) -> dict:
    """For the page: the fields of the text, and the panels in their order."""
    form, (text, *others) = context["adminform"].form, context["adminform"]
    stored = list(article.citations.select_related("statute", "leads_to")) if article.pk else []
    # The stored citations are those of what visitors read, and know no texts to set side by side.
    if article.pending_id or any(one.reason in WITH_TEXTS for one in stored):
        cited = _as_edited(article)
    else:
        cited = live_check.findings(stored)
    counts = {"none": NO_HINTS, "some": SOME_HINTS, "grave": GRAVE}
    grave = context["hints"].grave or any(one.first.level == Level.RED for one in cited.warned)
    number = len(context["hints"].open) + cited.told
    risky = GRAVE.format(context["hints"].grave) if context["hints"].grave else ""
    said = f"{SOME_HINTS.format(number)}{risky}" if number else NO_HINTS
    shown = [Panel(CHECKS, said, "hints", None, bool(grave), counts)]
    for one in others:
        names = {*flatten(one.fields)}
        typed = form.is_bound and bool(names & {*form.changed_data})
        said = UNSAVED if typed else SAID.get(one.name, lambda article: "")(form.instance)
        shown.append(Panel(one.name, said, "fields", one, bool(names & form.errors.keys())))
        one.name = ""  # the panel says it
    for rows in context["inline_admin_formsets"]:
        formset = rows.formset
        number = len([one for one in formset.initial_forms if one.instance.pk])
        said = PICKED.format(number) if number else BY_ITSELF
        if formset.is_bound and formset.has_changed():
            said = UNSAVED
        wrong = formset.is_bound and formset.total_error_count() > 0
        shown.append(Panel(rows.opts.verbose_name_plural, said, "links", rows, wrong))
    text.name = ""
    return {"text_fields": text, "law": cited, "panels": shown}


def _publishing(article: Article) -> str:
    if article.pk is None or publishing.untimed(article):
        parts = [AT_ONCE]
    elif article.publish_at > timezone.now():
        parts = [f"定于{dates.minute(article.publish_at)}"]
    else:
        day = review.day(article.publish_at)
        parts = [f"{day}起显示" if article.state == State.PUBLISHED else day]
    if article.expires_at:
        parts.append(f"{dates.minute(article.expires_at)}撤下")
    if article.is_stub:
        parts.append("待补全")
    return "，".join(parts)


def _checking(article: Article) -> str:
    if not (article.checked_on and article.checked_by):
        return "未核对"
    day = dates.told(article.checked_on).day
    old = f"，已超过{citations.MONTHS}个月" if citations.is_check_old(article.checked_on) else ""
    return f"{article.checked_by.name}，{day}{old}"


def _source(article: Article) -> str:
    parts = [article.get_source_kind_display(), article.source, article.jurisdiction]
    if article.ai_assisted:
        parts.append("含人工智能生成内容")
    return "，".join(filter(None, parts))


SAID: dict[str, Callable[[Article], str]] = {
    "发布": _publishing,
    "核对": _checking,
    "来源": _source,
    "修改说明": lambda article: "未填写",
}


# How long the parts of an article are, beside their fields; its script counts on.

OF_TEXT = "{}字，约读{}分钟"
OF_LINE = "{{}}/{}字"
LINES = ("title", "summary")
TEXT_BOX = '<p class="words" data-words="{}" data-say="{}" data-pace="{}">{}</p>'
LINE_BOX = '<p class="words" data-words="{}" data-say="{}" data-most="{}">{}</p>'


def put_beside(form) -> None:
    """Let the form show how long each part is; nothing for who may only look."""
    for name in LINES:
        if name in form.fields:
            most, typed = max_length(Article, name), form[name].value() or ""
            say = OF_LINE.format(most)
            told = say.format(len(typed.strip()))
            form.show_beside(name, format_html(LINE_BOX, name, say, most, told))
    if "body" in form.fields:
        plain = tree.plain(bounded(form["body"].value() or ""))
        told = OF_TEXT.format(text.length(plain), text.minutes(plain))
        form.show_beside("body", format_html(TEXT_BOX, "body", OF_TEXT, text.PACE, told))
