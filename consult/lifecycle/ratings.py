"""Takes ratings away from what they rate: after thirty days, or when that is erased."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.stats.upsert import add_counts
from consult.base.policy import Action
from consult.models import Consultation, Rating, RatingCount

DAYS = 30  # to rate and to change it; so long it stands beside the consultation


def is_open(consultation: Consultation) -> bool:
    """Whether its client may rate now: once it is answered and ended, for so many days.

    Not longer, or who comes back after the rating was taken away would count twice.
    """
    ended, answered = consultation.closed_at, consultation.answered_at
    lately = bool(ended and answered and ended > timezone.now() - timedelta(days=DAYS))
    return lately and consultation.allows(Action.RATE)


@transaction.atomic
def unlink(rows: QuerySet[Rating]) -> None:
    """Count some ratings in their month, and forget of whom they are."""
    found = list(rows.select_for_update())
    counted = Counter((timezone.localdate(one.rated_at).replace(day=1), one.value) for one in found)
    counts = [{"month": m, "value": v, "number": n} for (m, v), n in counted.items()]
    Rating.objects.filter(pk__in=[one.pk for one in found]).delete()
    add_counts(RatingCount, ["month", "value"], counts)


def unlink_old() -> None:
    """Those whose time has passed, as a job of the worker."""
    past = timezone.now() - timedelta(days=DAYS)
    unlink(Rating.objects.filter(rated_at__lt=past))
