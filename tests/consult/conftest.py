"""Fixtures of the tests of consult."""

from tests.threads import shared_database  # noqa: F401  (a fixture)
