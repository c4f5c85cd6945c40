"""Template context of a consultation's page; confidential parts only if the user may read them."""

from django.db.models import prefetch_related_objects
from django.utils import timezone

from consult import services
from consult.admin import case_facts, correcting, publication_page, reply_form, side, talk
from consult.base import staff
from consult.base.enums import STATES, Group
from consult.base.policy import Action
from consult.crypto.fields import opens
from consult.desk import earlier, near_hits, urgency

MOST_EVENTS = 100
ENDS_SOON = "距时效届满还有{}天，请尽快处理。"
ENDS_TODAY = "时效今天届满。"
ENDED = "时效已在{}天前届满，请核对。"


def page_context(desk, given):
    """Everything that the templates need; `given` are forms that came back with errors."""
    consultation = desk.consultation
    closed = desk.refusal(Action.READ)
    parts = {} if closed else content(desk, given)
    readable = not closed and "unreadable" not in parts
    answer = reply_form.reply_box(desk, parts, given) if readable else {}
    services.record_opening(**desk.known, read=readable)
    return {
        "consultation": consultation,
        "closed": closed,
        "refusal": given.get("refusal"),
        "unsent": given.get("unsent") or unsent(given, readable, answer),
        **summary(desk),
        **parts,
        **answer,
        **side.panels(desk, given, readable),
        **publication_page.box(desk),
        **audit_trail(consultation),
    }


def unsent(given, readable, answer):
    """A text that came back with an error and has no box on the page any more."""
    reply, note = given.get("reply"), given.get("note")
    if reply and not answer:
        return reply["text"].value()
    return note["note"].value() if note and not readable else ""


def summary(desk):
    """Where it stands, and what the user can do with it."""
    consultation = desk.consultation
    return {
        "badge": STATES[consultation.state].badge,
        "late": urgency.late(consultation),
        "waits": consultation.group in {Group.OPEN, Group.CHECK},
        "promised": consultation.promise_told,
        "doubted": consultation.group == Group.CHECK,
        "erased": consultation.group == Group.ERASED,
        "can": desk.actions(),
    }


def content(desk, given):
    """The confidential parts, or that their key is missing."""
    consultation = desk.consultation
    thread = list(consultation.messages.prefetch_related("attachments"))
    notes = talk.notes_of(consultation)
    drafts = list(consultation.drafts.select_related("author__lawyer"))
    files = [file for message in thread for file in message.attachments.all()]
    prefetch_related_objects([consultation], "facts")  # the canned replies take them, too
    known = list(consultation.facts.all())
    if not opens([consultation, *thread, *notes, *drafts, *files, *known]):
        return {"unreadable": True}
    rows = talk.thread_rows(desk, thread, given.get("new_since"))
    return {
        "facts": facts(consultation),
        **case_facts.panel(known, given),
        "correct_form": correcting.form_of(desk, given),
        "near_hits": near_hits.of(consultation, desk.user),
        "earlier": earlier.of(consultation, desk.user),
        "thread": rows,
        "talk": talk.in_order(rows, talk.note_rows(desk, notes)),
        "drafts": drafts,
        "undoable": undoable(desk, thread),
        "warning": limitation_warning(consultation),
        "rating": getattr(consultation, "rating", None),
    }


def facts(consultation):
    """What clients said about themselves, by label."""
    fields = ("name", "phone", "email", "city", "opponent")
    label = consultation._meta.get_field
    return [(name, label(name).verbose_name, getattr(consultation, name)) for name in fields]


def undoable(desk, thread):
    """The user's replies that can still be taken back, with the milliseconds left."""
    now = timezone.now()
    own = [one for one in thread if one.author_id == desk.user.pk and one.visible_at > now]
    return [(one, int((one.visible_at - now).total_seconds() * 1000)) for one in own]


def audit_trail(consultation):
    """Who did what, newest first, and what the client agreed to."""
    events = consultation.events.select_related("actor__lawyer").order_by("-at", "-pk")
    shown = list(events[: MOST_EVENTS + 1])
    return {
        "events": [
            (event, staff.display_name(event.actor) if event.actor else "")
            for event in shown[:MOST_EVENTS]
        ],
        "more_events": len(shown) > MOST_EVENTS,
        "consents": consultation.consents.select_related("notice", "told_by__lawyer"),
    }


def limitation_warning(consultation):
    """A sentence when a limitation period ends soon or has ended; "" else."""
    days = urgency.days_left(consultation)
    if days is None:
        return ""
    if days > 0:
        return ENDS_SOON.format(days)
    return ENDED.format(-days) if days else ENDS_TODAY
