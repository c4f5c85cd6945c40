"""What the figures are made of: when a consultation came and what became of it, without content.

Read once, in one query; all tables are counted from that. What is doubted or was ended as a
machine's is left out; what was erased counts.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from consult.base.enums import DOUBTED, LIVE, OPEN, EventKind, State
from consult.models import Consultation, Event
from firm.models import SiteSettings
from firm.site.service_hours import Meter

FIELDS = ("received_at", "answered_at", "promised_at", "state", "outcome", "source")
KEYS = ("area_id", "assignee_id", "source_article_id")
GIVEN_AGAIN = [EventKind.CLIENT_WROTE, EventKind.REOPENED]  # what sets another time to answer by


@dataclass(frozen=True, slots=True)
class Fact:
    """One consultation; `in_time` is None while nobody can say, `hours` are those of service."""

    day: date
    hours: float | None
    in_time: bool | None
    is_live: bool
    outcome: str
    source: str
    area: int
    lawyer: int | None
    article: int | None


def since(first: date) -> list[Fact]:
    """All that came from a day on."""
    start, now = timezone.make_aware(datetime.combine(first, time.min)), timezone.now()
    meter, target = Meter(start, now + timedelta(days=1)), SiteSettings.load().target_hours
    rows = _genuine().filter(received_at__gte=start).order_by()
    found = rows.values_list(*FIELDS, *KEYS, "again")
    zone = timezone.get_default_timezone()  # asked once: it would be half of the cost
    return [_fact(row, meter, target, now, zone) for row in found]


def _genuine():
    after = Event.objects.filter(consultation=OuterRef("pk"))
    again = after.filter(kind__in=GIVEN_AGAIN, at__gt=OuterRef("answered_at"))
    released = Exists(after.filter(kind=EventKind.RELEASED))
    known = Q(answered_at__isnull=False) | released
    # An erased one does not say any more why it was doubted: somebody had to do with it.
    undoubted = Q(doubts="") & (~Q(state=State.ERASED) | Q(assignee__isnull=False))
    rows = Consultation.objects.exclude(state__in=DOUBTED).filter(known | undoubted)
    return rows.annotate(again=Exists(again))


def _fact(row, meter, target, now, zone):
    came, answered, due, state, outcome, source, area, lawyer, article, again = row
    hours = meter.hours(came, answered) if answered else None
    if hours is None:
        in_time = False if state in OPEN and due < now else None
    else:  # the time by which the first answer was due stands no more once another was set
        in_time = hours <= target if again else answered <= due
    day = came.astimezone(zone).date()
    return Fact(day, hours, in_time, state in LIVE, outcome, source, area, lawyer, article)
