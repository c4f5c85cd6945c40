"""The record of looks at callers, for whoever looks after the people of the firm."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from consult.models import CallerLook

LATELY = timedelta(days=30)
MOST = 50


@dataclass(frozen=True)
class Looks:
    """How often somebody looked within thirty days, and the newest looks."""

    lately: int
    newest: list[CallerLook]


def of(user: User) -> Looks:
    """What one person looked up; nothing says of whom."""
    rows = CallerLook.objects.filter(actor=user)
    return Looks(rows.filter(at__gt=timezone.now() - LATELY).count(), list(rows[:MOST]))
