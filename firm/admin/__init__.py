"""The firm's records in the admin."""

from firm.admin import content, site_settings  # noqa: F401  (registers)
