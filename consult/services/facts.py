"""What the staff knows better than the client wrote: facts corrected and added."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from consult.base.enums import EventKind
from consult.base.policy import Action
from consult.crypto.fields import keyed_hashes
from consult.models import Consultation, FactAnswer
from consult.services import base

CHANGED = "同事刚刚改过这张表，以下是您填写的，没有保存。请核对后再点“保存情况”。"


class FactsChangedError(base.NotAllowedError):
    """Somebody else has changed the facts since the page was opened."""

    def __init__(self) -> None:
        super().__init__(CHANGED)


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
    own. With `seen`, the state of the table that was on the page, FactsChangedError when another
    one is stored by now, unless that says the same: sent twice, it is one.
    """
    consultation = base.locked_for(Action.CORRECT, consultation, user)
    facts = list(consultation.facts.all())
    if _says_the_same(facts, rows):
        return False
    if seen != state_of(facts):
        raise FactsChangedError
    typed = {row.key: row for row in rows}
    changed = [fact for fact in facts if _correct(fact, typed.get(str(fact.pk)))]
    place = max((fact.order for fact in facts), default=-1) + 1
    keys = {str(fact.pk) for fact in facts}  # of a row that a colleague deleted the words are new
    added = [row for row in rows if row.key not in keys and row.name and row.value]
    new = [
        FactAnswer(consultation=consultation, name=row.name, corrected=row.value, order=number)
        for number, row in enumerate(added, place)
    ]
    FactAnswer.objects.bulk_create(new)
    if changed or new:
        base.record(consultation, EventKind.FACTS_CHANGED, user)
    return bool(changed or new)


def _says_the_same(facts: Sequence[FactAnswer], rows: Sequence[Row]) -> bool:
    """Whether the stored table is what was typed, whichever row of it was a new one."""
    stored = [(fact.name, fact.value) for fact in facts]
    return stored == [(row.name, row.value) for row in rows if row.name or row.value]


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
