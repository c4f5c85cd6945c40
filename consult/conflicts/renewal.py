"""The worker makes indexes that are not there yet: of what is older than them or than their rules.

Known parties and consultations of which no short names were read, and addresses of mail without
an index. While a key is missing nothing is done; a value that does not open waits for its key.
"""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, OuterRef

from consult.base.enums import ENDED, State
from consult.conflicts import check, email_index, parties, possible, short_names
from consult.crypto import keys
from consult.crypto.fields import opens
from consult.models import Consultation, KnownParty, ShortName


def renew(keep_going: Callable[[], bool]) -> None:
    """One after the other, each in a transaction of its own, as long as the turn lasts."""
    if keys.problem():
        return
    for rows, owner, anew in (
        (KnownParty.objects.all(), "party", parties.index),
        (Consultation.objects.exclude(state=State.ERASED), "consultation", _consultation),
    ):
        read = ShortName.objects.filter(version=short_names.VERSION, **{owner: OuterRef("pk")})
        for key in list(rows.filter(~Exists(read)).order_by("pk").values_list("pk", flat=True)):
            if not keep_going():
                return
            _renew(rows, key, anew)


@transaction.atomic
def _renew(rows, key, anew):
    check.one_at_a_time()
    row = rows.select_for_update().filter(pk=key).first()
    if row and opens([row]):  # else removed or erased meanwhile, or its key is not there
        anew(row)


def _consultation(row):
    """What has ended is compared when it is taken up again."""
    if row.email and not row.email_index:
        row.email_index = email_index.index_of(row.email)
        row.save(update_fields=["email_index"])
    short = possible.Short.of(row)
    if row.state in ENDED:
        possible.keep(row, short)
    else:
        check.look_near(row, short)
