"""Pauses of long jobs: on SQLite, where writers wait for one lock, and nowhere else."""

import pytest
from django.db import connection

from richtext.base import sqlite_yield

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_only_sqlite_needs_a_pause(monkeypatch):
    slept = []
    monkeypatch.setattr(sqlite_yield.time, "sleep", slept.append)
    sqlite_yield.let_others_write()
    assert slept == ([sqlite_yield.PAUSE] if connection.vendor == "sqlite" else [])
