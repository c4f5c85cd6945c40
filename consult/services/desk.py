"""Actions of the staff other than replying: close, assign, hand over, note, date, put right."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from consult.base import policy
from consult.base.enums import ConsentKind, EventKind, Outcome, Sender, Source, State
from consult.base.policy import Action
from consult.conflicts import check
from consult.crypto.fields import keyed_hashes
from consult.desk import access
from consult.models import Consultation, Event, FactAnswer, Mention, Note
from consult.services import base, intake, notifications
from firm.models import PageVersion, PracticeArea

PERSON = ("name", "phone", "email", "city", "opponent", "call", "call_when")
COMPARED = ("name", "opponent")  # by the conflict check
CHANGED = "同事刚刚改过这张表，以下是您填写的，没有保存。请核对后再点“保存”。"
AFTER_PURGE = "这条咨询{0.year}年{0.month}月{0.day}日删除，跟进日请早于这一天。"
CHANGED_SINCE = "同事刚刚更正过这些信息，您的更正没有保存。请核对后再点“保存”。"


@transaction.atomic
def close(*, consultation: Consultation, user: User | None) -> Consultation:
    """End a consultation with no conflict to decide; its date of erasure is set."""
    consultation = base.locked_for(Action.CLOSE, consultation, user)
    base.move(consultation, State.CLOSED)
    base.record(consultation, EventKind.CLOSED, user)
    return consultation


@transaction.atomic
def reopen(*, consultation: Consultation, user: User) -> Consultation:
    """Take a closed consultation up again; the promise starts anew."""
    check.one_at_a_time()
    consultation = base.locked_for(Action.REOPEN, consultation, user)
    intake.take_up_again(consultation)
    base.record(consultation, EventKind.REOPENED, user)
    return consultation


@transaction.atomic
def release(*, consultation: Consultation, user: User) -> Consultation:
    """Take a consultation out of quarantine; it keeps the time at which it came."""
    consultation = base.locked_for(Action.RELEASE, consultation, user)
    base.move(consultation, State.NEW)
    base.record(consultation, EventKind.RELEASED, user)
    intake.take_in(consultation)
    return consultation


@transaction.atomic
def mark_spam(*, consultation: Consultation, user: User) -> Consultation:
    """Put it away as spam, in nobody's charge; from now on what is like it waits for a look."""
    consultation = base.locked_for(Action.MARK_SPAM, consultation, user)
    consultation.assignee = consultation.assigned_at = None
    base.move(consultation, State.SPAM)
    base.record(consultation, EventKind.MARKED_SPAM, user)
    return consultation


@transaction.atomic
def clear_urgency(*, consultation: Consultation, user: User) -> Consultation:
    consultation = base.locked_for(Action.LIMITATION, consultation, user)
    return base.change(consultation, user, EventKind.URGENCY_CLEARED, urgent=0)


@transaction.atomic
def assign(
    *, consultation: Consultation, user: User, to: User | None, notify: bool = True
) -> Consultation:
    """Put somebody in charge, or nobody; a new person in charge is notified, if `notify`."""
    consultation = base.locked_for(Action.ASSIGN, consultation, user)
    if consultation.assignee_id == (to and to.pk):
        return consultation
    base.put_in_charge(consultation, to, user)
    if to and to != user and notify:
        notifications.tell_assignee(consultation)
    return consultation


@transaction.atomic
def share(
    *,
    consultation: Consultation,
    user: User,
    people: Collection[User],
    seen: Collection[int] | None = None,
) -> Consultation:
    """Let these colleagues, and no others, see it and answer it as well; the new ones are told.

    With `seen`, the keys of those on the page, whom somebody let in or out meanwhile stays so.
    """
    consultation = base.locked_for(Action.SHARE, consultation, user)
    if not access.in_charge(consultation, user):
        policy.require(consultation, Action.READ, user)
        raise base.NotAllowedError(policy.NOT_TO_SHARE)
    before, wanted = set(consultation.shared_with.all()), set(people)
    if seen is not None:
        able = access.holders(Action.READ).filter(shared_consultations=consultation)
        stay = {one for one in able if one in wanted or one.pk not in seen}
        wanted = stay | {one for one in wanted if one.pk not in seen}
    if before != wanted:
        consultation.shared_with.set(wanted)
        event = base.record(consultation, EventKind.SHARED, user)
        new = wanted - before - {user}
        notifications.tell_people(new, "consult_shared", str(event.pk), consultation)
    return consultation


@transaction.atomic
def set_limitation(*, consultation: Consultation, user: User, on: date | None) -> Consultation:
    """Keep the day on which a limitation period ends; it raises the urgency in the inbox."""
    consultation = base.locked_for(Action.LIMITATION, consultation, user)
    return base.change(consultation, user, EventKind.LIMITATION_SET, limitation_on=on)


