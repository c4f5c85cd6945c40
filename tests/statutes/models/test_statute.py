"""Where the articles of a statute have their pages, and where a version stands on a day."""

from datetime import date

import pytest

from statutes.base import Status
from statutes.models import Statute

UNCHECKED = {"status": Status.UNCHECKED}
DAY = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, Status.UNCHECKED),
        ({"effective_from": date(2020, 1, 1)}, Status.UNCHECKED),
        ({"effective_from": date(2025, 1, 1)}, Status.FUTURE),
        ({"effective_to": date(2025, 1, 1)}, Status.UNCHECKED),
        ({"effective_to": date(2023, 1, 1)}, Status.REVISED),
        ({"effective_to": date(2023, 1, 1), "replaced_by_id": 7}, Status.REPEALED),
    ],
)
def test_what_nobody_checked_ends_and_begins_by_its_dates_but_is_never_in_force(fields, expected):
    assert Statute(**UNCHECKED, **fields).status_on(DAY) == expected
