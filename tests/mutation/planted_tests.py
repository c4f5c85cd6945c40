"""Tests of `planted.py`: the second one looks at nothing."""

from tests.mutation import planted


def test_the_day_counts_from_the_birthday():
    assert [planted.is_grown_up(age) for age in (17, 18, 19)] == [False, True, True]


def test_a_greeting_is_made():
    planted.greeting("王女士")
