"""What is done to many articles at once, from their list: asked once more, done, taken back."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from articles.admin.form import TagNamesField
from articles.admin.page import refuse_without, show
from articles.models import Article, State
from articles.workflow import amending, batches, publishing
from articles.workflow.batches import KIND, Service
from articles.workflow.publishing import PublishingError
from firm.base.forms import field_of
from firm.models import Batch, BatchItem, PracticeArea
from firm.site.batches import ask, bound

LIST = "admin:articles_article_changelist"
BATCH = "articles_batch"  # in the session: what the list offers to take back when it is next shown
MOST_NAMED, SHOWN, MOST_SHOWN = 5, 20, 50
BY_MANY = "批量操作："
NOTHING_NAMED = "请写要加上的标签，或者勾选要去掉的标签。"
TOO_MANY = "一次最多处理{}篇，请缩小范围后分次处理。"
STUBS = "其中{}篇仍为“待补全”，补写正文之前不出现在列表和搜索中，请尽快补写。"
AND_MORE = "另有{}篇未处理，见“批量操作记录”。"
SHOWS_AT_ONCE = "其中{}篇已公开，改动马上显示在网站上。"
WAITS = "其中{}篇已公开，改动存为未发布的修改，发布后才显示。"
IN_REVIEW = "其中{}篇正在等待审核，不会改动。"
BACK = "已撤销：{}，{}篇恢复原状。"
NOT_YOURS = "这批操作不是您所作，请由操作人或者能发布文章的同事撤销。"


class Act(forms.Form):
    """One button under the list, with what it asks for; `does` it to one article."""

    name = button = title = warning = ""
    right = "change"
    does: Service

    def words(self, user) -> str:
        return self.button

    def given(self, user) -> dict[str, Any]:
        return {}


class Amendment(Act):
    does = staticmethod(amending.amend)

    def given(self, user):
        return {"note": f"{BY_MANY}{self.words(user)}", **self.cleaned_data}


class SetArea(Amendment):
    name, button = "set_area", "改领域"
    warning = "原来的领域被替换，网址不变。"
    area = forms.ModelChoiceField(
        PracticeArea.objects.select_related("parent"),
        label="改到哪个领域",
        empty_label="请选择",
        error_messages={"required": "请选择领域。"},
    )

    def words(self, user):
        return f"领域改为“{self.cleaned_data['area'].name}”"


class SetTags(Amendment):
    name, button, title = "set_tags", "改标签", "加上或去掉标签"
    warning = "其他标签不变。"
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

    def words(self, user):
        return "，".join(
            f"{label}标签{'、'.join(f'“{name}”' for name in self.cleaned_data[key])}"
            for key, label in (("add", "加上"), ("drop", "去掉"))
            if self.cleaned_data[key]
        )


class SetChecked(Amendment):
    name, button, right = "set_checked", "标为今天核对", "check"
    warning = "以您的名义写明：今天已按现行法律核对全文。日期和姓名显示在文章上。"

    def words(self, user):
        return f"标为{user.lawyer.title}{date_format(timezone.localdate())}核对"

    def given(self, user):
        checked = {"checked_on": timezone.localdate(), "checked_by": user.lawyer}
        return {**super().given(user), **checked}


class Submit(Act):
    name, button = "submit_many", "送审"
    warning = "能发布文章的同事会收到一封提醒邮件。"
    does = staticmethod(amending.submit)


class Publish(Act):
    name, button, right = "publish_many", "发布", "publish"
    warning = "发布时间已到的马上显示，其余的到时自动显示。"
    does = staticmethod(amending.publish)


class Withdraw(Act):
    name, button, right = "withdraw_many", "撤下", "publish"
    warning = "撤下后，原网址显示“这篇文章已经撤下”，外部预览链接同时作废。可以重新发布。"
    does = staticmethod(publishing.withdraw)


ACTS = {act.name: act for act in (SetArea, SetTags, SetChecked, Submit, Publish, Withdraw)}


def _action(act):
    @admin.action(description=act.button, permissions=[act.right])
    def asked(office, request, queryset):
        return _ask(act, office, request, queryset)

    asked.__name__ = act.name
    return asked


ACTIONS = [_action(act) for act in ACTS.values()]


def _ask(act, office, request, queryset):
    keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: batches.MOST + 1])
    if len(keys) > batches.MOST:
        return messages.error(request, TOO_MANY.format(batches.MOST))
    form, rows = bound(request, act), Article.objects.filter(pk__in=keys)
    if isinstance(form, SetTags):
        form.offer(keys)
    sent = {ACTION_CHECKBOX_NAME: keys, "index": [0], "action": [act.name]}

    def page(**given):
        titles, forecast = rows.order_by("pk").values_list("title", flat=True)[:SHOWN], []
        if isinstance(form, Amendment):  # what is public, and what waits for somebody else
            public = rows.filter(state=State.PUBLISHED, submitted_at=None).count()
            waiting = rows.filter(submitted_at__isnull=False).count()
            words = SHOWS_AT_ONCE if amending.may_publish_alone(request.user) else WAITS
            forecast = [one.format(n) for one, n in ((words, public), (IN_REVIEW, waiting)) if n]
        given |= {"number": len(keys), "titles": titles, "forecast": forecast}
        given["button"] = f"{act.button}（{len(keys)}篇）"
        return show(request, office, "bulk", act.title or act.button, **given)

    return ask(request, form, LIST, partial(_do, request, form, keys), page, sent)


def _do(request, act, keys, token):
    user, words = request.user, act.words(request.user)
    known = {"token": token, "act": act.name, "words": words, "keys": keys, "user": user}
    batch, is_new = batches.do(**known, service=partial(act.does, **act.given(user)))
    if batch.taken_back_at:
        return batch
    articles = Article.objects.filter(pk__in=[int(one.record) for one in batch.done])
    if articles:
        request.session[BATCH] = batch.pk
    if is_new and articles:
        LogEntry.objects.log_actions(user.pk, articles, CHANGE, f"{BY_MANY}{words}。")
    if act.name == "publish_many" and (stubs := sum(one.is_stub for one in articles)):
        messages.warning(request, STUBS.format(stubs))
    _tell(request, list(batch.left))
    return batch


def _tell(request, items):
    """Name the articles that were left as they are, each with the reason; the first ones."""
    for item in items[:MOST_NAMED]:
        messages.warning(request, f"《{item.title}》：{item.why}")
    if len(items) > MOST_NAMED:
        messages.warning(request, AND_MORE.format(len(items) - MOST_NAMED))


def may_take_back(office, request, batch: Batch) -> bool:
    """Whether a person may: who did it, or may publish; with the right that the act asks for."""
    concerned = batch.made_by_id == request.user.pk or office.has_publish_permission(request)
    act = ACTS.get(batch.act)
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
    try:
        if not may_take_back(admin, request, batch):
            raise PublishingError(NOT_YOURS)
        batch = batches.take_back(batch=batch, user=request.user)
    except PublishingError as refused:
        messages.error(request, str(refused))
    else:
        left = list(batch.left)
        messages.success(request, BACK.format(batch.words, batch.done.count() - len(left)))
        _tell(request, left)
    return redirect(LIST)


def offered(request) -> Batch | None:
    """What the list offers to take back: the batch of just now, once."""
    pk = request.session.pop(BATCH, None)
    batch = KIND.rows().filter(pk=pk).first() if pk else None
    return batch if batch and batch.is_open else None
