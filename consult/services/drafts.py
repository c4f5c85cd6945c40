"""Drafts of the staff: stored while somebody writes, a row for each window.

So no window writes over the words of another. The newest row stands in the reply box, the others
are offered beside it.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from consult.base.policy import Action
from consult.models import Consultation, Draft
from consult.services import base

SENT_SINCE = "打开本页后已经发出过答复，请刷新页面后再写。"
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
    that is older than the author's last reply is refused: it is that reply itself on a slow way, or
    a forgotten window.
    """
    consultation = base.locked_for(Action.DRAFT, consultation, user)
    answers = consultation.messages.filter(author=user)
    if seen_until and answers.filter(sent_at__gt=seen_until).exists():
        raise base.NotAllowedError(SENT_SINCE)
    rows = list(_rows(consultation, user))
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


def _rows(consultation: Consultation, user: User) -> QuerySet[Draft]:
    return Draft.objects.filter(consultation=consultation, author=user)


def _store(draft: Draft, text: str, page: str = "") -> Draft:
    """Store the words of a draft; others that they hold whole are not needed any more.

    Without the page that wrote them it is nobody's: a page that is open does not know these words.
    """
    draft.text, draft.page, draft.updated_at = text, page or secrets.token_hex(16), timezone.now()
    draft.save()
    for other in _rows(draft.consultation, draft.author).exclude(pk=draft.pk):
        if other.text.strip() in text:
            other.delete()
    return draft


def in_box(consultation: Consultation, user: User) -> Draft | None:
    """The draft that stands in somebody's reply box."""
    return _rows(consultation, user).first()


def put(consultation: Consultation, user: User, above: str = "", below: str = "") -> Draft:
    """Put texts above and below what stands in somebody's reply box."""
    own = in_box(consultation, user)
    text = joined(joined(above, own.text if own else ""), below)
    return _store(own or Draft(consultation=consultation, author=user), text)


def end(consultation: Consultation, user: User, sent: str, written: Written | None) -> None:
    """Remove the draft that a reply was; what another window wrote and nobody sent stays."""
    for draft in _rows(consultation, user):
        if written is None or written.over(draft) or draft.text.strip() in sent:
            draft.delete()


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
    theirs = Draft.objects.filter(pk=draft.pk, consultation=consultation).first()
    if theirs is None:
        raise base.NotAllowedError(GONE)
    if text.strip():
        save_draft(consultation=consultation, user=user, text=text, written=written)
    kept = put(consultation, user, below=theirs.text)
    if theirs.pk != kept.pk:
        theirs.delete()
    return kept


@transaction.atomic
def drop_aside(*, consultation: Consultation, user: User, draft: Draft) -> None:
    """Give up what one wrote in another window."""
    consultation = base.locked_for(Action.DRAFT, consultation, user)
    _rows(consultation, user).filter(pk=draft.pk).delete()


def joined(first: str, second: str) -> str:
    """Two texts with an empty line between them; one that holds the other is enough."""
    if second.strip() in first:
        return first
    if first.strip() in second:
        return second
    return f"{first.rstrip()}\n\n{second.strip()}"
