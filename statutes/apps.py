"""The law as data."""

from django.apps import AppConfig


class StatutesConfig(AppConfig):
    """Statutes, their versions, articles and status; what cites them."""

    name = "statutes"
    verbose_name = "法规"

    def ready(self):
        from statutes.search import signals
        from statutes.services import system_checks  # noqa: F401  (registers the checks)

        signals.connect()
