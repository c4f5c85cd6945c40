"""What a client sees: the status of the consultation, the text that is to be public."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from consult.base.enums import (
    JUDGED,
    STATES,
    Conflict,
    ConsentKind,
    Group,
    PublicationState,
    Sender,
    State,
)
from consult.base.policy import Action
from consult.models import Consultation, Publication

DECLINED = "本所不便受理这次咨询，请尽快咨询其他律师；有期限要求的请勿等待"
WITHDRAWN = "您已经撤回同意，咨询已结束"
SHOWN = [PublicationState.ASKED, *JUDGED, PublicationState.MADE]


def shown(consultation: Consultation) -> Publication | None:
    """The text that its client has been asked about, while the consent to publication stands.

    Nothing is looked up for who has not given one; the consents may be prefetched.
    """
    consents = consultation.consents.all()
    if not any(one.kind == ConsentKind.PUBLICATION and not one.withdrawn_at for one in consents):
        return None
    rows = consultation.publications.select_related("article__author")
    found = rows.filter(state__in=SHOWN).first()
    decides = consultation.allows(Action.JUDGE_ARTICLE)
    return found if found and (decides or found.article) else None


def has_article(consultation: Consultation) -> bool:
    """Whether there is an article whose future its client decides on."""
    made = consultation.publications.filter(state=PublicationState.MADE)
    return bool(made.filter(article__isnull=False).exists())


@dataclass(frozen=True)
class ClientStatus:
    """What the thread says of its state; `promised_until` only while an answer is owed."""

    text: str
    promised_until: datetime | None
    purge_on: date | None
    may_write: bool


def describe(consultation, messages) -> ClientStatus:
    """Where a consultation stands for its client; `messages` are those the client sees.

    A conflict that is being looked into shows in nothing: who could tell it from the page would
    learn whom the firm acts for by naming people as opponents.
    """
    may_write = consultation.allows(Action.ADD)
    if consultation.consent_withdrawn_at:
        # The purge of the last hour may come after midnight.
        at_the_latest = consultation.purge_on + timedelta(days=1)
        return ClientStatus(WITHDRAWN, None, at_the_latest, may_write)
    if consultation.conflict == Conflict.DECLINED:
        return ClientStatus(DECLINED, None, consultation.purge_on, may_write)
    state = consultation.state
    if consultation.messages.filter(visible_at__gt=timezone.now()).exists():
        # As it was before an answer that can still be withdrawn.
        senders, state = [message.sender for message in messages], State.NEW
        if Sender.LAWYER in senders:
            is_answered = senders[-1] == Sender.LAWYER
            state = State.ANSWERED if is_answered else State.WAITING_LAWYER
    waits = STATES[state].group in {Group.OPEN, Group.CHECK}
    return ClientStatus(
        STATES[state].for_client,
        consultation.promised_until if waits else None,
        None if waits else consultation.purge_on,
        may_write,
    )
