"""Text messages as tests write them, and a clock that stands at ten in the morning."""

from datetime import datetime

import pytest
from django.utils import timezone

from outbox import services
from outbox.base import registry
from outbox.base.registry import Line

PHONE = "13899990001"
PREFIX = "somebody"  # of a reference: whoever it is, it is this number


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
    look(monkeypatch, timezone.now())


def look(monkeypatch, unseen):
    """The oldest news that was not looked at came at this moment; one and two have one number."""

    def line(who):
        same = ("one", "two") if who in {"one", "two"} else (who,)
        return Line(PHONE, tuple(f"{PREFIX}:{one}" for one in same), unseen)

    known = registry.Behind("某人", lambda _: None, line, lambda _: PHONE)
    monkeypatch.setitem(registry.behind, PREFIX, known)
