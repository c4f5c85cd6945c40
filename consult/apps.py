"""Consultations: what clients confide and what lawyers answer."""

from django.apps import AppConfig


class ConsultConfig(AppConfig):
    name = "consult"
    verbose_name = "咨询"

    def ready(self):
        from articles.workflow.publishing import going_public
        from consult.services import jobs, notifications, publication

        notifications.register()
        jobs.register()
        going_public.connect(publication.refuse_unticked, dispatch_uid="unticked")
