"""`manage.py check` tells of a table that is empty or old."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from statutes.models import PendingRecheck
from statutes.services import load_shipped, table
from tests.factories import make_statute


def found():
    return [(one.id, one.msg, one.hint) for one in load_shipped.table(None)]


@pytest.mark.django_db
def test_an_empty_table_is_told_with_the_command_that_fills_it():
    ((number, _, hint),) = found()
    assert number == "statutes.W002"
    assert "manage.py load_statutes" in hint


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "told"), [(0, 0), (180, 0), (181, 1)])
def test_a_table_older_than_180_days_is_told(days, told):
    make_statute()
    table.set_version(day=timezone.localdate() - timedelta(days=days))
    assert [number for number, _, _ in found()] == ["statutes.W001"] * told


@pytest.mark.django_db
def test_the_warning_names_the_days_the_command_and_the_page():
    make_statute()
    table.set_version(day=timezone.localdate() - timedelta(days=200))
    ((_, words, hint),) = found()
    assert "距今200天" in words
    assert "manage.py load_statutes" in hint
    assert hint == load_shipped.REFRESH


@pytest.mark.django_db
def test_a_table_that_nobody_ever_compared_is_told():
    make_statute()
    assert found()[0][1].startswith(load_shipped.NEVER)


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "told"), [(9, []), (11, ["statutes.W003"])])
def test_a_recheck_that_no_worker_does_is_told(minutes, told):
    PendingRecheck.objects.create(short_name="民法典")
    PendingRecheck.objects.update(asked_at=timezone.now() - timedelta(minutes=minutes))
    assert [one.id for one in load_shipped.worker(None)] == told


def test_without_a_database_nothing_is_told(monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(load_shipped.Statute.objects, "exists", gone, raising=False)
    assert found() == []
