"""The app of the firm: who we are, as every page needs to know it."""

from django.apps import AppConfig


class FirmConfig(AppConfig):
    name = "firm"
    verbose_name = "本所和网站"

    def ready(self):
        from firm.site import required_particulars  # noqa: F401  (registers the check of required particulars)
