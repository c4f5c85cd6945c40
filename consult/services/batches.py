"""One act on many consultations, each through its own service; for ten minutes to be taken back.

A consultation for which the act is refused is named with the reason, and the others go on; so is
one with which something was done since, when the rest is taken back.
"""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from consult.base import policy, staff
from consult.base.enums import LOOKED, BatchAct, Conflict, EventKind, State
from consult.base.exceptions import NotAllowedError
from consult.base.policy import Action
from consult.conflicts import check
from consult.desk import assignment
from consult.models import Consultation, DeskBatch, DeskBatchEntry, Event
from consult.services import base, desk, notifications, progress
from firm.base.dates import short_day

Known = dict[str, Any]  # consultation and user, as every service takes them

MOST = 50  # as many as a page of the list has
ACTIONS = {
    BatchAct.ASSIGN: Action.ASSIGN,
    BatchAct.CLOSE: Action.CLOSE,
    BatchAct.FOLLOW_UP: Action.FOLLOW_UP,
}
ALREADY_BACK = "这批操作已经撤销。"
TOO_LATE = "超过十分钟，不能再撤销。"
NOT_YOURS = "这批操作由同事完成，只能由本人撤销。"
SEALED = "可能有利益冲突，要打开后单独处理。"
DECLINED = "利益冲突审查的结论是不受理，要打开后单独处理。"
ENDED = "已经结束。"
WITH_THEM = "已由{}负责。"
COMES_BACK = "已定在{}跟进，不作改动。"
MOVED_ON = "之后又有“{}”，保持现状。"


def refusal(
    *,
    act: BatchAct,
    consultation: Consultation,
    user: User,
    to: User | None = None,
    replaced: bool = False,
) -> str:
    """Why a consultation is left out of an act on many; "" when it is not.

    With `replaced` a follow-up day of its own is no reason.
    """
    if consultation.sealed:
        return SEALED if consultation.conflict == Conflict.SEALED else DECLINED
    if act == BatchAct.CLOSE and consultation.state == State.CLOSED:
        return ENDED
    if to and consultation.assignee_id == to.pk:
        return WITH_THEM.format(staff.display_name(to))
    if act == BatchAct.FOLLOW_UP and consultation.follow_up_on and not replaced:
        return COMES_BACK.format(short_day(consultation.follow_up_on))
    return consultation.refusal(ACTIONS[act], user)


@transaction.atomic
def do(
    *,
    token: str,
    act: BatchAct,
    keys: Collection[str],
    user: User,
    to: User | None = None,
    on: date | None = None,
    why: str = "",
    replaced: Collection[str] = (),
) -> DeskBatch:
    """Do one act with each consultation that the user may open, as one batch.

    `replaced` are the keys of those whose own follow-up day gives way to the new one. What the same
    `token` asks twice is done once, and both get the same batch. Who is put in charge is told of
    all of them by one mail.
    """
    made = {"act": act, "to": to, "on": on, "made_by": user}
    batch, is_new = DeskBatch.objects.get_or_create(token=token, defaults=made)
    if not is_new:
        return batch
    wanted = assignment.visible_to(user).filter(pk__in=list(keys)[:MOST]).order_by("pk")
    entries = [_entry(batch, one, user, why, one.pk in replaced) for one in wanted]
    number = sum(one.event is not None for one in entries)
    if act == BatchAct.ASSIGN and number and to != user:
        notifications.tell_of_batch(batch, number)
    return batch


def _entry(
    batch: DeskBatch, consultation: Consultation, user: User, why: str, replaced: bool
) -> DeskBatchEntry:
    """What was done with one consultation, locked; or why nothing was. Stored."""
    found = base.locked(consultation)
    kept = {"state": found.state, "assignee": found.assignee, "follow_up_on": found.follow_up_on}
    entry = DeskBatchEntry(batch=batch, consultation=found, **kept)
    words = found.follow_up_why
    asked: Known = {"act": BatchAct(batch.act), "consultation": found, "user": user}
    entry.why = refusal(**asked, to=batch.to, replaced=replaced)
    if not entry.why:
        try:
            DOING[batch.act](batch, {"consultation": found, "user": user}, why)
            entry.event = _newest(found).pk
        except NotAllowedError as refused:
            entry.why = str(refused)
    entry.save()
    if batch.act == BatchAct.FOLLOW_UP and entry.event and words:
        entry.follow_up_why = words  # sealed for the row, which has its key now
        entry.save(update_fields=["follow_up_why"])
    return entry


