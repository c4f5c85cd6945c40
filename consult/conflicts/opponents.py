"""Several opponents in one field: each has a blind index of its own, so that each is found."""

from consult.conflicts import name_key
from consult.conflicts.generic_names import is_generic
from consult.models import Consultation, OpponentName


def comparable(text: str) -> list[str]:
    """The names of a field that say who is meant; 王先生 and 前公司 do not."""
    return [name for name in name_key.parts(text) if not is_generic(name_key.normalise(name))]


def keep(consultation: Consultation) -> None:
    """Store an index for each opponent where there are several; replaces what was stored."""
    several = name_key.parts(consultation.opponent)
    wanted = {name_key.index_of(name) for name in several} if len(several) > 1 else set()
    consultation.opponent_names.exclude(index__in=wanted).delete()
    rows = [OpponentName(consultation=consultation, index=index) for index in sorted(wanted)]
    OpponentName.objects.bulk_create(rows, ignore_conflicts=True)
