"""The ledger of what is sent, and the sign of life of the worker that sends it."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from outbox.base.errors import LEASE
from outbox.channels import CHANNELS
from outbox.channels.search_engines import Engine
from outbox.channels.webhook import WEBHOOK

# What a row is about, by its key.
WORKER, BACKUP_BEGUN, BACKUP_DONE, LEAPT = 1, 2, 3, 4
SKEW = timedelta(minutes=5)  # by which the clocks of two machines may differ
LONGEST_WAIT = timedelta(days=2)  # of a notice that a trial or a night has put off
OF_ARTICLES = [*Engine.values, WEBHOOK.name]  # channels that are told when one comes or goes


class Heartbeat(models.Model):
    """When something last happened: a worker lived, a backup was begun, or was whole, and when the
    clock had leapt."""

    seen_at = models.DateTimeField("最近一次")

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"

    def __str__(self) -> str:
        return "后台任务"


def channel_choices() -> list[tuple[str, str]]:
    """Every way on which a notice travels; a function, so that a new one asks for no migration."""
    return [*((one.name, one.label) for one in CHANNELS.values()), *Engine.choices]


class Delivery(models.TextChoices):
    """Whether a text message came to its telephone, as far as the vendor told."""

    DELIVERED = "delivered", "已送达"
    FAILED = "failed", "未送达"
    UNKNOWN = "unknown", "没有回执"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def open(self) -> Self:
        """Neither sent nor cancelled: what can be taken back."""
        return self.filter(sent_at__isnull=True, cancelled_at__isnull=True)

    def pending(self) -> Self:
        return self.open().filter(unsent_at__isnull=True)

    def unsent(self) -> Self:
        """What found no mail server to take it."""
        return self.open().filter(unsent_at__isnull=False)

    def due(self, at: datetime | None = None) -> Self:
        """Ready to be tried: due and in nobody's hands. What a clock that was ahead has written or
        put off is due now; only what is told of articles is written long before its time."""
        at = at or timezone.now()
        free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
        free |= Q(leased_until__gt=at + LEASE + SKEW)
        due = Q(due_at__lte=at) | Q(created_at__gt=at + SKEW)
        due |= Q(due_at__gt=at + LONGEST_WAIT) & ~Q(channel__in=OF_ARTICLES, error="")
        return self.pending().filter(free & due)

    def failing(self) -> Self:
        """Tried at least once and not sent: what an operator has to see."""
        return self.pending().filter(attempts__gt=0)

    def waiting(self) -> Self:
        return self.pending().filter(attempts=0)

    def sent(self) -> Self:
        return self.filter(sent_at__isnull=False)

    def cancelled(self) -> Self:
        """Taken back, or nobody was left to send it to."""
        return self.filter(cancelled_at__isnull=False)

    def undelivered(self) -> Self:
        """Text messages that were taken, and then did not come to the telephone."""
        return self.filter(delivery=Delivery.FAILED)

    def mark_sent(self, **more: object) -> int:
        """They have gone out, whatever else was meant to become of them meanwhile; how many."""
        return self.filter(sent_at__isnull=True).update(
            sent_at=timezone.now(),
            cancelled_at=None,
            why="",
            leased_until=None,
            unsent_at=None,
            error="",
            attempts=models.F("attempts") + 1,
            **more,
        )


class Notice(models.Model):
    """One message that leaves the house; its payload holds nothing confidential.

    Retried with growing waits and never given up; without a server a mail lies unsent. A recipient
    may be a reference (`outbox.base.registry`): no address of a client lies here.
    """

    kind = models.CharField("种类", max_length=40)
    channel = models.CharField("渠道", max_length=10, choices=channel_choices)
    recipient = models.CharField("收件人", max_length=254)
    payload = models.JSONField("内容")
    dedupe_key = models.CharField("去重键", max_length=120, unique=True)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    due_at = models.DateTimeField("应发时间", default=timezone.now)
    attempts = models.PositiveIntegerField("尝试次数", default=0)
    leased_until = models.DateTimeField("占用至", null=True, blank=True)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)
    why = models.CharField("取消原因", max_length=60, blank=True)
    unsent_at = models.DateTimeField("未寄出", null=True, blank=True)
    error = models.CharField("最近一次错误", max_length=300, blank=True)
    # Of text messages: the vendor's number, what became of it, and when to ask for that again.
    receipt = models.CharField("短信编号", max_length=64, blank=True, default="", db_default="")
    delivery = models.CharField(
        "送达", max_length=10, choices=Delivery.choices, blank=True, default="", db_default=""
    )
    report_due_at = models.DateTimeField("查回执的时间", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at__isnull=True, cancelled_at__isnull=True),
                name="outbox_pending",
            ),
            models.Index(fields=["recipient", "sent_at"], name="outbox_by_recipient"),
            models.Index(fields=["created_at"], name="outbox_created"),
            models.Index(
                fields=["report_due_at"],
                condition=Q(report_due_at__isnull=False),
                name="outbox_reports",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="outbox_sent_or_cancelled",
                violation_error_message="通知要么已经发出，要么已经取消，不能两样都是。",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(unsent_at__isnull=True),
                name="outbox_sent_or_unsent",
                violation_error_message="通知要么已经发出，要么没有寄出，不能两样都是。",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False) | Q(delivery="", report_due_at__isnull=True),
                name="outbox_delivery_of_sent",
                violation_error_message="没有发出的短信，不会有回执。",
            ),
        ]

    def __str__(self) -> str:
        return f"通知 {self.pk}"
