"""批量操作记录: what was done to many articles within a day, and taking it back."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from articles.admin.bulk import BATCH, LIST, tell
from articles.admin.bulk_acts import BY_NAME
from articles.admin.page import refuse_without, show
from articles.models import Batch, BatchEntry
from articles.workflow import batches
from articles.workflow.publishing import PublishingError

MOST_SHOWN = 50
BACK = "已撤销：{}，{}篇恢复原状。"
NOT_YOURS = "这批操作不是您做的，请由操作人或者能发布文章的同事撤销。"


def may_take_back(office, request, batch: Batch) -> bool:
    """Whether a person may: who did it, or may publish; with the right that the act asks for."""
    concerned = batch.made_by_id == request.user.pk or office.has_publish_permission(request)
    act = BY_NAME.get(batch.act)
    return bool(concerned and act and getattr(office, f"has_{act.right}_permission")(request))


@require_safe
def listed(request, admin):
    """All batches of the last day, the newest first."""
    refuse_without("change", request, admin)
    entries = Prefetch("entries", BatchEntry.objects.only("batch", "title", "number", "why"))
    found = Batch.objects.select_related("made_by", "taken_back_by").prefetch_related(entries)
    rows = [(one, _offered(admin, request, one)) for one in found[:MOST_SHOWN]]
    return show(request, admin, "batches", "批量操作记录", rows=rows)


def _offered(office, request, batch):
    """Whether there is anything that a person may take back."""
    done = any(entry.number for entry in batch.entries.all())
    return done and batch.is_open and may_take_back(office, request, batch)


@require_POST
def take_back(request, admin, pk: int):
    """Undo one batch; what somebody has touched since is named."""
    refuse_without("change", request, admin)
    batch = get_object_or_404(Batch, pk=pk)
    if not may_take_back(admin, request, batch):
        messages.error(request, NOT_YOURS)
        return redirect(LIST)
    try:
        batch = batches.take_back(batch=batch, user=request.user)
    except PublishingError as refused:
        messages.error(request, str(refused))
    else:
        left = batches.left(batch)
        number = len(batches.done(batch)) - len(left)
        messages.success(request, BACK.format(batch.words, number))
        tell(request, left)
    return redirect(LIST)


def offered(request) -> Batch | None:
    """What the list offers to take back: the batch of just now, once."""
    pk = request.session.pop(BATCH, None)
    batch = Batch.objects.filter(pk=pk).first() if pk else None
    return batch if batch and batch.is_open else None
