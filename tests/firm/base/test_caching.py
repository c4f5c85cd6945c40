"""What a process keeps of the content, for how long, in how much room."""

import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from firm.base import caching
from firm.base.caching import Pieces, Versions

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


def test_it_is_made_once_for_each_version(made):
    read = Versions(1, 1, 1, 1), Versions(1, 2, 1, 1), Versions(2, 2, 1, 1)
    assert [made(one) for one in read] == [1, 1, 2]


def test_it_depends_on_each_of_its_groups(made):
    assert made(Versions(1, 1, 1, 1), "firm", "articles") == 1
    assert made(Versions(1, 2, 1, 1), "firm", "articles") == 2


def test_an_older_request_does_not_put_back_what_is_newer(made):
    older, newer = Versions(1, 1, 1, 1), Versions(2, 1, 1, 1)
    assert [made(one) for one in (newer, older, newer)] == [1, 2, 2]


def test_nothing_outlives_a_request_for_which_no_version_was_read(made):
    assert [made(None), made(None)] == [1, 2]


def test_within_such_a_request_it_is_made_once(made):
    with caching.reading(None):
        assert [caching.shared("a thing", (), list) for _ in range(2)] == [[], []]
        first = caching.shared("a thing", (), list)
        assert caching.shared("a thing", (), list) is first


def test_outside_of_requests_it_is_made_each_time():
    assert caching.shared("a thing", (), list) is not caching.shared("a thing", (), list)


def test_what_the_clock_changes_is_made_anew_when_it_was_set_back(made, monkeypatch):
    noon = timezone.now()
    with caching.reading(Versions(*[1] * len(caching.ALL))):
        seen = []
        for at in (noon, noon - MINUTE, noon - MINUTE / 2):
            monkeypatch.setattr(timezone, "now", lambda at=at: at)
            seen.append(caching.shared("a time", (), timezone.now, lambda made: made + MINUTE))
    assert seen == [noon, noon - MINUTE, noon - MINUTE]


def test_it_is_made_anew_when_its_time_is_over(made, monkeypatch):
    noon = timezone.now()
    with caching.reading(Versions(1, 1, 1, 1)):
        seen = []
        for at in (noon, noon + MINUTE / 2, noon + MINUTE, noon + 2 * MINUTE):
            monkeypatch.setattr(timezone, "now", lambda at=at: at)
            seen.append(caching.shared("a time", (), timezone.now, lambda made: made + MINUTE))
    assert seen == [noon, noon, noon + MINUTE, noon + 2 * MINUTE]


def test_pieces_are_made_once_and_take_no_more_room_than_there_is():
    pieces, made = Pieces(), iter("甲乙")
    assert [pieces.get_or_make(key, lambda: next(made)) for key in (1, 1, 2, 1)] == list("甲甲乙甲")
    pieces = Pieces(most=2 * sys.getsizeof("1" * 100))
    for key in (1, 2, 1, 3):
        pieces.get_or_make(key, lambda key=key: str(key) * 100)
    assert pieces.get_or_make(1, lambda: "anew") != "anew"
    assert pieces.get_or_make(2, lambda: "anew") == "anew"
    pieces = Pieces(most=100_000)
    for key in range(10_000):
        pieces.get_or_make(key, lambda key=key: f"{key}字" * 20)
    texts = [pieces.kept.get(key) for key in set(pieces.kept)]
    assert 50_000 < sum(map(sys.getsizeof, texts)) <= 100_000
    pieces = Pieces(most=100)
    assert pieces.get_or_make(1, lambda: "字" * 1000) == "字" * 1000
    assert pieces.get_or_make(1, lambda: "anew") == "anew"
