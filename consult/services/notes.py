"""Private notes, and telling the colleagues whom they name."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction

from consult.base.enums import EventKind
from consult.base.policy import Action
from consult.desk import mentions
from consult.models import Consultation, Mention, Note
from consult.services import base, notifications


@transaction.atomic
def add_note(
    *, consultation: Consultation, user: User, text: str, token: str, remind: Collection[User] = ()
) -> Note:
    """Keep a private note, which no client page can reach. Sent twice, it is one.

    Colleagues in `remind`, and those whom the text names, are told of it.
    """
    consultation = base.locked_for(Action.NOTE, consultation, user)
    if earlier := known_note(consultation, f"note {token}", text):
        return earlier
    base.record(consultation, EventKind.NOTED, user)
    return keep(consultation, user, text, f"note {token}", remind)


def known_note(consultation: Consultation, token: str, text: str) -> Note | None:
    """The note that a post sent twice has made already."""
    known = base.submissions(consultation, token, text)
    return Note.objects.filter(submission__in=known).first()


def keep(
    consultation: Consultation, user: User, text: str, token: str, remind: Collection[User] = ()
) -> Note:
    """Store a note of a locked consultation and tell whom it names."""
    note = Note.objects.create(
        consultation=consultation,
        author=user,
        text=text,
        submission=base.submissions(consultation, token, text)[0],
    )
    told = mentions.named(consultation, user, text, remind)
    if told.joining:
        consultation.shared_with.add(*told.joining)
        base.record(consultation, EventKind.SHARED, user)
    Mention.objects.bulk_create(Mention(note=note, user=one) for one in told.told)
    notifications.tell_mentioned(note, told.told)
    return note