def _newest(consultation: Consultation) -> Event:
    """The last event of a consultation by which something was done with it."""
    done: QuerySet[Event] = consultation.events.exclude(kind__in=LOOKED)
    return done.latest("pk")


def _assign(batch: DeskBatch, known: Known, why: str) -> None:
    desk.assign(**known, to=batch.to, is_told=False)


def _close(batch: DeskBatch, known: Known, why: str) -> None:
    desk.close(**known)


def _follow_up(batch: DeskBatch, known: Known, why: str) -> None:
    """Without words of its own the new day takes over the old ones."""
    progress.set_follow_up(**known, on=batch.on, why=why or None)


@transaction.atomic
def take_back(*, batch: DeskBatch, user: User) -> DeskBatch:
    """Undo a batch, consultation by consultation, where nothing was done since.

    NotAllowedError when it is somebody else's, was undone already, or is too long ago.
    """
    if batch.act == BatchAct.CLOSE:
        check.one_at_a_time()
    batch = DeskBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.made_by_id != user.pk:
        raise NotAllowedError(NOT_YOURS)
    if not batch.is_open:
        raise NotAllowedError(ALREADY_BACK if batch.taken_back_at else TOO_LATE)
    for entry in batch.entries.filter(event__isnull=False).order_by("consultation_id"):
        entry.why = _put_back(entry, user)
        entry.save(update_fields=["why"])
    notifications.take_back_batch(batch)
    batch.taken_back_at = timezone.now()
    batch.save(update_fields=["taken_back_at"])
    return batch


def _put_back(entry: DeskBatchEntry, user: User) -> str:
    """Put one consultation back to how it stood; the reason why not, "" when it was."""
    try:
        found = base.locked(entry.consultation)
        newest = _newest(found)
        if newest.pk != entry.event:
            return MOVED_ON.format(newest.get_kind_display())
        with transaction.atomic():
            UNDOING[entry.batch.act](entry, {"consultation": found, "user": user})
    except NotAllowedError as refused:
        return str(refused)
    return ""


def _assign_back(entry: DeskBatchEntry, known: Known) -> None:
    desk.assign(**known, to=entry.assignee, is_told=False)


def _open_again(entry: DeskBatchEntry, known: Known) -> None:
    """As it was before it was ended: its state, and the promise that its client was given."""
    consultation = known["consultation"]
    policy.require(consultation, Action.REOPEN, known["user"])
    consultation.state = State(entry.state)
    consultation.closed_at = consultation.purge_on = None
    consultation.save()
    base.record(consultation, EventKind.REOPENED, known["user"])
    check.check(consultation)


def _follow_up_back(entry: DeskBatchEntry, known: Known) -> None:
    progress.set_follow_up(**known, on=entry.follow_up_on, why=entry.follow_up_why)


DOING: dict[str, Callable[[DeskBatch, Known, str], None]] = {
    BatchAct.ASSIGN: _assign,
    BatchAct.CLOSE: _close,
    BatchAct.FOLLOW_UP: _follow_up,
}
UNDOING: dict[str, Callable[[DeskBatchEntry, Known], None]] = {
    BatchAct.ASSIGN: _assign_back,
    BatchAct.CLOSE: _open_again,
    BatchAct.FOLLOW_UP: _follow_up_back,
}


def latest(user: User) -> DeskBatch | None:
    """The last batch of somebody while it can be taken back, or shortly after it was."""
    since = timezone.now() - DeskBatch.LASTS
    rows = DeskBatch.objects.filter(made_by=user, made_at__gt=since).select_related("to__lawyer")
    return rows.first()


def said(batch: DeskBatch, number: int) -> str:
    """What was done with how many consultations."""
    if batch.act == BatchAct.ASSIGN:
        return f"已把{number}条咨询分派给{staff.display_name(batch.to)}。"
    if batch.on:
        return f"已给{number}条咨询定了跟进日：{short_day(batch.on)}。"
    return f"已结束{number}条咨询。"
