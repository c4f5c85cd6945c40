"""The geometry of the small chart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.desk import metrics
from consult.desk.metrics import Week

some_weeks = st.lists(
    st.builds(
        Week,
        start=st.just(date(2026, 11, 23)),
        received=st.integers(0, 5000),
        answered=st.integers(0, 5000),
        hours=st.none() | st.floats(0, 10_000),
    ),
    min_size=12,
    max_size=12,
)


@given(some_weeks)
def test_everything_lies_inside_the_drawing(weeks):
    chart = metrics.weekly(weeks)
    for bar in chart["bars"]:
        assert metrics.LEFT <= bar["x"] <= bar["x"] + bar["width"] <= metrics.RIGHT
        foot = bar["y"] + bar["height"]
        assert metrics.BARS_TOP - 0.1 <= bar["y"] <= foot <= metrics.BARS_FOOT + 0.1
    for dot in chart["dots"]:
        assert metrics.DOTS_TOP - 0.1 <= dot["y"] <= metrics.DOTS_FOOT


@given(some_weeks)
def test_no_two_bars_touch(weeks):
    bars = metrics.weekly(weeks)["bars"]
    assert len(bars) == 24
    for one, two in zip(bars, bars[1:], strict=False):
        assert one["x"] + one["width"] < two["x"]


def test_a_week_without_answers_breaks_the_line():
    hours = [1, 2, None, 4, None, 6, 7, 8, None, None, None, 12]
    weeks = [Week(date(2026, 11, 23), 1, 1, value) for value in hours]
    chart = metrics.weekly(weeks)
    assert (len(chart["dots"]), len(chart["lines"])) == (7, 3)


@pytest.mark.parametrize(
    ("value", "top"), [(0, 1), (1, 1), (1.2, 2), (3, 5), (6, 10), (11, 20), (51, 100)]
)
def test_an_axis_ends_with_a_round_number(value, top):
    assert metrics.round_up(value) == top
