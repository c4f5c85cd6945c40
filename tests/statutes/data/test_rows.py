"""Rows of the table as plain values: the status that is stored, and as a cell says it."""

from datetime import date

import pytest

from statutes.base import Status
from statutes.data import table_csv
from statutes.data.rows import status_to_store
from statutes.models import Statute
from tests.statutes.rows import csv_of, row

DAY = date(2024, 1, 1)


@pytest.mark.parametrize("start", [None, date(2023, 1, 1), date(2025, 1, 1)])
def test_what_nobody_checked_stays_so_before_and_after_it_begins(start):
    statute = Statute(status=Status.UNCHECKED, effective_from=start)
    assert status_to_store(statute, DAY) == Status.UNCHECKED


def test_what_nobody_checked_ends_by_its_date():
    statute = Statute(status=Status.UNCHECKED, effective_to=date(2023, 1, 1))
    assert status_to_store(statute, DAY) == Status.REVISED


def test_a_file_of_the_table_says_and_reads_back_that_nobody_checked():
    unchecked = row(status=Status.UNCHECKED)
    text = csv_of([unchecked])
    assert Status.UNCHECKED.label in text
    assert list(table_csv.read(text).values()) == [unchecked]
