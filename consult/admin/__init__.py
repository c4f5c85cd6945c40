"""The desk: inbox and consultation page."""

from consult.admin import area_facts, canned, inbox, parties  # noqa: F401  (registers)
