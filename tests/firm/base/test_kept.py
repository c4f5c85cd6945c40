"""What a process keeps of the content, and for how long."""

import pytest

from firm.base import kept
from firm.base.kept import Versions


@pytest.fixture
def made(monkeypatch):
    """Ask for something kept under some versions; how often it was made so far."""
    monkeypatch.setattr(kept, "_kept", {})
    calls = []

    def ask(versions, *groups):
        with kept.reading(versions):
            kept.get_or_make("a thing", groups or ("firm",), lambda: calls.append(1))
        return len(calls)

    return ask


def test_it_is_made_once_for_each_version(made):
    assert [made(Versions(1, 1, 1)), made(Versions(1, 2, 1)), made(Versions(2, 2, 1))] == [1, 1, 2]


def test_it_depends_on_each_of_its_groups(made):
    assert made(Versions(1, 1, 1), "firm", "articles") == 1
    assert made(Versions(1, 2, 1), "firm", "articles") == 2


def test_an_older_request_does_not_put_back_what_is_newer(made):
    assert [made(Versions(2, 1, 1)), made(Versions(1, 1, 1)), made(Versions(2, 1, 1))] == [1, 2, 2]


def test_nothing_is_kept_where_no_version_was_read(made):
    assert [made(None), made(None)] == [1, 2]
