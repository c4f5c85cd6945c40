"""The law as data."""

from django.apps import AppConfig


class StatutesConfig(AppConfig):
    name = "statutes"
    verbose_name = "法规"

    def ready(self):
        from statutes.search import indexing
        from statutes.services import load_shipped  # noqa: F401  (registers the checks)

        indexing.connect()
