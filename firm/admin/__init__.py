"""The firm's records in the admin."""

from firm.admin import firm, lawyers, pages  # noqa: F401  (registers)
