"""What the staff writes to a client: drafts, replies, and a reply taken back in time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from consult.base import policy
from consult.base.enums import EventKind, Group, Sender, State, states_in
from consult.base.policy import Action
from consult.conflicts import check
from consult.files import attachments
from consult.files.attachments import Enclosure
from consult.models import Consultation, Draft, Message
from consult.services import base, notifications
from firm.models import SiteSettings

UNDO = timedelta(seconds=30)  # how long a sent reply can be taken back
TOO_LATE = "超过30秒，咨询人可能已经看到，不能撤回了。可以再发一条更正。"
SENT_SINCE = "您打开这一页之后已经发出过答复，请刷新页面后再写。"


class NewMessagesError(base.NotAllowedError):
    """Somebody else has written since the reply box was opened: look at it, then send."""

    def __init__(self) -> None:
        super().__init__("您打开这一页之后又有新消息，答复还没有发出。请先看一眼，再点“发出答复”。")


def reply(
    *,
    consultation: Consultation,
    user: User,
    text: str,
    token: str,
    files: Sequence[Enclosure] = (),
    seen_until: datetime | None = None,
) -> Message:
    """Store a lawyer's answer; the client sees it once `UNDO` has passed. Sent twice, it is one.

    With `seen_until`, raises NewMessagesError when the client or a colleague wrote after that time.
    Raises `attachments.NotStoredError` when the files cannot be kept; then nothing is.
    """
    known = base.submissions(consultation, token, text, files)
    _look_again(consultation)
    with attachments.storing_files(files) as kept:
        return _reply(consultation, user, text, known, kept, seen_until)


@transaction.atomic
def _look_again(consultation: Consultation) -> None:
    """Who became a known party since a consultation ended is looked for before it is taken up.

    In a transaction of its own: the reply that a hit refuses must not undo the seal.
    """
    closed = Consultation.objects.filter(state__in=states_in(Group.CLOSED)).allowing(Action.REPLY)
    ended = closed.select_for_update().filter(pk=consultation.pk).first()
    if ended:
        check.check(ended)


@transaction.atomic
def _reply(
    consultation: Consultation,
    user: User,
    text: str,
    known: list[str],
    kept: attachments.StoredFiles,
    seen_until: datetime | None,
) -> Message:
    consultation = base.locked(consultation)
    earlier = base.earlier_message(known)
    if earlier:
        kept.discard()
        return earlier
    policy.require(consultation, Action.REPLY, user)
    if seen_until and unseen(consultation, user, seen_until).exists():
        raise NewMessagesError
    now = timezone.now()
    message = base.write(
        consultation,
        Sender.LAWYER,
        text,
        known[0],
        sent_at=now,
        visible_at=now + UNDO,
        author=user,
        signature=signature_of(user),
    )
    kept.attach(message)
    consultation.answered_at = consultation.answered_at or message.visible_at
    _take_charge(consultation, user, now)
    base.move(consultation, State.ANSWERED)
    Draft.objects.filter(consultation=consultation, author=user).delete()
    base.record(consultation, EventKind.REPLIED, user)
    notifications.tell_client(consultation, message)
    return message


def _take_charge(consultation: Consultation, user: User, now: datetime) -> None:
    """Who answers what nobody is in charge of stays with it: the client's next words come there."""
    if consultation.assignee_id is None:
        consultation.assignee, consultation.assigned_at = user, now
        base.record(consultation, EventKind.ASSIGNED, user)


def unseen(consultation: Consultation, user: User, seen_until: datetime) -> QuerySet[Message]:
    """What others wrote in a thread after a time."""
    return consultation.messages.filter(sent_at__gt=seen_until).exclude(author=user)


