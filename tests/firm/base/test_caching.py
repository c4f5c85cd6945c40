"""What a process keeps of the content, for how long, in how much room."""

import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from firm.base import caching
from firm.base.caching import OF_KEY, Pieces, Versions

MINUTE = timedelta(minutes=1)


@pytest.fixture
def made(monkeypatch):
    """Ask for something kept under some versions; how often it was made so far."""
    monkeypatch.setattr(caching, "_process_cache", {})
    calls = []

    def ask(versions, *groups):
        with caching.reading(versions):
            caching.shared("a thing", groups or ("firm",), lambda: calls.append(1))
        return len(calls)

    return ask


@pytest.mark.parametrize(
    ("read", "groups", "times"),
    [
        ([(1, 1, 1, 1), (1, 2, 1, 1), (2, 2, 1, 1)], ["firm"], [1, 1, 2]),
        ([(1, 1, 1, 1), (1, 2, 1, 1)], ["firm", "articles"], [1, 2]),
        ([(2, 1, 1, 1), (1, 1, 1, 1), (2, 1, 1, 1)], ["firm"], [1, 2, 2]),  # an older one
        ([None, None], ["firm"], [1, 2]),
    ],
)
def test_it_is_made_once_for_each_version_of_its_groups(made, read, groups, times):
    assert [made(one and Versions(*one), *groups) for one in read] == times


def test_without_versions_it_is_made_once_in_a_request_and_each_time_outside():
    with caching.reading(None):
        first = caching.shared("a thing", (), list)
        assert caching.shared("a thing", (), list) is first
    assert caching.shared("a thing", (), list) is not caching.shared("a thing", (), list)


@pytest.mark.parametrize(
    ("minutes", "fresh"),
    [((0, -1, -0.5), (0, -1, -1)), ((0, 0.5, 1, 2), (0, 0, 1, 2))],
    ids=["the clock was set back", "its time is over"],
)
def test_what_the_clock_changes_is_made_anew(made, monkeypatch, minutes, fresh):
    noon = timezone.now()
    with caching.reading(Versions(*[1] * len(caching.ALL))):
        seen = []
        for at in minutes:
            monkeypatch.setattr(timezone, "now", lambda at=at: noon + at * MINUTE)
            seen.append(caching.shared("a time", (), timezone.now, lambda made: made + MINUTE))
    assert seen == [noon + at * MINUTE for at in fresh]


def test_pieces_are_made_once_and_take_no_more_room_than_there_is():
    pieces, made = Pieces(), iter("甲乙")
    assert [pieces.get_or_make(key, lambda: next(made)) for key in (1, 1, 2, 1)] == list("甲甲乙甲")
    pieces = Pieces(most=2 * (sys.getsizeof("1" * 100) + OF_KEY))
    for key in (1, 2, 1, 3):
        pieces.get_or_make(key, lambda key=key: str(key) * 100)
    assert pieces.get_or_make(1, lambda: "anew") != "anew"
    assert pieces.get_or_make(2, lambda: "anew") == "anew"
    pieces = Pieces(most=100_000)
    for key in range(10_000):
        pieces.get_or_make(key, lambda key=key: f"{key}字" * 20)
    texts = [pieces.kept.get(key) for key in set(pieces.kept)]
    assert 50_000 < sum(sys.getsizeof(text) + OF_KEY for text in texts) <= 100_000
    pieces = Pieces(most=100)
    assert pieces.get_or_make(1, lambda: "字" * 1000) == "字" * 1000
    assert pieces.get_or_make(1, lambda: "anew") == "anew"
