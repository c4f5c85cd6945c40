"""The night, in which no telephone is made to ring: 22 to 8 o'clock in the firm's time zone."""

from datetime import datetime, time, timedelta

from django.utils import timezone

EVENING, MORNING = time(22), time(8)


def awake(at: datetime) -> datetime:
    """`at` itself by day; else the next morning at eight."""
    here = timezone.localtime(at, timezone.get_default_timezone())
    if here.time() >= EVENING:
        return next_morning(at)
    return _morning(here) if here.time() < MORNING else at


def next_morning(at: datetime) -> datetime:
    """Eight o'clock on the day after."""
    here = timezone.localtime(at, timezone.get_default_timezone())
    return _morning(here + timedelta(days=1))


def _morning(here: datetime) -> datetime:
    return datetime.combine(here.date(), MORNING, timezone.get_default_timezone())
