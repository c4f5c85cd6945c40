"""The decision on a conflict, which may end a consultation or take it up again."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from consult.base import policy
from consult.base.enums import OPEN, Conflict, EventKind, Outcome, State
from consult.base.policy import Action
from consult.conflicts import check, log
from consult.desk import assignment
from consult.models import Consultation, Event
from consult.services import base, intake, progress

DECISIONS = {
    Conflict.ALLOWED: EventKind.CONFLICT_ALLOWED,
    Conflict.DECLINED: EventKind.CONFLICT_DECLINED,
}


def record_review(*, consultation: Consultation, user: User) -> Event:
    """Record that somebody looked at the names that met."""
    return base.record(consultation, EventKind.CONFLICT_OPENED, user)


@transaction.atomic
def decide_conflict(
    *, consultation: Consultation, user: User, decision: Conflict, reason: str
) -> Consultation:
    """Record whether the firm may advise here; can be revised, each decision is an event.

    Declining ends the consultation and is its outcome where there is none; allowing one that this
    ended takes it up again, and seals it anew if a party was registered meanwhile. The same
    decision sent twice is one. Raises NotAllowedError where there is nothing to decide, or for an
    unknown decision.
    """
    check.one_at_a_time()
    consultation = base.locked(consultation)
    if decision not in DECISIONS:
        raise base.NotAllowedError("请选择“可以受理”或者“不受理”。")
    policy.require(consultation, Action.REVIEW, user)
    if consultation.conflict == decision and _last_reason(consultation) == log.one_block(reason):
        return consultation
    ended_by_it = _ended_by_it(consultation)
    outcome_by_it = _outcome_by_it(consultation)
    consultation.conflict, consultation.conflict_by = decision, user
    consultation.conflict_at = timezone.now()
    log.add(consultation, reason)
    consultation.save()
    base.record(consultation, DECISIONS[decision], user)
    if decision == Conflict.DECLINED and (outcome_by_it or not consultation.outcome):
        _note_outcome(consultation, Outcome.NOT_TAKEN, user)
    elif outcome_by_it:
        _note_outcome(consultation, "", user)
    follow = _end if decision == Conflict.DECLINED else _take_up
    follow(consultation, user, ended_by_it)
    return consultation


def _note_outcome(consultation: Consultation, outcome: str, user: User) -> None:
    """Dated as the decision, by which it is known again."""
    if consultation.conflict_at:
        progress.write_outcome(consultation, outcome, "", consultation.conflict_at, user)


def _outcome_by_it(consultation: Consultation) -> bool:
    """Whether it was declining that gave the outcome, and nobody by hand."""
    return bool(consultation.outcome) and consultation.outcome_at == consultation.conflict_at


def _last_reason(consultation: Consultation) -> str | None:
    known = log.entries(consultation)
    return known[-1][1] if known else None


def _ended_by_it(consultation: Consultation) -> bool:
    """Whether it was declining that ended the consultation, and nobody before."""
    declined = consultation.conflict == Conflict.DECLINED
    return declined and consultation.closed_at == consultation.conflict_at


def _end(consultation: Consultation, user: User, ended_by_it: bool) -> None:
    if consultation.state != State.CLOSED:
        base.move(consultation, State.CLOSED)
        base.record(consultation, EventKind.CLOSED, user)
    elif not ended_by_it:
        return
    consultation.closed_at = consultation.conflict_at
    consultation.save(update_fields=["closed_at"])


def _take_up(consultation: Consultation, user: User, ended_by_it: bool) -> None:
    """Whose turn it is was left open as long as it was sealed."""
    if ended_by_it:
        intake.take_up_again(consultation)
        base.record(consultation, EventKind.REOPENED, user)
    if consultation.state in OPEN:
        assignment.put_in_charge(consultation)
