"""What the staff writes to a client: drafts, replies, and a reply taken back in time.

A draft is a row for each window; the newest stands in the reply box, the others beside it.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Min, QuerySet
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
TOO_LATE = "已超过30秒，咨询人可能已经看到，不能撤回。可以再发一条更正。"
SENT_SINCE = "打开本页后已经发出过答复，请刷新页面后再写。"
JUDGE_FIRST = "有名称相近的一方，请先判断是不是同一方，再发出答复。答复还没有发出。"
GONE = "这份草稿已不存在，可能刚刚改动过，请刷新页面。"


@dataclass(frozen=True)
class Written:
    """Where a text was written: in which reply box, over which version of the draft."""

    page: str
    version: str = ""

    def over(self, draft: Draft) -> bool:
        """Whether the text goes on from this draft; an answer of ours may be lost on its way."""
        return self.page == draft.page or self.version == draft.version


@transaction.atomic
def save_draft(
    *,
    consultation: Consultation,
    user: User,
    text: str,
    seen_until: datetime | None = None,
    written: Written | None = None,
) -> Draft | None:
    """Keep what is being written; an empty text removes the draft it was.

    A text that one of the drafts holds already changes nothing, unless it was written over its
    newest version: it may be an earlier one on a slow way. With `seen_until`, a text from a page
    older than the author's last reply is refused: it may be that reply itself.
    """
    consultation = base.locked_for(Action.DRAFT, consultation, user)
    answers = consultation.messages.filter(author=user)
    if seen_until and answers.filter(sent_at__gt=seen_until).exists():
        raise base.NotAllowedError(SENT_SINCE)
    rows = list(consultation.drafts.filter(author=user))
    own = next((one for one in rows if written is None or written.over(one)), None)
    if written and not (own and own.version == written.version):
        held = next((one for one in ([own] if own else rows) if text.strip() in one.text), None)
        if held:
            return held
    if text.strip():
        draft = own or Draft(consultation=consultation, author=user)
        return _store(draft, text, written.page if written else "")
    if own:
        own.delete()
    return None


def _store(draft: Draft, text: str, page: str = "") -> Draft:
    """Store a draft in place of those it holds; without a page it is in no open reply box."""
    draft.text, draft.page, draft.updated_at = text, page or secrets.token_hex(16), timezone.now()
    draft.save()
    for other in draft.consultation.drafts.filter(author=draft.author).exclude(pk=draft.pk):
        if other.text.strip() in text:
            other.delete()
    return draft


def put(consultation: Consultation, user: User, above: str = "", below: str = "") -> Draft:
    """Put texts above and below what stands in somebody's reply box."""
    own = consultation.drafts.filter(author=user).first()
    text = joined(joined(above, own.text if own else ""), below)
    return _store(own or Draft(consultation=consultation, author=user), text)


@transaction.atomic
def take_over(
    *,
    consultation: Consultation,
    user: User,
    text: str,
    draft: Draft,
    written: Written | None = None,
) -> Draft:
    """Put a colleague's draft, or one's own of another window, below what one has written."""
    action = Action.DRAFT if draft.author_id == user.pk else Action.TAKE_OVER
    consultation = base.locked_for(action, consultation, user)
    theirs = consultation.drafts.filter(pk=draft.pk).first()
    if theirs is None:
        raise base.NotAllowedError(GONE)
    below = theirs.text  # which does not open without its row
    theirs.delete()
    if text.strip():
        save_draft(consultation=consultation, user=user, text=text, written=written)
    return put(consultation, user, below=below)


def joined(first: str, second: str) -> str:
    """Two texts with an empty line between them; one that holds the other is enough."""
    if second.strip() in first:
        return first
    if first.strip() in second:
        return second
    return f"{first.rstrip()}\n\n{second.strip()}"


class NewMessagesError(base.NotAllowedError):
    """Somebody else has written since the reply box was opened: look at it, then send."""

    text = "打开本页后又有新消息，答复尚未发出。请先查看，再点“发出答复”。"


