"""What is done to many articles at once, from their list: asked once more, done, taken back."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from articles.admin.page import refuse_without, show
from articles.admin.tags import TagNamesField
from articles.models import Article, State
from articles.workflow import amending, batches, publishing
from articles.workflow.batches import KIND, Service
from articles.workflow.publishing import PublishingError
from firm.base.forms import field_of
from firm.models import Batch, BatchItem, PracticeArea
from firm.site.batches import token_of

LIST = "admin:articles_article_changelist"
BATCH = "articles_batch"  # in the session: what the list offers to take back when it is next shown
MOST_NAMED, SHOWN, MOST_SHOWN = 5, 20, 50
LONGEST_QUERY = 1000
BY_MANY = "批量操作："
NOTHING_NAMED = "请写要加上的标签，或者勾选要去掉的标签。"
TOO_MANY = "一次最多处理{}篇，请缩小范围后分次处理。"
STUBS = "其中{}篇仍为“待补全”，补写正文之前不出现在列表和搜索中，请尽快补写。"
TAKEN_BACK = "这批操作已经撤销，如需再做，请从列表里重新选择。"
AND_MORE = "另有{}篇未处理，见“批量操作记录”。"
SHOWS_AT_ONCE = "其中{}篇已公开，改动马上显示在网站上。"
WAITS = "其中{}篇已公开，改动存为未发布的修改，发布后才显示。"
IN_REVIEW = "其中{}篇正在等待审核，不会改动。"
BACK = "已撤销：{}，{}篇恢复原状。"
NOT_YOURS = "这批操作不是您做的，请由操作人或者能发布文章的同事撤销。"


class AreaForm(forms.Form):
    area = forms.ModelChoiceField(
        PracticeArea.objects.select_related("parent"),
        label="改到哪个领域",
        empty_label="请选择",
        error_messages={"required": "请选择领域。"},
    )


class TagsForm(forms.Form):
    add = TagNamesField(label="加上标签")
    drop = forms.MultipleChoiceField(
        label="去掉标签", required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer(self, articles: list[int]) -> None:
        """The names on the articles, and on their changes that are not published yet."""
        rows = Article.objects.filter(pk__in=articles)
        names = set(rows.filter(tags__isnull=False).values_list("tags__name", flat=True))
        waiting = rows.filter(pending__isnull=False)
        names.update(*waiting.values_list("pending__content__tags", flat=True))
        choices = [(one, one) for one in sorted(names)]
        field_of(self, "drop", forms.MultipleChoiceField).choices = choices

    def clean(self):
        super().clean()
        named = self.cleaned_data.get("add") or self.cleaned_data.get("drop")
        if not self.errors and not named:
            raise forms.ValidationError(NOTHING_NAMED)
        return self.cleaned_data


@dataclass(frozen=True)
class BulkAct:
    """One button under the list: `words` says what was done, `service` does it to one article.

    Both are given what the form asked for, and who acts. Without `words` it is the button's.
    """

    name: str
    button: str
    right: str
    warning: str
    service: Callable[[dict, Any, str], Service]
    words: Callable[[dict, Any], str] | None = None
    title: str = ""
    form: type[forms.Form] = forms.Form

    def action(self):
        @admin.action(description=self.button, permissions=[self.right])
        def asked(office, request, queryset):
            return _answer(self, office, request, queryset)

        asked.__name__ = self.name
        return asked


ACTS = [
    BulkAct(
        "set_area",
        "改领域",
        right="change",
        warning="原来的领域被替换，网址不变。",
        form=AreaForm,
        words=lambda given, user: f"领域改为“{given['area'].name}”",
        service=lambda given, user, note: partial(amending.amend, note=note, **given),
    ),
    BulkAct(
        "set_tags",
        "改标签",
        right="change",
        title="加上或去掉标签",
        warning="其他标签不变。",
        form=TagsForm,
        words=lambda given, user: "，".join(
            f"{label}标签{'、'.join(f'“{name}”' for name in given[key])}"
            for key, label in (("add", "加上"), ("drop", "去掉"))
            if given[key]
        ),
        service=lambda given, user, note: partial(amending.amend, note=note, **given),
    ),
    BulkAct(
        "set_checked",
        "标为今天核对",
        right="check",
        warning="以您的名义写明：今天已按现行法律核对全文。日期和姓名显示在文章上。",
        words=lambda given, user: f"标为{user.lawyer.title}{date_format(timezone.localdate())}核对",
        service=lambda given, user, note: partial(
            amending.amend, note=note, checked_on=timezone.localdate(), checked_by=user.lawyer
        ),
    ),
    BulkAct(
        "submit_many",
        "送审",
        right="change",
        warning="能发布文章的同事会收到一封提醒邮件。",
        service=lambda *_: amending.submit,
    ),
    BulkAct(
        "publish_many",
        "发布",
        right="publish",
        warning="发布时间已到的马上显示，其余的到时自动显示。",
        service=lambda *_: amending.publish,
    ),
    BulkAct(
        "withdraw_many",
        "撤下",
        right="publish",
        warning="撤下后，原网址显示“这篇文章已经撤下”，外部预览链接同时作废。可以重新发布。",
        service=lambda *_: publishing.withdraw,
    ),
]
BY_NAME = {act.name: act for act in ACTS}
ACTIONS = [act.action() for act in ACTS]


def _answer(act, office, request, queryset):
    """The page that asks; sent by it, the list where it stood, with what was done."""
    keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: batches.MOST + 1])
    if len(keys) > batches.MOST:
        return messages.error(request, TOO_MANY.format(batches.MOST))
    form = act.form(request.POST if "confirmed" in request.POST else None)
    if isinstance(form, TagsForm):
        form.offer(keys)
    if form.is_valid():
        _do(act, request, keys, form.cleaned_data)
        back = request.POST.get("back", "")[:LONGEST_QUERY]
        return redirect(f"{reverse(LIST)}{'?' if back else ''}{back}")
    rows, forecast = Article.objects.filter(pk__in=keys), []
    if act.name.startswith("set_"):  # what is public, and what waits for somebody else
        public = rows.filter(state=State.PUBLISHED, submitted_at=None).count()
        waiting = rows.filter(submitted_at__isnull=False).count()
        words = SHOWS_AT_ONCE if amending.may_publish_alone(request.user) else WAITS
        forecast = [one.format(n) for one, n in ((words, public), (IN_REVIEW, waiting)) if n]
    return show(
        request,
        office,
        "bulk",
        act.title or act.button,
        status=422 if form.is_bound else 200,
        act=act,
        form=form,
        number=len(keys),
        titles=rows.order_by("pk").values_list("title", flat=True)[:SHOWN],
        forecast=forecast,
        chosen=keys,
        checkbox=ACTION_CHECKBOX_NAME,
        token=request.POST.get("token") or secrets.token_hex(16),
        back=request.POST.get("back", request.GET.urlencode()),
    )


def _do(act, request, keys, given):
    user = request.user
    words = act.words(given, user) if act.words else act.button
    service = act.service(given, user, f"{BY_MANY}{words}")
    token = token_of(request.POST.get("token"), user.pk, words, keys)
    batch, is_new = batches.do(
        token=token, act=act.name, words=words, keys=keys, user=user, service=service
    )
    if batch.taken_back_at:
        return messages.error(request, TAKEN_BACK)
    articles = Article.objects.filter(pk__in=[int(one.record) for one in batch.done])
    if articles:
        request.session[BATCH] = batch.pk
    if is_new and articles:
        LogEntry.objects.log_actions(user.pk, articles, CHANGE, f"{BY_MANY}{words}。")
    if act.name == "publish_many" and (stubs := sum(one.is_stub for one in articles)):
        messages.warning(request, STUBS.format(stubs))
    return _tell(request, list(batch.items.filter(mark=None)))


def _tell(request, items):
    """Name the articles that were left as they are, each with the reason; the first ones."""
    for item in items[:MOST_NAMED]:
        messages.warning(request, f"《{item.title}》：{item.why}")
    if len(items) > MOST_NAMED:
        messages.warning(request, AND_MORE.format(len(items) - MOST_NAMED))


def may_take_back(office, request, batch: Batch) -> bool:
    """Whether a person may: who did it, or may publish; with the right that the act asks for."""
    concerned = batch.made_by_id == request.user.pk or office.has_publish_permission(request)
    act = BY_NAME.get(batch.act)
    return bool(concerned and act and getattr(office, f"has_{act.right}_permission")(request))


@require_safe
def listed(request, admin):
    """All batches of the last day, the newest first, and whether a person may take each back."""
    refuse_without(request, admin, "change")
    found = KIND.rows().select_related("made_by", "taken_back_by")
    found = found.prefetch_related(Prefetch("items", BatchItem.objects.defer("before")))
    rows = []
    for one in found[:MOST_SHOWN]:
        is_open = one.is_open and any(item.mark for item in one.items.all())
        rows.append((one, is_open and may_take_back(admin, request, one)))
    return show(request, admin, "batches", "批量操作记录", rows=rows)


@require_POST
def take_back(request, admin, pk: int):
    """Undo one batch; what somebody has touched since is named."""
    refuse_without(request, admin, "change")
    batch = get_object_or_404(KIND.rows(), pk=pk)
    if not may_take_back(admin, request, batch):
        messages.error(request, NOT_YOURS)
        return redirect(LIST)
    try:
        batch = batches.take_back(batch=batch, user=request.user)
    except PublishingError as refused:
        messages.error(request, str(refused))
        return redirect(LIST)
    left = list(batch.done.exclude(why=""))
    messages.success(request, BACK.format(batch.words, batch.done.count() - len(left)))
    _tell(request, left)
    return redirect(LIST)


def offered(request) -> Batch | None:
    """What the list offers to take back: the batch of just now, once."""
    pk = request.session.pop(BATCH, None)
    batch = KIND.rows().filter(pk=pk).first() if pk else None
    return batch if batch and batch.is_open else None
