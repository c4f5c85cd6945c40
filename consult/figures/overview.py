"""The whole page of figures: made of one reading of the facts, and a few small questions beside."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from articles.stats import search_log
from consult.base.enums import OPEN, Outcome, RatingValue
from consult.figures import facts, periods, protect, tables
from consult.figures.counting import Sum, total
from consult.figures.periods import Period
from consult.figures.tables import Table
from consult.models import Consultation, Rating, RatingCount

MOST_WORDS = 8


@dataclass(frozen=True)
class Overview:
    """All that the page shows of a period."""

    period: Period
    against: str
    now: Sum
    before: Sum
    tables: list[Table]

    @property
    def months(self):
        """The table that the chart draws."""
        return next(one for one in self.tables if one.key == "months")

    @property
    def is_empty(self):
        """Whether nothing has come yet that could be shown."""
        return not (self.now.received or any(one.values[0] for one in self.months.lines))

    @property
    def outcomes(self):
        """What became of it, by its name, with what nobody has noted."""
        found = [(one.label, self.now.outcomes[one]) for one in Outcome]
        return [*found, ("未记录", self.now.unsaid)]


def overview(key: str, today: date | None = None) -> Overview:
    """The figures of the period of that name."""
    today = today or timezone.localdate()
    period, found = periods.chosen(key, today), facts.since(periods.earliest(today))
    against, earlier = periods.before(period)
    within = [one for one in found if period.holds(one.day)]
    return Overview(
        period=period,
        against=against,
        now=total(within),
        before=total(one for one in found if earlier.holds(one.day)),
        tables=[
            tables.by_month(found, today),
            tables.by_area(within),
            tables.by_lawyer(within),
            tables.by_source(within),
            tables.by_article(within),
        ],
    )


def waiting() -> dict[str, int]:
    """How many wait for an answer now, and how many of them too long."""
    late = Count("pk", filter=Q(promised_at__lt=timezone.now()))
    rows = Consultation.objects.filter(state__in=OPEN)
    return rows.aggregate(open=Count("pk"), late=late)


def said(today: date | None = None) -> list[tuple[str, int]]:
    """What clients said in the last twelve months that are over; nothing while it is too little."""
    this = periods.month_of(today or timezone.localdate())
    first, counts = periods.shifted(this, -periods.MONTHS), Counter[str]()
    kept = RatingCount.objects.filter(month__gte=first, month__lt=this)
    for value, number in kept.values_list("value", "number"):
        counts[value] += number
    for value, at in Rating.objects.values_list("value", "rated_at"):
        if first <= timezone.localdate(at) < this:
            counts[value] += 1
    enough = counts.total() >= protect.LEAST
    return [(one.label, counts[one]) for one in RatingValue] if enough else []


def not_found(period: Period) -> list[dict]:
    """The words that readers looked for most and found nothing by."""
    searched = search_log.looked_for(period.start).filter(most=0)
    return list(searched[:MOST_WORDS])
