"""Consultations: what a client confides, the thread, notes, events, throttles."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from consult.crypto import EncryptedTextField
from consult.enums import EventKind, Sender, State
from firm.models import PageVersion, PracticeArea
from firm.models.base import Sample


class ConsultationQuerySet(models.QuerySet):
    """Consultations by where they stand."""

    def purgeable(self, on):
        """Past their date of erasure, and not held back."""
        return self.filter(purge_on__lte=on, legal_hold=False)


class Consultation(Sample):
    """One consultation. All that the client wrote is encrypted; the code is only a keyed hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code_hash = models.CharField("查询码摘要", max_length=90, unique=True, editable=False)
    submission = models.CharField("提交摘要", max_length=90, unique=True, editable=False)
    area = models.ForeignKey(PracticeArea, verbose_name="业务领域", on_delete=models.PROTECT)
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.NEW)
    name = EncryptedTextField("称呼", blank=True)
    phone = EncryptedTextField("电话", blank=True)
    email = EncryptedTextField("邮箱", blank=True)
    city = EncryptedTextField("所在城市", blank=True)
    opponent = EncryptedTextField("对方名称", blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="负责人",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="consultations",
    )
    received_at = models.DateTimeField("收到时间")
    promised_at = models.DateTimeField("承诺答复时间")
    answered_at = models.DateTimeField("首次答复时间", null=True, blank=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    purge_on = models.DateField("删除日期", null=True, blank=True)
    legal_hold = models.BooleanField("暂停删除", default=False)
    limitation_on = models.DateField("时效届满日", null=True, blank=True)
    notice = models.ForeignKey(
        PageVersion, verbose_name="同意的隐私告知版本", on_delete=models.PROTECT
    )
    consented_at = models.DateTimeField("同意时间")
    sensitive_consent = models.BooleanField("已单独同意处理敏感个人信息", default=False)
    doubts = models.CharField("甄别原因", max_length=100, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "咨询"
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["state", "promised_at"], name="consult_inbox"),
            models.Index(fields=["received_at"], name="consult_received"),
            models.Index(fields=["purge_on"], name="consult_purge"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False, purge_on__isnull=False)
                | (~Q(state=State.CLOSED) & Q(closed_at__isnull=True, purge_on__isnull=True)),
                name="consult_closed_has_dates",
                violation_error_message="已结束的咨询要有结束时间和删除日期，未结束的不能有。",
            ),
        ]

    def __str__(self):
        return f"咨询 {self.reference}"

    @property
    def reference(self):
        """How staff name a consultation; says nothing of the code or the client."""
        return self.id.hex[:8].upper()


class Message(models.Model):
    """One message of the thread, the client's or a lawyer's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    sender = models.CharField("发送方", max_length=10, choices=Sender.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    signature = models.CharField("署名", max_length=30, blank=True)
    text = EncryptedTextField("内容")
    sent_at = models.DateTimeField("时间")
    submission = models.CharField("提交摘要", max_length=90, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["sent_at", "pk"]
        indexes = [models.Index(fields=["consultation", "sent_at"], name="consult_thread")]

    def __str__(self):
        return f"{self.get_sender_display()}的消息"


class Note(models.Model):
    """A private note of the staff; a table of its own, so that it cannot reach a client."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    text = EncryptedTextField("备注")
    created_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "内部备注"
        ordering = ["created_at", "pk"]

    def __str__(self):
        return "内部备注"


class EventQuerySet(models.QuerySet):
    """Events can be read and added to. They go only with their consultation, by its cascade."""

    def update(self, **kwargs):
        raise TypeError("events are append-only")

    def delete(self):
        raise TypeError("events are append-only")


class Event(models.Model):
    """Who did what and when; append-only, without content."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="events", db_index=False
    )
    kind = models.CharField("事件", max_length=16, choices=EventKind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    at = models.DateTimeField("时间", default=timezone.now, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "记录"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["consultation", "at"], name="consult_events")]

    def __str__(self):
        return self.get_kind_display()

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("events are append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("events are append-only")


class Throttle(models.Model):
    """Counts of one kind of act by one party, kept as a keyed hash, shared by all processes."""

    scope = models.CharField(max_length=20)
    party = models.CharField(max_length=90)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    last = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "频率限制"
        constraints = [
            models.UniqueConstraint(fields=["scope", "party"], name="consult_throttle_once")
        ]
        indexes = [models.Index(fields=["last"], name="consult_throttle_last")]

    def __str__(self):
        return f"{self.scope} {self.count}"
