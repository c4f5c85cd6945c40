"""Several opponents in one field: each has a blind index of its own, so that each is found."""

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction

from consult import names
from consult.crypto import DecryptionError
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


def rotate(tally) -> Iterator:
    """Make the indexes under former keys anew, for `rotation`; counts them in its tally."""
    first = next(iter(settings.CONSULT_KEYS))
    stale = OpponentName.objects.exclude(index__startswith=f"{first}:")
    for key in list(stale.order_by().values_list("consultation", flat=True).distinct()):
        tally.done += _again(key)
    yield tally


@transaction.atomic
def _again(key):
    consultation = Consultation.objects.select_for_update().filter(pk=key).first()
    try:
        if consultation:  # else erased meanwhile
            keep(consultation)
    except DecryptionError:  # counted where the name itself is sealed anew
        return 0
    return 1
