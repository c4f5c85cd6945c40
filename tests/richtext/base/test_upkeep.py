"""The log of SQLite stays small, the planner has its figures, long jobs pause."""

from pathlib import Path

import pytest
from django.db import connection, transaction

from articles.models import Tag
from richtext.base import upkeep
from tests.threads import aside

pytestmark = pytest.mark.django_db
sqlite_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="a matter of SQLite")


def log():
    return Path(f"{connection.settings_dict['NAME']}-wal")


def write(number):
    Tag.objects.bulk_create(Tag(name=f"{number}-{one}") for one in range(5))


@sqlite_only
def test_the_log_is_emptied_while_somebody_keeps_a_connection(shared_database):
    def act():
        write(1)
        assert log().stat().st_size
        upkeep.empty_log()
        return log().stat().st_size

    assert aside(act) == 0


@sqlite_only
def test_a_log_in_use_is_left_for_the_next_time_and_says_nothing(shared_database):
    def act():
        write(1)
        other = connection.copy()
        with other.cursor() as reading:
            reading.execute("SELECT * FROM articles_tag")
            reading.fetchone()  # and the others are not asked for yet
            write(2)
            upkeep.empty_log()
            assert log().stat().st_size
        other.close()
        upkeep.empty_log()
        with connection.cursor() as cursor:
            return log().stat().st_size, cursor.execute("PRAGMA busy_timeout").fetchone()[0]

    assert aside(act) == (0, 20_000)


@sqlite_only
def test_in_a_transaction_nothing_is_emptied(shared_database):
    def act():
        with transaction.atomic():
            write(1)
            upkeep.empty_log()
        return log().stat().st_size

    assert aside(act)


@sqlite_only
@pytest.mark.parametrize("count", [upkeep.after_bulk_change, upkeep.count_what_changed])
def test_the_planner_is_given_figures_of_tables_that_were_filled(shared_database, count):
    def act():
        for number in range(50):
            write(number)
        count()
        with connection.cursor() as cursor:
            told = "SELECT stat FROM sqlite_stat1 WHERE tbl = 'articles_tag'"
            return cursor.execute(told).fetchone()[0]

    assert aside(act).startswith("250 ")


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_figures_are_counted_on_every_engine():
    upkeep.after_bulk_change()
    upkeep.count_what_changed()
    upkeep.empty_log()


@pytest.mark.engine
def test_only_sqlite_needs_a_pause(monkeypatch):
    slept = []
    monkeypatch.setattr(upkeep.time, "sleep", slept.append)
    upkeep.let_others_write()
    assert slept == ([upkeep.PAUSE] if connection.vendor == "sqlite" else [])
