"""Fixtures of the tests of outbox."""

from tests.threads import shared_database  # noqa: F401  (a fixture)
