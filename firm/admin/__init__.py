"""The firm's records in the admin."""

from firm.admin import content, lawyers, pages, service_days, site_settings  # noqa: F401  (registers)
