"""What may be done to many articles at once: what is asked for, by whom, and what then follows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from articles.admin.tag_names import TagNamesField
from articles.models import Article
from articles.workflow import amending, as_stored, publishing
from articles.workflow.batches import Service
from firm.base.forms import field_of
from firm.models import PracticeArea

NOTHING_NAMED = "请写要加上的标签，或者勾选要去掉的标签。"
BY_MANY = "批量操作："


class BulkForm(forms.Form):
    """What is asked before an act on many articles; nothing, as a rule."""

    def __init__(self, articles, *args, **kwargs):
        super().__init__(*args, **kwargs)


class AreaForm(BulkForm):
    """The area to put them under."""

    area = forms.ModelChoiceField(
        PracticeArea.objects.select_related("parent"),
        label="改到哪个领域",
        empty_label="请选择",
        error_messages={"required": "请选择领域。"},
    )


class TagsForm(BulkForm):
    """Tags that all of them get, and tags that none of them keeps."""

    add = TagNamesField(label="加上标签")
    drop = forms.MultipleChoiceField(
        label="去掉标签", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, articles, *args, **kwargs):
        super().__init__(articles, *args, **kwargs)
        names = sorted(_tags_of(articles))
        field_of(self, "drop", forms.MultipleChoiceField).choices = [(one, one) for one in names]

    def clean(self):
        super().clean()
        named = self.cleaned_data.get("add") or self.cleaned_data.get("drop")
        if not self.errors and not named:
            raise forms.ValidationError(NOTHING_NAMED)
        return self.cleaned_data


def _tags_of(articles):
    """The names on the articles, and on their changes that are not published yet."""
    rows = Article.objects.filter(pk__in=articles)
    stored = rows.filter(tags__isnull=False).values_list("tags__name", flat=True)
    waiting = rows.filter(pending__isnull=False).values_list("pending__content__tags", flat=True)
    return {*stored, *(name for names in waiting for name in names)}


@dataclass(frozen=True)
class BulkAct:
    """One button under the list.

    `words` says what was done, in a clause, `service` does it to one article; both are given what
    the form asked for, and who acts.
    """

    name: str
    button: str
    right: str
    title: str
    warning: str
    words: Callable[[dict, Any], str]
    service: Callable[[dict, Any, str], Service]
    form: type[BulkForm] = BulkForm


def _as_stored(service: Service):
    return lambda given, user, note: service


def _words_of_tags(given, user):
    added = "、".join(f"“{name}”" for name in given["add"])
    dropped = "、".join(f"“{name}”" for name in given["drop"])
    clauses = [f"加上标签{added}" if added else "", f"去掉标签{dropped}" if dropped else ""]
    return "，".join(filter(None, clauses))


def _words_of_check(given, user):
    return f"标为{user.lawyer.title}{date_format(timezone.localdate())}核对"


ACTS = [
    BulkAct(
        "set_area",
        "改领域",
        right="change",
        title="改领域",
        warning="原来的领域被替换，网址不变。",
        form=AreaForm,
        words=lambda given, user: f"领域改为“{given['area'].name}”",
        service=lambda given, user, note: partial(amending.set_area, note=note, **given),
    ),
    BulkAct(
        "set_tags",
        "改标签",
        right="change",
        title="加上或去掉标签",
        warning="其他标签不变。",
        form=TagsForm,
        words=_words_of_tags,
        service=lambda given, user, note: partial(amending.set_tags, note=note, **given),
    ),
    BulkAct(
        "set_checked",
        "标为今天核对",
        right="check",
        title="标为今天核对",
        warning="以您的名义写明：今天已按现行法律核对全文。日期和姓名显示在文章上。",
        words=_words_of_check,
        service=lambda given, user, note: partial(amending.set_checked, note=note, by=user.lawyer),
    ),
    BulkAct(
        "submit_many",
        "送审",
        right="change",
        title="送审",
        warning="能发布文章的同事会收到一封提醒邮件。",
        words=lambda given, user: "送审",
        service=_as_stored(as_stored.submit),
    ),
    BulkAct(
        "publish_many",
        "发布",
        right="publish",
        title="发布",
        warning="发布时间已到的马上显示，其余的到时自动显示。",
        words=lambda given, user: "发布",
        service=_as_stored(as_stored.publish),
    ),
    BulkAct(
        "withdraw_many",
        "撤下",
        right="publish",
        title="撤下",
        warning="撤下后，原网址显示“这篇文章已经撤下”，外部预览链接同时作废。可以重新发布。",
        words=lambda given, user: "撤下",
        service=_as_stored(publishing.withdraw),
    ),
]
BY_NAME = {act.name: act for act in ACTS}
