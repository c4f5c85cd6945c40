"""The desk: inbox and consultation page."""

from consult.admin import inbox  # noqa: F401  (registers)
