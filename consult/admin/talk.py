"""What was said, in order: the client's words, the answers, and the notes between them."""

from django.utils import timezone

from consult.base import staff
from consult.base.enums import Sender

LAST, FEW = 4, 8  # what always stands open at the end; as many in all fold nothing


def thread_rows(desk, thread, new_since):
    """Each message with what its card says; new is what others wrote after the box was opened."""
    now, own = timezone.now(), desk.user.pk
    return [
        {
            "message": one,
            "at": one.sent_at,
            "waits": one.visible_at > now,
            "is_new": bool(new_since and one.sent_at > new_since and one.author_id != own),
            "files": one.attachments.all(),
        }
        for one in thread
    ]


def notes_of(consultation):
    """The private notes, with whom they tell."""
    notes = consultation.notes.select_related("author__lawyer")
    return list(notes.prefetch_related("mentions__user__lawyer"))


def note_rows(desk, notes):
    """Each note with its author, whom it tells, and whether it is news to the user."""
    return [
        {
            "note": one,
            "at": one.created_at,
            "author": staff.display_name(one.author),
            "told": [staff.display_name(each.user) for each in one.mentions.all()],
            "is_new": any(
                each.user_id == desk.user.pk and each.seen_at is None for each in one.mentions.all()
            ),
        }
        for one in notes
    ]


def in_order(*rows):
    """Messages and notes as they came: the first, what folds in between, the last.

    Of a long talk the middle folds, but nothing that is news and nothing that waits for an answer.
    """
    every = sorted((row for some in rows for row in some), key=lambda row: row["at"])
    if len(every) <= FEW:
        return {"first": every}
    answers = [place for place, row in enumerate(every) if _is_answer(row)]
    news = [place for place, row in enumerate(every) if row["is_new"]]
    end = max(1, min([len(every) - LAST, answers[-1] + 1 if answers else 1, *news]))
    return {"first": every[:1], "middle": every[1:end], "last": every[end:]}


def _is_answer(row):
    return "message" in row and row["message"].sender == Sender.LAWYER
