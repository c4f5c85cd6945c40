"""Several opponents in one field: each has a blind index of its own, so that each is found."""

from consult.conflicts import name_key
from consult.conflicts.generic_names import is_generic
from consult.models import Consultation, OpponentName


def comparable(text: str) -> list[str]:
    """The names of a field that say who is meant; 王先生 and 前公司 do not."""
    return [name for name in name_key.parts(text) if not is_generic(name_key.normalise(name))]


def several(text: str) -> list[str]:
    """An index for each opponent where there are several, which they are stored by."""
    names = name_key.parts(text)
    return sorted({name_key.index_of(name) for name in names}) if len(names) > 1 else []


def keep(consultation: Consultation, indexes: list[str]) -> None:
    """Store the indexes of several opponents; those that are stored already stay."""
    rows = [OpponentName(consultation=consultation, index=index) for index in indexes]
    OpponentName.objects.bulk_create(rows, ignore_conflicts=True)


def keep_anew(consultation: Consultation) -> None:
    """Store the indexes of its opponents in place of what was stored."""
    indexes = several(consultation.opponent)
    consultation.opponent_names.exclude(index__in=indexes).delete()
    keep(consultation, indexes)
