"""The desk: inbox and consultation page."""

from consult.admin import canned, inbox, parties  # noqa: F401  (registers)
