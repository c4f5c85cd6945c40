"""Pauses of long jobs: on SQLite, where writers wait for one lock, and nowhere else."""

import pytest
from django.db import connection

from articles import turns

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_only_sqlite_needs_a_pause(monkeypatch):
    slept = []
    monkeypatch.setattr(turns.time, "sleep", slept.append)
    turns.let_others_write()
    assert slept == ([turns.PAUSE] if connection.vendor == "sqlite" else [])
