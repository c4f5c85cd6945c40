"""The ground floor: who we are."""

from django.apps import AppConfig


class FirmConfig(AppConfig):
    """Firm, lawyers, areas, offices, pages."""

    name = "firm"
    verbose_name = "本所"

    def ready(self):
        from firm.public import system_checks  # noqa: F401  (registers the check of required particulars)
