"""What is done to many articles at once, from their list: asked once more, done, taken back."""

import hashlib
import secrets

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.shortcuts import redirect
from django.urls import reverse

from articles.admin.bulk_acts import ACTS, BY_MANY, BulkAct
from articles.admin.page import show
from articles.models import Article, State
from articles.workflow import amending, batches

LIST = "admin:articles_article_changelist"
BATCH = "articles_batch"  # in the session: what the list offers to take back when it is next shown
MOST_NAMED, SHOWN = 5, 20
LONGEST_QUERY = 1000
TOO_MANY = "一次最多处理{}篇，请缩小范围后分次处理。"
STUBS = "其中{}篇仍为“待补全”，补写正文之前不出现在列表和搜索中，请尽快补写。"
TAKEN_BACK = "这批操作已经撤销，如需再做，请从列表里重新选择。"
AND_MORE = "另有{}篇未处理，见“批量操作记录”。"
SHOWS_AT_ONCE = "其中{}篇已公开，改动马上显示在网站上。"
WAITS = "其中{}篇已公开，改动存为未发布的修改，发布后才显示。"
IN_REVIEW = "其中{}篇正在等待审核，不会改动。"


class Action:
    """One act as Django's lists know their actions: a callable with a name and a description."""

    def __init__(self, act: BulkAct):
        self.act = act
        admin.action(description=act.button, permissions=[act.right])(self)

    @property
    def __name__(self) -> str:
        return self.act.name

    def __call__(self, office, request, queryset):
        return _answer(self.act, office, request, queryset)


def _answer(act, office, request, queryset):
    """The page that asks, or, sent by it, what was done; the list stands where it stood."""
    keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: batches.MOST + 1])
    if len(keys) > batches.MOST:
        return messages.error(request, TOO_MANY.format(batches.MOST))
    confirmed = "confirmed" in request.POST
    form = act.form(keys, request.POST if confirmed else None)
    if not form.is_valid():
        return _ask(act, office, request, keys, form)
    _do(act, request, keys, form.cleaned_data)
    back = request.POST.get("back", "")[:LONGEST_QUERY]
    return redirect(f"{reverse(LIST)}{'?' if back else ''}{back}")


def _ask(act, office, request, keys, form):
    rows = Article.objects.filter(pk__in=keys)
    return show(
        request,
        office,
        "bulk",
        act.title,
        status=422 if form.is_bound else 200,
        act=act,
        form=form,
        number=len(keys),
        titles=rows.order_by("pk").values_list("title", flat=True)[:SHOWN],
        forecast=_forecast(act, request.user, rows),
        chosen=keys,
        checkbox=ACTION_CHECKBOX_NAME,
        token=request.POST.get("token") or secrets.token_hex(16),
        back=request.POST.get("back", request.GET.urlencode()),
    )


def _forecast(act, user, rows):
    """What will not go as with the others: what is public, what waits for somebody else."""
    if not act.name.startswith("set_"):
        return []
    public = rows.filter(state=State.PUBLISHED, submitted_at=None).count()
    waiting = rows.filter(submitted_at__isnull=False).count()
    shown = SHOWS_AT_ONCE if amending.may_publish_alone(user) else WAITS
    return [words.format(one) for words, one in ((shown, public), (IN_REVIEW, waiting)) if one]


def _do(act, request, keys, given):
    words = act.words(given, request.user)
    service = act.service(given, request.user, f"{BY_MANY}{words}")
    known = {"token": _token(request, words, keys), "act": act.name, "words": words}
    batch, is_new = batches.do(**known, keys=keys, user=request.user, service=service)
    if batch.taken_back_at:
        return messages.error(request, TAKEN_BACK)
    done, refused = batches.done(batch), batches.refused(batch)
    articles = [entry.article for entry in done if entry.article]
    if articles:
        request.session[BATCH] = batch.pk
    if is_new and articles:
        said = f"{BY_MANY}{words}。"
        LogEntry.objects.log_actions(request.user.pk, articles, CHANGE, said)
    if act.name == "publish_many" and (stubs := sum(one.is_stub for one in articles)):
        messages.warning(request, STUBS.format(stubs))
    return tell(request, refused)


def _token(request, words, keys):
    """The same for the same wish of the same page alone, which somebody may send twice."""
    page = request.POST.get("token") or secrets.token_hex(16)
    wish = f"{request.user.pk} {page} {words} {keys}"
    return hashlib.sha256(wish.encode()).hexdigest()[:32]


def tell(request, entries) -> None:
    """Name the articles that were left as they are, each with the reason; the first ones."""
    for entry in entries[:MOST_NAMED]:
        messages.warning(request, f"《{entry.title}》：{entry.why}")
    if len(entries) > MOST_NAMED:
        messages.warning(request, AND_MORE.format(len(entries) - MOST_NAMED))


ACTIONS = [Action(act) for act in ACTS]
