"""One act on many consultations, each through its own service; for ten minutes to be taken back.

One for which the act is refused, or that moved on since, is named, and the others go on.
"""

import json
from collections.abc import Callable, Collection
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from consult.base import policy
from consult.base.enums import BATCH_KIND, LOOKED, BatchAct, Conflict, EventKind, State
from consult.base.policy import Action, NotAllowedError
from consult.conflicts import check
from consult.crypto.fields import decrypt, encrypt
from consult.desk import access
from consult.models import Consultation, Event, Message
from consult.services import base, desk, notifications
from consult.spam import bayes
from consult.spam.score import Reason
from firm.base.dates import short_day
from firm.models import Batch, BatchItem
from firm.site.batches import Kind

MOST = 50  # as many as a page of the list has
UNREAD = 200  # that are compared with what was just marked as spam
ACTIONS = {act: Action[act.name] for act in BatchAct}
SERVICES: dict[BatchAct, Callable[..., object]] = {
    BatchAct.MARK_SPAM: desk.mark_spam,
    BatchAct.ASSIGN: partial(desk.assign, notify=False),
    BatchAct.CLOSE: desk.close,
    BatchAct.FOLLOW_UP: desk.set_follow_up,
}
TOO_LATE = "超过十分钟，不能再撤销。"
NOT_YOURS = "这批操作由同事完成，只能由本人撤销。"
SEALED = "可能有利益冲突，要打开后单独处理。"
DECLINED = "利益冲突审查的结论是不受理，要打开后单独处理。"
ENDED = "已经结束。"
WITH_THEM = "已由{}负责。"
COMES_BACK = "已定在{}跟进，不作改动。"
MOVED_ON = "之后又有“{}”，保持现状。"
PLACE = "firm.batchitem.before:{}"  # what the ciphertext is bound to, with the consultation
KIND = Kind(BATCH_KIND, timedelta(minutes=10), TOO_LATE, NotAllowedError)


def refusal(
    act: BatchAct, consultation: Consultation, user: User, to: Any = None, replaced: bool = False
) -> str:
    """Why an act on many leaves one out, or ""; if `replaced`, not for a day of its own."""
    if consultation.sealed:
        return SEALED if consultation.conflict == Conflict.SEALED else DECLINED
    if act == BatchAct.CLOSE and consultation.state == State.CLOSED:
        return ENDED
    if to and consultation.assignee_id == to.pk:
        return WITH_THEM.format(access.display_name(to))
    if act == BatchAct.FOLLOW_UP and consultation.follow_up_on and not replaced:
        return COMES_BACK.format(short_day(consultation.follow_up_on))
    return consultation.refusal(ACTIONS[act], user)


@transaction.atomic
def do(
    *,
    token: str,
    act: BatchAct,
    keys: Collection[object],
    user: User,
    replaced: Collection[object] = (),
    **given: Any,
) -> Batch:
    """Do one act with each as one batch; `replaced` may lose a follow-up day of their own."""
    rows = access.visible_to(user).filter(pk__in=list(keys)[:MOST]).order_by("pk")
    wanted = {str(one.pk): one for one in rows}
    # Without words of its own a new day takes over the old ones.
    given = {name: value or None for name, value in given.items()}
    to = given.get("to")
    alike = _unread(user, wanted) if act == BatchAct.MARK_SPAM else {}
    judge = cache(bayes.judge)  # asked for once the others are marked

    def step(item: BatchItem) -> None:
        if item.record in alike:  # the last ones
            return _hold_back(item, judge()(alike[item.record]))
        found = base.locked(wanted[item.record])
        item.title, before = found.reference, _before(found, act)
        if refused := refusal(act, found, user, to, found.pk in replaced):
            raise NotAllowedError(refused)
        SERVICES[act](consultation=found, user=user, **given)
        item.mark, item.before = _newest(found).pk, before

    records = [*wanted, *alike]
    batch, is_new = KIND.do(token, act, user, records, step, details={"to": to and to.pk})
    if is_new:
        held = batch.done.filter(record__in=alike).count()
        number = batch.done.count() - held
        batch.words = _said(act, number, held, given)
        batch.save(update_fields=["words"])
        if to and number and to != user:
            notifications.tell_people([to], "consult_batch", batch.token, number=number)
    return batch


