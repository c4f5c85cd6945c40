"""The ledger of what is sent, and the sign of life of the worker that sends it."""

from outbox.models.heartbeat import Heartbeat
from outbox.models.notice import Delivery, Notice, NoticeQuerySet, channel_choices

__all__ = ["Delivery", "Heartbeat", "Notice", "NoticeQuerySet", "channel_choices"]
