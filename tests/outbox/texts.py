"""Text messages as tests write them, and a clock that stands at ten in the morning."""

from datetime import datetime

import pytest
from django.utils import timezone

from outbox import services
from outbox.base import recipients
from outbox.base.recipients import Line, Operator

PHONE = "13899990001"
PREFIX = "somebody"  # of a reference: whoever it is, it is this number
LONG_AGO = datetime(2026, 1, 1, tzinfo=timezone.get_default_timezone())


def make_text(key="k", who="one", **fields):
    """One message that is due; all of them go to one number."""
    known = {"kind": "test", "recipient": f"{PREFIX}:{who}", "due_at": timezone.now()}
    services.enqueue([services.text(dedupe_key=key, **{**known, **fields})])


def stand_at(monkeypatch, moment):
    """Let the clock stand still: 2026-11-28 10:00, by the firm's time zone."""
    zone = timezone.get_default_timezone()
    now = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=zone)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


@pytest.fixture
def by_day(monkeypatch):
    """By day, and somebody is known whom messages go to."""
    stand_at(monkeypatch, "2026-11-25 10:00")
    same = tuple(f"{PREFIX}:{who}" for who in ("one", "two"))
    operator = Operator(lambda reference: Line(PHONE, same, timezone.now()), lambda _: PHONE)
    monkeypatch.setitem(recipients._operators, PREFIX, operator)
