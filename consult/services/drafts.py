"""Drafts of the staff: kept while somebody writes, and never written over by an older page."""

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

    With `written`, a text that is based on an older version than the one that is kept is put
    beside it, and so returned. With `seen_until`, a text from a page that is older than the
    author's last reply is refused: it is that reply itself on a slow way, or a forgotten window.
    """
    consultation = base.locked_for(Action.DRAFT, consultation, user)
    answers = consultation.messages.filter(author=user)
    if seen_until and answers.filter(sent_at__gt=seen_until).exists():
        raise base.NotAllowedError(SENT_SINCE)
    own = in_box(consultation, user)
    page = written.page if written else ""
    if own is None or _follows(own, text, written):
        return _put(consultation, user, text, page)
    return own if text.strip() in own.text else keep(consultation, user, text, page, aside=page)


def in_box(consultation: Consultation, user: User) -> Draft | None:
    """The draft that stands in somebody's reply box."""
    return Draft.objects.filter(consultation=consultation, author=user, aside="").first()


def _follows(own: Draft, text: str, written: Written | None) -> bool:
    """Whether nothing is lost when a text takes the place of the draft that is kept.

    An answer of ours can get lost on its way to a page, which then does not know that the draft
    is its own; but a shorter text of that page may be an earlier one on a slow way.
    """
    if written is None or own.version == written.version:
        return True
    if text.strip() in own.text:
        return False
    return own.page == written.page or own.text.strip() in text


def _put(consultation: Consultation, user: User, text: str, page: str) -> Draft | None:
    """Let a text stand in the box; what its page has put beside it was an earlier one."""
    rows = _rows(consultation, user)
    if page:
        rows.filter(aside=page).delete()
    if text.strip():
        return keep(consultation, user, text, page)
    rows.filter(aside="").delete()
    return None


def keep(
    consultation: Consultation, user: User, text: str, page: str = "", aside: str = ""
) -> Draft:
    """Store a text as the draft in the box, or as one that a page put beside it."""
    draft = _rows(consultation, user).filter(aside=aside).first()
    draft = draft or Draft(consultation=consultation, author=user, aside=aside)
    draft.text, draft.page, draft.updated_at = text, page, timezone.now()
    draft.save()
    return draft


def _rows(consultation: Consultation, user: User) -> QuerySet[Draft]:
    return Draft.objects.filter(consultation=consultation, author=user)


def end(consultation: Consultation, user: User, sent: str, written: Written | None) -> None:
    """Remove the draft that a reply was; what another window wrote and nobody sent stays."""
    for draft in _rows(consultation, user):
        same = written is None or draft.page == written.page or draft.version == written.version
        if same or draft.text.strip() in sent:
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
    """Make a colleague's draft one's own, below what one has written already."""
    consultation = base.locked_for(Action.TAKE_OVER, consultation, user)
    return _take(consultation, user, text, draft, written)


@transaction.atomic
def take_back_in(
    *,
    consultation: Consultation,
    user: User,
    text: str,
    draft: Draft,
    written: Written | None = None,
) -> Draft:
    """Put what one wrote in another window into the box, below what stands there."""
    consultation = base.locked_for(Action.DRAFT, consultation, user)
    return _take(consultation, user, text, draft, written)


@transaction.atomic
def drop_aside(*, consultation: Consultation, user: User, draft: Draft) -> None:
    """Give up what one wrote in another window."""
    consultation = base.locked_for(Action.DRAFT, consultation, user)
    _rows(consultation, user).filter(pk=draft.pk).exclude(aside="").delete()


def _take(
    consultation: Consultation, user: User, text: str, draft: Draft, written: Written | None
) -> Draft:
    theirs = Draft.objects.filter(pk=draft.pk, consultation=consultation).first()
    if theirs is None:
        raise base.NotAllowedError(GONE)
    if text.strip():
        save_draft(consultation=consultation, user=user, text=text, written=written)
    own = in_box(consultation, user)
    page = written.page if written else ""
    kept = keep(consultation, user, joined(own.text if own else "", theirs.text), page)
    if theirs.pk != kept.pk:
        theirs.delete()
    return kept


def joined(first: str, second: str) -> str:
    """Two texts with an empty line between them; one that holds the other is enough."""
    if second.strip() in first:
        return first
    if first.strip() in second:
        return second
    return f"{first.rstrip()}\n\n{second.strip()}"