@transaction.atomic
def hold(*, consultation: Consultation, user: User) -> Consultation:
    consultation = base.locked_for(Action.HOLD, consultation, user)
    return base.change(consultation, user, EventKind.HELD, legal_hold=True)


@transaction.atomic
def unhold(*, consultation: Consultation, user: User) -> Consultation:
    consultation = base.locked_for(Action.UNHOLD, consultation, user)
    return base.change(consultation, user, EventKind.UNHELD, legal_hold=False)


@transaction.atomic
def record_opening(*, consultation: Consultation, user: User, read: bool = True) -> Event:
    """Record that it was opened; notes, and what was `read` to be answered, count as seen."""
    named = Mention.objects.filter(note__consultation=consultation, user=user)
    named.filter(seen_at__isnull=True).update(seen_at=timezone.now())
    if read and policy.may(user, Action.REPLY):
        unseen = consultation.messages.filter(sender=Sender.CLIENT, seen_at__isnull=True)
        unseen.update(seen_at=timezone.now())
    return base.record(consultation, EventKind.OPENED, user)


@transaction.atomic
def add_note(
    *, consultation: Consultation, user: User, text: str, token: str, remind: Collection[User] = ()
) -> Note:
    """Keep a private note, once; colleagues in `remind` and those it names are told."""
    consultation = base.locked_for(Action.NOTE, consultation, user)
    if earlier := known_note(consultation, f"note {token}", text):
        return earlier
    base.record(consultation, EventKind.NOTED, user)
    return keep(consultation, user, text, f"note {token}", remind)


def known_note(consultation: Consultation, token: str, text: str) -> Note | None:
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
    named = access.named(consultation, user, text, remind)
    if named.joining:
        consultation.shared_with.add(*named.joining)
        base.record(consultation, EventKind.SHARED, user)
    Mention.objects.bulk_create(Mention(note=note, user=one) for one in named.notified)
    notifications.tell_people(named.notified, "consult_mention", note.pk.hex, consultation)
    return note


@transaction.atomic
def hand_over(
    *,
    consultation: Consultation,
    user: User,
    to: User,
    text: str,
    token: str,
    stays: bool = False,
    seen: int | None = None,
) -> Consultation:
    """Put a colleague in charge, with a note; `seen` was in charge on the page and `stays`."""
    consultation = base.locked_for(Action.HAND_OVER, consultation, user)
    if known_note(consultation, f"hand over {token}", text):
        return consultation
    if not access.in_charge(consultation, user):
        raise base.NotAllowedError(policy.NOT_IN_CHARGE)
    if consultation.assignee_id != seen:
        raise base.NotAllowedError(policy.IN_CHARGE_CHANGED)
    if to.pk == seen or not access.holders(Action.REPLY).filter(pk=to.pk).exists():
        raise base.NotAllowedError(policy.CANNOT_ANSWER)
    former = consultation.assignee
    base.put_in_charge(consultation, to, user, EventKind.HANDED_OVER)
    consultation.shared_with.remove(to)
    if stays and former:
        consultation.shared_with.add(former)
        base.record(consultation, EventKind.SHARED, user)
    keep(consultation, user, text, f"hand over {token}")
    notifications.tell_assignee(consultation)
    return consultation


def was_handed_over(key: UUID | str, user: User, text: str, token: str) -> bool:
    """Whether the user's same post has passed it on: who clicked twice cannot open it any more."""
    note = known_note(Consultation(pk=key), f"hand over {token}", text)
    return bool(note and note.author_id == user.pk)


@transaction.atomic
def set_follow_up(
    *, consultation: Consultation, user: User, on: date | None, why: str | None = None
) -> Consultation:
    """Keep the day on which it comes back; without `why` the words stay, without a day none."""
    consultation = base.locked_for(Action.FOLLOW_UP, consultation, user)
    if on and consultation.purge_on and on >= consultation.purge_on:
        raise base.NotAllowedError(AFTER_PURGE.format(consultation.purge_on))
    words = "" if on is None else consultation.follow_up_why if why is None else why
    return put_follow_up(consultation, user, on, words)


def put_follow_up(
    consultation: Consultation, user: User, on: date | None, words: str
) -> Consultation:
    """Keep a day that may have been kept before; the consultation is locked by then."""
    fields = {"follow_up_on": on, "follow_up_why": words}
    return base.change(consultation, user, EventKind.FOLLOW_UP_SET, **fields)


@transaction.atomic
def set_outcome(
    *, consultation: Consultation, user: User, outcome: str, reason: str = ""
) -> Consultation:
    """Keep what became of it, or "" where that was a mistake; the reason of not engaging alone."""
    consultation = base.locked_for(Action.OUTCOME, consultation, user)
    reason = reason if outcome == Outcome.NOT_ENGAGED else ""
    if (consultation.outcome, consultation.outcome_reason) == (outcome, reason):
        return consultation
    write_outcome(consultation, outcome, reason, timezone.now(), user)
    return consultation