def reply(
    *,
    consultation: Consultation,
    user: User,
    text: str,
    token: str,
    files: Sequence[Enclosure] = (),
    seen_until: datetime | None = None,
    written: Written | None = None,
    closes: bool = False,
    times: Sequence[str] = (),
) -> Message:
    """Store a lawyer's answer; the client sees it once `UNDO` has passed. Sent twice, it is one.
    One that `closes` ends the consultation with it.

    `times` are free ones of the author (`appointments.free`), offered along with it.

    The draft that it was ends; with `written`, what the author wrote in another window stays.
    NewMessagesError when somebody else wrote after `seen_until`; `attachments.NotStoredError` when
    the files cannot be kept: then nothing is.
    """
    known = base.submissions(consultation, token, text, files)
    _look_again(consultation)
    with attachments.storing_files(files) as kept, transaction.atomic():
        consultation = base.locked(consultation)
        if earlier := base.earlier_message(known):
            kept.discard()
            return earlier
        policy.require(consultation, Action.REPLY, user)
        if check.to_judge_first(consultation):
            raise base.NotAllowedError(JUDGE_FIRST)
        if seen_until and unseen(consultation, user, seen_until).exists():
            raise NewMessagesError
        now = timezone.now()
        message = base.write(
            consultation,
            Sender.LAWYER,
            text,
            known[0],
            visible_at=now + UNDO,
            author=user,
            signature=signature_of(user),
            offered=" ".join(times),
        )
        kept.attach(message)
        base.note_answer(consultation, message.visible_at)
        if consultation.assignee_id is None:  # the client's next words come to who answers
            consultation.assignee, consultation.assigned_at = user, now
            base.record(consultation, EventKind.ASSIGNED, user)
        base.move(consultation, State.ANSWERED)
        # What another window wrote and nobody sent stays.
        for draft in consultation.drafts.filter(author=user):
            if written is None or written.over(draft) or draft.text.strip() in text:
                draft.delete()
        base.record(consultation, EventKind.REPLIED, user)
        if closes:
            policy.require(consultation, Action.CLOSE, user)
            base.move(consultation, State.CLOSED)
            # By which it is known that the answer ended it, should that be taken back.
            consultation.closed_at = message.sent_at
            consultation.save(update_fields=["closed_at"])
            base.record(consultation, EventKind.CLOSED, user)
        notifications.tell_client(consultation, message)
        return message


@transaction.atomic
def _look_again(consultation: Consultation) -> None:
    """Look for parties anew before it is taken up; apart, or the refusal would undo the seal."""
    closed = Consultation.objects.filter(state__in=states_in(Group.CLOSED)).allowing(Action.REPLY)
    if not closed.filter(pk=consultation.pk).exists():
        return
    check.one_at_a_time()
    ended = closed.select_for_update().filter(pk=consultation.pk).first()
    if ended:
        check.check(ended)


def unseen(consultation: Consultation, user: User, seen_until: datetime) -> QuerySet[Message]:
    """What others wrote in a thread after a time."""
    return consultation.messages.filter(sent_at__gt=seen_until).exclude(author=user)


@transaction.atomic
def withdraw_reply(*, message: Message, user: User) -> Draft:
    """Take a reply back before the client can see it; it is the author's draft again, and what it
    ended goes on."""
    consultation = base.locked_for(Action.TAKE_BACK, message.consultation, user)
    own = Message.objects.filter(pk=message.pk, author=user, sender=Sender.LAWYER)
    found = own.select_for_update().first()
    # The clock alone is not believed, it may be set back.
    if found is None or found.visible_at <= timezone.now() or found.seen_at is not None:
        raise base.NotAllowedError(TOO_LATE)
    message = found
    notifications.take_back(message)
    draft = put(consultation, user, above=message.text)
    attachments.erase(message.attachments.all())
    message.delete()
    answers = consultation.messages.filter(sender=Sender.LAWYER)
    if consultation.answered_at == message.visible_at:
        base.note_answer(consultation, None)  # the next one, if any, came first
        base.note_answer(consultation, answers.aggregate(first=Min("visible_at"))["first"])
    ended = consultation.closed_at == message.sent_at
    if consultation.state == State.ANSWERED or ended:
        # The state that the last message of the thread stands for.
        last = consultation.messages.order_by("-sent_at", "-pk").first()
        answered = last is not None and last.sender == Sender.LAWYER
        before = State.WAITING_LAWYER if ended or answers.exists() else State.NEW
        base.move(consultation, State.ANSWERED if answered else before)
    else:  # something happened since that stands
        consultation.save()
    base.record(consultation, EventKind.REPLY_WITHDRAWN, user)
    return draft


def signature_of(user: User) -> str:
    """The name under an answer: the lawyer whose account it is, else the firm."""
    lawyer = getattr(user, "lawyer", None)
    settings = SiteSettings.load()
    name: str = lawyer.title if lawyer else (settings.firm_name or settings.title)[:30]
    return name
