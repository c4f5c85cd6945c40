"""Pauses of long jobs: on SQLite, where writers wait for one lock, and nowhere else."""

import pytest
from django.db import connection

from richtext.base import upkeep

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_only_sqlite_needs_a_pause(monkeypatch):
    slept = []
    monkeypatch.setattr(upkeep.time, "sleep", slept.append)
    upkeep.let_others_write()
    assert slept == ([upkeep.PAUSE] if connection.vendor == "sqlite" else [])
