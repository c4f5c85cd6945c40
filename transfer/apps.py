"""The app of whole sites that come in and go out."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "transfer"
    verbose_name = "导入和导出"

    def ready(self):
        from articles.workflow.amending import barring
        from transfer import office

        barring.connect(office.forget_article, dispatch_uid="import_reports")