def write_outcome(
    consultation: Consultation, outcome: str, reason: str, at: datetime, user: User | None
) -> None:
    consultation.outcome, consultation.outcome_reason = outcome, reason
    consultation.outcome_at = at if outcome else None
    consultation.save(update_fields=["outcome", "outcome_reason", "outcome_at"])
    base.record(consultation, EventKind.OUTCOME_SET, user)


@transaction.atomic
def set_source(*, consultation: Consultation, user: User, source: str) -> Consultation:
    """Correct how it came; the article is known only of what the site itself saw."""
    consultation = base.locked_for(Action.OUTCOME, consultation, user)
    known = source in {Source.ARTICLE, consultation.source}
    dropped = {} if known else {"source_article": None}
    return base.change(consultation, user, EventKind.SOURCE_SET, source=source, **dropped)


def print_of(consultation: Consultation) -> list[str]:
    """Keyed hashes of what stands there now; another one on the screen is that of an older page."""
    held = [getattr(consultation, name) for name in PERSON]
    return keyed_hashes("person", "\x00".join([*held, str(consultation.area_id)]))


@transaction.atomic
def correct(
    *,
    consultation: Consultation,
    user: User,
    seen: str,
    area: PracticeArea,
    sensitive: PageVersion | None = None,
    **person: str,
) -> Consultation:
    """Put right who asks, as `print_of` was `seen` on the page; a new name is checked."""
    check.one_at_a_time()
    consultation = base.locked_for(Action.CORRECT, consultation, user)
    if seen not in print_of(consultation):
        raise base.NotAllowedError(CHANGED_SINCE)
    before = {name: getattr(consultation, name) for name in PERSON}
    if person == before and area.pk == consultation.area_id:
        return consultation
    # Whoever has stopped the mail gets none to a corrected address either.
    wanted = consultation.wants_mail or not before["email"]
    for name, value in intake.stored(person).items():
        setattr(consultation, name, value)
    consultation.wants_mail = wanted and bool(person["email"])
    consultation.area = area
    consultation.save()
    kind = ConsentKind.SENSITIVE  # which a sensitive area takes; one that stands stays
    if sensitive and not consultation.active_consents(kind).exists():
        consultation.consents.create(
            kind=kind, notice=sensitive, given_at=timezone.now(), told_by=user, given_orally=True
        )
        base.record(consultation, EventKind.CONSENT_GIVEN, user)
    base.record(consultation, EventKind.PERSON_CHANGED, user)
    if any(person[name] != before[name] for name in COMPARED):
        check.check(consultation)
    return consultation


class FactsChangedError(base.NotAllowedError):
    """Somebody else has changed the facts since the page was opened."""

    text = CHANGED


@dataclass(frozen=True)
class Row:
    """One row as it was typed; `key` is that of a stored one, "" for a new one."""

    key: str
    name: str
    value: str


def state_of(facts: Sequence[FactAnswer]) -> str:
    """What names the table as it stands, another one after every change; it tells nothing else."""
    parts = ["\x1f".join([str(one.pk), one.name, one.value]) for one in facts]
    return keyed_hashes("facts", "\x1e".join(parts))[0]


@transaction.atomic
def set_facts(*, consultation: Consultation, user: User, rows: Sequence[Row], seen: str) -> bool:
    """Store the table as it was typed; False when it says nothing new.

    What the client wrote stays beside a correction. A row without words goes, if it is the staff's
    own. `seen` is `state_of` the table on the page; FactsChangedError when it is another by now.
    """
    check.one_at_a_time()
    consultation = base.locked_for(Action.CORRECT, consultation, user)
    facts = list(consultation.facts.all())
    stored = [(fact.name, fact.value) for fact in facts]
    if stored == [(row.name, row.value) for row in rows if row.name or row.value]:
        return False  # whichever row of it was a new one
    if seen != state_of(facts):
        raise FactsChangedError
    typed = {row.key: row for row in rows}
    changed = [fact for fact in facts if _correct(fact, typed.get(str(fact.pk)))]
    place = max((fact.order for fact in facts), default=-1) + 1
    keys = {str(fact.pk) for fact in facts}  # of a row that a colleague deleted the words are new
    added = [row for row in rows if row.key not in keys and row.name and row.value]
    FactAnswer.objects.bulk_create(
        FactAnswer(consultation=consultation, name=row.name, corrected=row.value, order=number)
        for number, row in enumerate(added, place)
    )
    if changed or added:
        base.record(consultation, EventKind.FACTS_CHANGED, user)
        check.check(consultation)
    return bool(changed or added)


def _correct(fact: FactAnswer, row: Row | None) -> bool:
    """Whether something of a stored fact is another now."""
    if row is None or row.value == fact.value:
        return False
    if not row.value and not fact.answer:
        fact.delete()
        return True
    before, fact.corrected = fact.corrected, "" if row.value == fact.answer else row.value
    fact.save()
    return bool(before != fact.corrected)
