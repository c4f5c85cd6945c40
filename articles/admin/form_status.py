"""The state of an article as its form shows it, and the messages after it was saved."""

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR

from articles.admin import acts, checks, law
from articles.admin.form import ArticleForm
from articles.admin.page import stored
from articles.models import Article, State
from articles.workflow import as_stored, status_text, transitions

STILL_A_STUB = "这篇还是“待补全”，补写正文以前不出现在列表和搜索里，请尽快补写。"


def form_context(article: Article | None, form: ArticleForm, user) -> dict:
    """Buttons, public state, reviewer's note, edit conflict; `article` is None for a new one."""
    shown = article or Article(area=None)
    possible, labels = acts.possible(shown, user), transitions.labels(shown)
    return {
        "writing": [(act, labels[act]) for act in labels if act in possible],
        "acts": possible,
        "standing": _standing(article) if article else None,
        "returned": as_stored.wish_of_reviewer(article) if article else None,
        "newer": getattr(form.refused, "revision", None),
        "version": form["version"].value() if "version" in form.fields else None,
    }


def _standing(article):
    """The public state of an article, which the pending content does not show."""
    row = stored(article.pk)
    return row.stage, status_text.sentence(row)


def tell(request, form: ArticleForm, formsets) -> None:
    """Say what was done, what visitors see now, and what is advised; nothing in a popup's list."""
    article = form.instance
    if article.pending_id and form.kept:
        for words in law.pending_warnings(article):
            messages.warning(request, f"引用提示：{words}")
    if IS_POPUP_VAR not in request.POST:
        row = stored(article.pk)
        messages.success(request, f"{form.said(formsets)}{status_text.sentence(row)}")
        if row.is_stub and row.state == State.PUBLISHED and form.act == transitions.PUBLISH:
            messages.warning(request, STILL_A_STUB)
    checks.tell(request, article)
