"""What a client sees: the status of the consultation, the text that is to be public."""

from datetime import timedelta

from django.utils import timezone

from consult.base.enums import (
    JUDGED,
    OPEN,
    STATES,
    Conflict,
    ConsentKind,
    PublicationState,
    Sender,
    State,
)
from consult.base.policy import Action
from consult.models import Consultation, Publication

DECLINED = "本所不便受理这次咨询，请尽快咨询其他律师；有期限要求的请勿等待"
WITHDRAWN = "您已经撤回同意，咨询已结束"


def shown(consultation: Consultation) -> Publication | None:
    """The text that its client has been asked about, while the consent to publication stands.

    Nothing is looked up for who has not given one; the consents may be prefetched.
    """
    consents = consultation.consents.all()
    if not any(one.kind == ConsentKind.PUBLICATION and not one.withdrawn_at for one in consents):
        return None
    rows = consultation.publications.select_related("article__author")
    found = rows.filter(state__in=[PublicationState.ASKED, *JUDGED, PublicationState.MADE]).first()
    decides = consultation.allows(Action.JUDGE_ARTICLE)
    return found if found and (decides or found.article) else None


def describe(consultation, messages) -> dict:
    """Where a consultation stands for its client; `messages` are those the client sees.

    `text`, `may_write`, `purge_on`, while an answer is owed `waits` and `promised_until`, and
    `renews` where a message begins a new promise.

    A conflict that is being looked into shows in nothing: who could tell it from the page would
    learn whom the firm acts for by naming people as opponents.
    """
    known = {"may_write": consultation.allows(Action.ADD), "purge_on": consultation.purge_on}
    if consultation.consent_withdrawn_at:
        # The purge of the last hour may come after midnight.
        return {**known, "text": WITHDRAWN, "purge_on": known["purge_on"] + timedelta(days=1)}
    if consultation.conflict == Conflict.DECLINED:
        return {**known, "text": DECLINED}
    state = consultation.state
    if consultation.messages.filter(visible_at__gt=timezone.now()).exists():
        # As it was before an answer that can still be withdrawn.
        senders, state = [message.sender for message in messages], State.NEW
        if Sender.LAWYER in senders:
            is_answered = senders[-1] == Sender.LAWYER
            state = State.ANSWERED if is_answered else State.WAITING_LAWYER
    known["text"] = STATES[state].for_client
    known["renews"] = state in {State.ANSWERED, State.CLOSED}  # one marked as spam is looked at
    if state in {State.QUARANTINED, *OPEN}:
        known |= {"waits": True, "promised_until": consultation.promised_until, "purge_on": None}
    return known
