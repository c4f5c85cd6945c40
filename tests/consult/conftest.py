"""Fixtures of the tests of consult."""

import pytest

from consult.spam import score
from tests.threads import shared_database  # noqa: F401  (a fixture)


@pytest.fixture
def hard_puzzles():
    """Puzzles that cost what a visitor's browser pays."""


@pytest.fixture(autouse=True)
def _easy_puzzles(request, monkeypatch):
    """A proof after a few tries; what is proved is the same."""
    if "hard_puzzles" not in request.fixturenames:
        monkeypatch.setattr(score, "FEWEST_TRIES", 2)
        monkeypatch.setattr(score, "MOST_TRIES", 4)
