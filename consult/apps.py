"""Consultations: what clients confide and what lawyers answer."""

from django.apps import AppConfig


class ConsultConfig(AppConfig):
    name = "consult"
    verbose_name = "咨询"

    def ready(self):
        from consult.services import jobs, notifications

        notifications.register()
        jobs.register()
