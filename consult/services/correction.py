"""What the staff puts right: who asks, and the facts of the case."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from consult.base.enums import ConsentKind, EventKind
from consult.base.policy import Action
from consult.conflicts import check
from consult.crypto.fields import keyed_hashes
from consult.models import Consultation, FactAnswer
from consult.services import base, intake
from firm.models import PageVersion, PracticeArea

PERSON = ("name", "phone", "email", "city", "opponent")
COMPARED = ("name", "opponent")  # by the conflict check
CHANGED = "同事刚刚改过这张表，以下是您填写的，没有保存。请核对后再点“保存情况”。"
CHANGED_SINCE = "同事刚刚更正过这些信息，您的更正没有保存。请对照现在的内容，需要时再改。"


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
    """Put right who asks; a new name is looked for by the conflict check, which may seal it.

    `seen` is what was on the screen, as `print_of` says it: NotAllowedError when a colleague has
    changed something since. With `sensitive` the client has agreed by mouth, under that notice.
    """
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
    active = consultation.consents.filter(kind=kind, withdrawn_at__isnull=True)
    if sensitive and not active.exists():
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
