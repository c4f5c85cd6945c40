"""The ledger of everything that leaves the house."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Notices and their senders."""

    name = "outbox"
    verbose_name = "发件箱"
