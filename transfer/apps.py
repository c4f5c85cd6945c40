"""The app of whole sites that come in and go out."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "transfer"
    verbose_name = "导入和导出"
