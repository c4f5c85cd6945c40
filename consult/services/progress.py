"""When a consultation comes back, what became of it for the firm, and how it came."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from consult.base.enums import EventKind, Outcome, Source
from consult.base.policy import Action
from consult.models import Consultation
from consult.services import base


@transaction.atomic
def set_follow_up(
    *, consultation: Consultation, user: User, on: date | None, why: str | None = None
) -> Consultation:
    """Keep the day on which it is to come back, and why; no day clears both.

    Without `why` the words stay as they are.
    """
    consultation = base.locked_for(Action.FOLLOW_UP, consultation, user)
    words = "" if on is None else consultation.follow_up_why if why is None else why
    if (consultation.follow_up_on, consultation.follow_up_why) == (on, words):
        return consultation
    consultation.follow_up_on, consultation.follow_up_why = on, words
    consultation.save(update_fields=["follow_up_on", "follow_up_why"])
    base.record(consultation, EventKind.FOLLOW_UP_SET, user)
    return consultation


@transaction.atomic
def set_outcome(
    *, consultation: Consultation, user: User, outcome: str, reason: str = ""
) -> Consultation:
    """Keep what became of it, or "" where that was a mistake; the reason of not engaging alone."""
    consultation = base.locked_for(Action.OUTCOME, consultation, user)
    reason = reason if outcome == Outcome.NOT_ENGAGED else ""
    if (consultation.outcome, consultation.outcome_reason) == (outcome, reason):
        return consultation
    write_outcome(consultation, outcome, reason, timezone.now(), user)
    return consultation


def write_outcome(
    consultation: Consultation, outcome: str, reason: str, at: datetime, user: User | None
) -> None:
    """Store the outcome of a locked consultation, with its event."""
    consultation.outcome, consultation.outcome_reason = outcome, reason
    consultation.outcome_at = at if outcome else None
    consultation.save(update_fields=["outcome", "outcome_reason", "outcome_at"])
    base.record(consultation, EventKind.OUTCOME_SET, user)


@transaction.atomic
def set_source(*, consultation: Consultation, user: User, source: str) -> Consultation:
    """Correct how it came; the article is known only of what the site itself saw."""
    consultation = base.locked_for(Action.OUTCOME, consultation, user)
    if consultation.source == source:
        return consultation
    consultation.source = source
    if source != Source.ARTICLE:
        consultation.source_article = None
    consultation.save(update_fields=["source", "source_article"])
    base.record(consultation, EventKind.SOURCE_SET, user)
    return consultation
