"""The desk: inbox and consultation page."""

from consult.admin import canned, inbox  # noqa: F401  (registers)
