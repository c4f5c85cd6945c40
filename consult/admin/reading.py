"""What the page of a consultation shows, part by part; the confidential ones only when open."""

from datetime import timedelta

from django.utils import timezone

from consult import desk_access, recipient, services, staff
from consult.admin import insertions
from consult.crypto import opens
from consult.enums import OPEN, STATES, State
from consult.forms.desk import (
    ArticleForm,
    AssignForm,
    CannedForm,
    DraftForm,
    FindForm,
    LimitationForm,
    NoteForm,
    ShareForm,
)
from consult.models import Draft

WRITING = timedelta(minutes=2)  # how long after the last stroke somebody counts as writing
MOST_EVENTS = 100
URGENT = 30  # days before a limitation period ends from which the page warns


def page(desk, given):
    """Everything that the templates need; `given` are forms that came back with errors."""
    consultation = desk.consultation
    closed = desk_access.closed(consultation, desk.user)
    parts = {} if closed else content(desk, given)
    readable = not closed and "unreadable" not in parts
    box = reply_box(desk, parts, given) if readable else {}
    written = given["reply"]["text"].value() if given.get("reply") and not box else ""
    services.record_opening(**desk.known, read=readable)
    return {
        "consultation": consultation,
        "closed": closed,
        "refusal": given.get("refusal"),
        "stray": given.get("stray") or written,
        **standing(desk),
        **parts,
        **box,
        **side(desk, given),
        **trail(consultation),
    }


def standing(desk):
    """Where it stands, and which buttons the user has."""
    consultation, now = desk.consultation, timezone.now()
    allowed = STATES[consultation.state].next
    sends = desk.may("send_reply")
    moves = {
        "release": consultation.state == State.QUARANTINED,
        "close": State.CLOSED in allowed,
        "reopen": consultation.state == State.CLOSED and not consultation.consent_withdrawn_at,
    }
    return {
        "badge": STATES[consultation.state].badge,
        "late": consultation.state in OPEN and consultation.promised_at < now,
        "waits": consultation.state in {*OPEN, State.QUARANTINED},
        "moves": {name for name, fits in moves.items() if fits and sends},
        "may_note": desk.may("change_consultation"),
        "may_export": desk.may("export_consultation"),
        "erased": consultation.state == State.ERASED,
    }


def content(desk, given):
    """The confidential parts, or that their key is missing."""
    consultation = desk.consultation
    thread = list(consultation.messages.prefetch_related("attachments"))
    notes = list(consultation.notes.select_related("author__lawyer"))
    drafts = list(consultation.drafts.select_related("author__lawyer"))
    files = [file for message in thread for file in message.attachments.all()]
    if not opens([consultation, *thread, *notes, *drafts, *files]):
        return {"unreadable": True}
    return {
        "facts": facts(consultation),
        "thread": thread_rows(desk, thread, given.get("new_since")),
        "notes": [(note, staff.called(note.author)) for note in notes],
        "drafts": drafts,
        "undoable": undoable(desk, thread),
        "warning": limitation_warning(consultation.limitation_on),
    }


def thread_rows(desk, thread, new_since):
    """Each message with what its card says; new is what others wrote after the box was opened."""
    now, own = timezone.now(), desk.user.pk
    return [
        {
            "message": one,
            "waits": one.visible_at > now,
            "is_new": bool(new_since and one.sent_at > new_since and one.author_id != own),
            "files": one.attachments.all(),
        }
        for one in thread
    ]


def facts(consultation):
    """What the client told of himself, by label."""
    fields = ("name", "phone", "email", "city", "opponent")
    label = consultation._meta.get_field
    return [(name, label(name).verbose_name, getattr(consultation, name)) for name in fields]


def undoable(desk, thread):
    """The user's replies that can still be taken back, with the seconds left."""
    now = timezone.now()
    own = [one for one in thread if one.author_id == desk.user.pk and one.visible_at > now]
    return [(one, int((one.visible_at - now).total_seconds())) for one in own]


def newest(consultation):
    """The time of the newest message."""
    times = consultation.messages.order_by("-sent_at").values_list("sent_at", flat=True)
    return times.first() or consultation.received_at


