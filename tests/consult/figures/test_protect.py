"""No number under three stands by itself, and none follows from those that do."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from consult.figures.tables import LEAST, hidden, named
from tests.stages import examples

columns = st.lists(st.integers(0, 7), min_size=1, max_size=6)
groups = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 12), max_size=7)


def sees(values):
    """What is published of a column: its sum, and what is not left out."""
    out = hidden(values)
    return sum(values), tuple(None if n in out else one for n, one in enumerate(values))


@given(columns)
@settings(max_examples=examples(300))
def test_nothing_under_three_is_told_unless_it_is_the_sum(values):
    total, told = sees(values)
    assert len(values) == 1 or not total or all(one is None or one >= LEAST for one in told)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=4))
@settings(max_examples=examples(200))
def test_whatever_is_left_out_could_be_another_number(values):
    """Somebody who knows the rule and the sum still finds two numbers for each."""
    total, told = sees(values)
    gaps = [place for place, one in enumerate(told) if one is None]
    left = total - sum(one for one in told if one is not None)
    possible = {place: set() for place in gaps}
    for guess in product(range(left + 1), repeat=len(gaps)):
        tried = list(told)
        for place, number in zip(gaps, guess, strict=True):
            tried[place] = number
        if sum(guess) == left and sees(tried) == (total, told):
            for place, number in zip(gaps, guess, strict=True):
                possible[place].add(number)
    assert all(len(numbers) > 1 for numbers in possible.values()), (values, told, possible)


@given(groups)
@settings(max_examples=examples(300))
def test_who_has_too_few_shares_a_line_with_others_that_is_no_secret(counts):
    shown = named(counts)
    rest = [number for key, number in counts.items() if number and key not in shown]
    assert all(counts[key] >= LEAST for key in shown)
    assert not shown or not rest or (len(rest) > 1 and sum(rest) >= LEAST)


def test_by_example():
    for counts, shown in [
        ({}, set()),
        ({"a": 5}, {"a"}),
        ({"a": 2}, set()),
        ({"a": 9, "b": 1}, set()),
        ({"a": 9, "b": 4, "c": 1}, {"a"}),
        ({"a": 9, "b": 1, "c": 1}, set()),
        ({"a": 9, "b": 2, "c": 1}, {"a"}),
    ]:
        assert named(counts) == shown
