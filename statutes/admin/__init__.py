"""The table of statutes in the editorial office."""

from statutes.admin import records, statutes  # noqa: F401  # they register themselves
