"""The pages 撤下, 退回修改 and 放弃未发布的修改: acts on the stored article, asked once more."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404

from articles.admin.page import ArticlePage, of_article, refuse_without, stored
from articles.models import Article
from articles.workflow import publishing, review
from firm.models import SiteSettings


class NoteForm(forms.Form):
    note = forms.CharField(
        label="修改说明",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class ReasonForm(NoteForm):
    note = forms.CharField(
        label="修改要求",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        error_messages={"required": "请写明修改要求，供撰稿人参考。"},
    )


@dataclass(frozen=True)
class AskedAct:
    """An act on the stored article; its form asks for what the service is given."""

    service: Callable
    right: str
    form: type[forms.Form]
    title: str
    button: str
    done: str
    warning: str


ASKED_ACTS = {
    review.WITHDRAW: AskedAct(
        publishing.withdraw,
        right="publish",
        form=NoteForm,
        title="撤下文章",
        button="撤下",
        done="已撤下。",
        warning=f"撤下后，文章不再出现在网站任何位置，{review.GONE}"
        "尚未失效的外部预览链接同时作废。撤下后可以重新发布。",
    ),
    review.RETURN: AskedAct(
        publishing.send_back,
        right="publish",
        form=ReasonForm,
        title="退回修改",
        button="退回",
        done="已退回修改。",
        warning="退回后不再等待审核，撰稿人修改后可以重新送审。访客看到的内容不变。",
    ),
    review.DROP: AskedAct(
        publishing.drop_pending,
        right="change",
        form=forms.Form,
        title="放弃未发布的修改",
        button="放弃这次修改",
        done="未发布的修改已经放弃。",
        warning="放弃后，编辑页面恢复为访客看到的版本。放弃的内容仍在历史记录中，需要时可以恢复。",
    ),
}


def possible(article: Article, user) -> set[str]:
    return review.possible_acts(article, user, second_person=SiteSettings.load().second_person)


@of_article("view")
def ask(page: ArticlePage, act: str):
    """Shows a confirmation page on GET, acts on POST; the service decides whether it is allowed."""
    if act not in ASKED_ACTS:
        raise Http404("操作不存在")
    asked = ASKED_ACTS[act]
    refuse_without(page.request, page.admin, asked.right)
    form = asked.form(page.request.POST if page.is_post else None)
    if not form.is_valid():
        return page.show(
            "confirm",
            asked.title,
            status=422 if form.is_bound else 200,
            form=form,
            asked=asked,
            allowed=act in possible(page.article, page.request.user),
        )
    try:
        kept = asked.service(article=page.article, user=page.request.user, **form.cleaned_data)
    except publishing.PublishingError as refused:
        return page.done(str(refused), messages.ERROR)
    note = f"修改说明：{kept.note}" if kept.note else ""
    page.log(f"{kept.get_act_display()}第{kept.number}版。{note}")
    return page.done(f"{asked.done}{review.status_sentence(stored(page.article.pk))}")