def reply_box(desk, parts, given):
    """The box for the answer, what can be put into it, and who else is writing."""
    consultation, drafts = desk.consultation, parts["drafts"]
    allowed = State.ANSWERED in STATES[consultation.state].next and not consultation.sealed
    if not (allowed and desk.may("change_consultation")):
        return {}
    own = next((one for one in drafts if one.author_id == desk.user.pk), None)
    times = [row["message"].sent_at for row in parts["thread"]]
    token = recipient.issue(consultation, max(times, default=consultation.received_at))
    fresh = DraftForm(initial={"token": token, "text": own.text if own else ""})
    signature = services.signature_of(desk.user)
    values = insertions.values(consultation, desk.user, signature)
    offered = insertions.canned_replies(consultation)
    find = given.get("find")
    words = find.cleaned_data.get("find", "") if find else ""
    return {
        "reply_form": given.get("reply") or fresh,
        "own_draft": own,
        "new_messages": [row["message"] for row in parts["thread"] if row["is_new"]],
        "may_send": desk.may("send_reply"),
        "signature": signature,
        "writing": writing(drafts, desk.user),
        "offered": drafts_offered(desk, drafts),
        "last_message": int(max(times).timestamp() * 1000) if times else 0,
        "canned_form": given.get("canned") or CannedForm(replies=offered),
        "canned_choices": [insertions.filled(reply, values) for reply in offered],
        "article_form": given.get("article") or ArticleForm(),
        "find_form": find or FindForm(),
        "article_choices": insertions.articles(consultation, words),
        "sought": words,
    }


def writing(drafts, user):
    """Who else has written at an answer in the last two minutes."""
    since = timezone.now() - WRITING
    others = [one for one in drafts if one.author_id != user.pk and one.updated_at > since]
    return [staff.called(one.author) for one in others]


def drafts_to_take(desk):
    """Drafts of colleagues who may not send them."""
    others = Draft.objects.filter(consultation=desk.consultation).exclude(author=desk.user)
    return others.exclude(author__in=staff.holders("send_reply"))


def drafts_offered(desk, drafts):
    """Those drafts for somebody who may send, with the names of their authors."""
    if not desk.may("send_reply") or all(one.author_id == desk.user.pk for one in drafts):
        return []
    keys = set(drafts_to_take(desk).values_list("pk", flat=True))
    offered = [(one, staff.called(one.author)) for one in drafts if one.pk in keys]
    return offered[:1]  # the next is offered once this one is taken


def side(desk, given):
    """What is kept beside the thread, with the forms for it."""
    consultation = desk.consultation
    shared = list(consultation.shared_with.select_related("lawyer").order_by("username"))
    known = {"assignee": consultation.assignee_id, "people": [one.pk for one in shared]}
    parts = {
        "assignee": consultation.assignee and staff.called(consultation.assignee),
        "shared": [staff.called(one) for one in shared],
        "note_form": given.get("note") or NoteForm(),
        "limitation_form": given.get("limitation")
        or LimitationForm(initial={"limitation_on": consultation.limitation_on}),
        "may_hold": desk.may("hold_consultation"),
    }
    if desk.may("assign_consultation"):
        parts["assign_form"] = given.get("assign") or AssignForm(initial=known)
        parts["share_form"] = given.get("share") or ShareForm(initial=known)
    return parts


def trail(consultation):
    """Who did what, newest first, and what the client agreed to."""
    events = consultation.events.select_related("actor__lawyer").order_by("-at", "-pk")
    shown = list(events[: MOST_EVENTS + 1])
    return {
        "events": [
            (event, staff.called(event.actor) if event.actor else "")
            for event in shown[:MOST_EVENTS]
        ],
        "more_events": len(shown) > MOST_EVENTS,
        "consents": consultation.consents.select_related("notice"),
    }


def limitation_warning(on):
    """A sentence when a limitation period ends soon or has ended; "" else."""
    days = (on - timezone.localdate()).days if on else URGENT + 1
    if days > URGENT:
        return ""
    if days > 0:
        return f"时效还有{days}天届满，请尽快处理。"
    return "时效今天届满。" if days == 0 else f"时效已在{-days}天前届满，请核对。"


def news(desk, at):
    """What a page that is open wants to know: who is writing, and the newest message's time."""
    drafts = desk.consultation.drafts.select_related("author__lawyer")
    return {
        "writing": writing(drafts, desk.user),
        "last": int(newest(desk.consultation).timestamp() * 1000),
        "at": f"{timezone.localtime(at):%H:%M}",
    }
