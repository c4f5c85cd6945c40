"""What was said, in order: the client's words, the answers, and the notes between them."""

from django.utils import timezone

from consult.base import staff


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
    """Messages and notes as they came."""
    return sorted((row for some in rows for row in some), key=lambda row: row["at"])