def _said(act: BatchAct, number: int, held: int, given: dict[str, Any]) -> str:
    if act == BatchAct.ASSIGN:
        return f"已把{number}条咨询分派给{access.display_name(given['to'])}。"
    if act == BatchAct.FOLLOW_UP:
        return f"已给{number}条咨询定了跟进日：{short_day(given['on'])}。"
    others = f"，另有{held}条相似的转入待甄别" if held else ""
    return (
        f"已结束{number}条咨询。"
        if act == BatchAct.CLOSE
        else f"已把{number}条咨询标为广告{others}。"
    )


def _unread(user: User, wanted: Collection[str]) -> dict[str, str]:
    """What the newest that nobody has opened say, by key: the judgement of a person goes before."""
    seen = Message.objects.filter(consultation=OuterRef("pk"), seen_at__isnull=False)
    rows = access.visible_to(user).filter(~Exists(seen), state=State.NEW, registered_by=None)
    rows = rows.allowing(Action.READ).filter(doubts="").exclude(pk__in=wanted)
    keys = list(rows.order_by("-received_at").values_list("pk", flat=True)[:UNREAD])
    return {str(key): text for key, text in bayes.questions(keys).items()}


def _hold_back(item: BatchItem, is_like_spam: bool) -> None:
    # With what a colleague works on at this moment it does not wait: they may wait for this batch.
    rows = Consultation.objects.select_for_update(skip_locked=True)
    rows = rows.filter(pk=item.record, state=State.NEW)
    if is_like_spam and (found := rows.first()):
        item.title, item.before = found.reference, _before(found, BatchAct.MARK_SPAM)
        found.doubts = Reason.ALIKE
        base.move(found, State.QUARANTINED)
        item.mark = base.record(found, EventKind.DOUBTED).pk


def _newest(consultation: Consultation) -> Event:
    """The last event of a consultation by which something was done with it."""
    newest: Event = consultation.events.exclude(kind__in=LOOKED).latest("pk")
    return newest


def _before(found: Consultation, act: BatchAct) -> str:
    """How a consultation was, for the way back alone: ciphertext, for lawyers' words are in it."""
    words = found.follow_up_why if act == BatchAct.FOLLOW_UP else ""
    known = [found.state, found.assignee_id, found.follow_up_on, words, found.doubts]
    return encrypt(json.dumps(known, default=str), PLACE.format(found.pk))


@transaction.atomic
def take_back(*, batch: Batch, user: User) -> Batch:
    """Undo one's own batch where nothing was done since; NotAllowedError when too late."""
    if batch.made_by_id != user.pk:
        raise NotAllowedError(NOT_YOURS)
    if batch.act in {BatchAct.CLOSE, BatchAct.MARK_SPAM}:
        check.one_at_a_time()
    batch = KIND.take_back(batch, user, partial(_put_back, user=user))
    notifications.take_back_batch(batch, User.objects.filter(pk=batch.details["to"]).first())
    return batch


def _put_back(item: BatchItem, user: User) -> None:
    found = base.locked(Consultation(pk=item.record))
    newest = _newest(found)
    if newest.pk != item.mark:
        raise NotAllowedError(MOVED_ON.format(newest.get_kind_display()))
    state, assignee, on, why, *doubts = json.loads(decrypt(item.before, PLACE.format(found.pk)))
    if item.batch.act == BatchAct.ASSIGN:
        to = User.objects.filter(pk=assignee).first()
        desk.assign(consultation=found, user=user, to=to, notify=False)
    elif item.batch.act == BatchAct.FOLLOW_UP:
        day = date.fromisoformat(on) if on else None
        policy.require(found, Action.FOLLOW_UP, user)
        desk.put_follow_up(found, user, day, why)
    else:
        # As it was before: its state, and the promise that its client was given.
        closed = item.batch.act == BatchAct.CLOSE
        policy.require(found, Action.REOPEN if closed else Action.RELEASE, user)
        found.state = State(state)
        found.closed_at = found.purge_on = None
        if not closed:
            found.doubts, found.assignee = doubts[0], User.objects.filter(pk=assignee).first()
            found.assigned_at = timezone.now() if found.assignee else None
        found.save()
        base.record(found, EventKind.REOPENED if closed else EventKind.UNMARKED, user)
        check.check(found)
