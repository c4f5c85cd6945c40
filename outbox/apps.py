"""The ledger of everything that leaves the house."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Notices and the channels on which they leave."""

    name = "outbox"
    verbose_name = "通知"
