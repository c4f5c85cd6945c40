"""Fixtures of the top layer."""

import pytest


@pytest.fixture
def var(monkeypatch):
    """Sets one variable for the test."""
    return lambda name, value: monkeypatch.setenv(name, value)
