"""Several opponents in one field: each has a blind index of its own, so that each is found."""

from consult import names
from consult.generic_names import is_generic
from consult.models import Consultation, OpponentName


def telling(text: str) -> list[str]:
    """The names of a field that say who is meant; 王先生 and 前公司 do not."""
    return [name for name in names.parts(text) if not is_generic(names.normalise(name))]


def keep(consultation: Consultation) -> None:
    """Store an index for each opponent where there are several; replaces what was stored."""
    several = names.parts(consultation.opponent)
    wanted = {names.index_of(name) for name in several} if len(several) > 1 else set()
    consultation.opponent_names.exclude(index__in=wanted).delete()
    rows = [OpponentName(consultation=consultation, index=index) for index in sorted(wanted)]
    OpponentName.objects.bulk_create(rows, ignore_conflicts=True)