@transaction.atomic
def withdraw_reply(*, message: Message, user: User) -> Draft:
    """Take a reply back before the client can see it; its text becomes the author's draft again.

    What the author has begun to write meanwhile follows below it.
    """
    consultation = base.locked_for(Action.TAKE_BACK, message.consultation, user)
    found = Message.objects.select_for_update().filter(pk=message.pk, author=user).first()
    if found is None or found.sender != Sender.LAWYER or _may_be_known(found):
        raise base.NotAllowedError(TOO_LATE)
    message = found
    notifications.take_back(message)
    draft = _keep_draft(consultation, user, _joined(message.text, _draft_text(consultation, user)))
    if consultation.answered_at == message.visible_at:
        consultation.answered_at = None
    attachments.erase(message.attachments.all())
    message.delete()
    _back(consultation)
    base.record(consultation, EventKind.REPLY_WITHDRAWN, user)
    return draft


def _may_be_known(message: Message) -> bool:
    """Whether the client can have seen it; the clock alone is not believed, it may be set back."""
    return message.visible_at <= timezone.now() or message.seen_at is not None


def _back(consultation: Consultation) -> None:
    """The state before the reply, unless something happened since that stands."""
    if consultation.state == State.ANSWERED:
        base.move(consultation, _before_reply(consultation))
    else:
        consultation.save()


def _before_reply(consultation: Consultation) -> State:
    """The state that the last message of the thread stands for."""
    if not consultation.messages.filter(sender=Sender.LAWYER).exists():
        return State.NEW
    last = consultation.messages.order_by("-sent_at", "-pk").first()
    answered = last is not None and last.sender == Sender.LAWYER
    return State.ANSWERED if answered else State.WAITING_LAWYER


@transaction.atomic
def save_draft(
    *, consultation: Consultation, user: User, text: str, seen_until: datetime | None = None
) -> Draft | None:
    """Keep what is being written; an empty text removes the draft.

    With `seen_until`, a text from a page that is older than the author's last reply is refused:
    it is that reply itself on a slow way, or a forgotten window.
    """
    consultation = base.locked_for(Action.DRAFT, consultation, user)
    own = consultation.messages.filter(author=user)
    if seen_until and own.filter(sent_at__gt=seen_until).exists():
        raise base.NotAllowedError(SENT_SINCE)
    if not text.strip():
        Draft.objects.filter(consultation=consultation, author=user).delete()
        return None
    return _keep_draft(consultation, user, text)


@transaction.atomic
def take_over(*, consultation: Consultation, user: User, text: str, draft: Draft) -> Draft:
    """Make a colleague's draft one's own, below what one has written already."""
    consultation = base.locked_for(Action.TAKE_OVER, consultation, user)
    theirs = Draft.objects.filter(pk=draft.pk, consultation=consultation).first()
    if theirs is None:
        raise base.NotAllowedError("这份草稿已经不在了，可能刚刚改动过，请刷新页面再看。")
    kept = _keep_draft(consultation, user, _joined(text, theirs.text))
    if theirs.author_id != user.pk:
        theirs.delete()
    return kept


def _draft_text(consultation: Consultation, user: User) -> str:
    draft = Draft.objects.filter(consultation=consultation, author=user).first()
    return draft.text if draft else ""


def _joined(first: str, second: str) -> str:
    """Two texts with an empty line between them; one that holds the other is enough."""
    if second.strip() in first:
        return first
    if first.strip() in second:
        return second
    return f"{first.rstrip()}\n\n{second.strip()}"


def _keep_draft(consultation: Consultation, user: User, text: str) -> Draft:
    draft = Draft.objects.filter(consultation=consultation, author=user).first()
    draft = draft or Draft(consultation=consultation, author=user)
    draft.text, draft.updated_at = text, timezone.now()
    draft.save()
    return draft


def signature_of(user: User) -> str:
    """The name under an answer: the lawyer whose account it is, else the firm."""
    lawyer = getattr(user, "lawyer", None)
    settings = SiteSettings.load()
    name: str = lawyer.title if lawyer else (settings.firm_name or settings.title)[:30]
    return name
