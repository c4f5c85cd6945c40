"""What a member of the staff adds who writes down what was told by telephone or at the desk."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from consult.base import policy
from consult.base.enums import EventKind, Sender, Source, State
from consult.base.policy import Action
from consult.desk import assignment
from consult.models import Consultation
from consult.services import base, drafts, notifications
from consult.services.replies import signature_of

# Of who came by somebody's introduction nobody knows how they added to it; mostly by telephone.
ADDED = "「{}补充」"
SPOKEN = {Source.PHONE, Source.VISIT, Source.WECHAT}


@dataclass(frozen=True)
class Registration:
    """Who registers, how it came, who is put in charge, and what was answered at once.

    Without `to` the settings say whose turn it is, if they do.
    """

    by: User
    source: Source
    to: User | None = None
    answer: str = ""


def mark(consultation: Consultation, told: Registration) -> None:
    """Keep how a question came, and who wrote it down."""
    consultation.source, consultation.registered_by = told.source, told.by


def told(registered: Registration | None) -> dict[str, Any]:
    """What a consent says of having been told by mouth."""
    return {"told_by": registered.by, "given_orally": True} if registered else {}


def added(source: Source, text: str) -> str:
    """The words of an addition, marked as what they are."""
    how = source if source in SPOKEN else Source.PHONE
    return ADDED.format(Source(how).label) + text


def take_in(consultation: Consultation, told: Registration) -> None:
    """Put somebody in charge, keep what was answered, tell those who do not know of it yet.

    One that is sealed waits for the decision, and comes then to the lawyer who was chosen.
    """
    if told.to and consultation.sealed:
        consultation.addressee = getattr(told.to, "lawyer", None)
        consultation.save(update_fields=["addressee"])
    elif told.to:
        _put_in_charge(consultation, told.to, told.by)
    else:
        assignment.put_in_charge(consultation)
    note_answer(consultation, told)
    if consultation.assignee != told.by:
        _keep_in_sight(consultation, told.by)
        notifications.tell_of_new(consultation)


def _put_in_charge(consultation: Consultation, to: User, by: User) -> None:
    consultation.assignee, consultation.assigned_at = to, timezone.now()
    consultation.save(update_fields=["assignee", "assigned_at"])
    base.record(consultation, EventKind.ASSIGNED, by)


def _keep_in_sight(consultation: Consultation, by: User) -> None:
    """Who has registered for a colleague can go on with it."""
    if not by.has_perm(assignment.SEE_ALL):
        consultation.shared_with.add(by)
        base.record(consultation, EventKind.SHARED, by)


def note_answer(consultation: Consultation, told: Registration) -> None:
    """Keep what was answered by mouth: the client sees it at once, there is nothing to take back.

    No mail tells of it, the client has heard it.
    Of who may not send replies it is a draft, and while a conflict is undecided, too.
    """
    if not told.answer:
        return
    if not (policy.may(told.by, Action.REPLY) and consultation.allows(Action.REPLY)):
        drafts.put(consultation, told.by, below=told.answer)
        return
    # What was told with it is known as sent twice already: here every answer is a new one.
    known = base.submissions(consultation, f"told {timezone.now().isoformat()}", told.answer)
    message = base.write(
        consultation,
        Sender.LAWYER,
        told.answer,
        known[0],
        author=told.by,
        signature=signature_of(told.by),
    )
    consultation.answered_at = consultation.answered_at or message.visible_at
    if consultation.assignee_id is None:
        _put_in_charge(consultation, told.by, told.by)
    base.move(consultation, State.ANSWERED)
    base.record(consultation, EventKind.REPLIED, told.by)
