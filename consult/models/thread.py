"""What is written and sent in a consultation: messages, attachments, drafts, private notes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from consult.base.enums import Scan, Sender
from consult.crypto.fields import EncryptedTextField
from consult.models.consultation import INDEX, Consultation
from firm.models.unsaved import Unsaved


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages, filtered by who may see them."""

    def for_client(self, at=None):
        """What the client sees: a lawyer's answer only once it can no longer be withdrawn.

        The client's own words and what was seen stay visible when the clock is set back.
        """
        known = Q(sender=Sender.CLIENT) | Q(seen_at__isnull=False)
        return self.filter(known | Q(visible_at__lte=at or timezone.now()))


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
    visible_at = models.DateTimeField("对咨询人可见的时间")
    seen_at = models.DateTimeField("对方看到的时间", null=True, blank=True)
    submission = models.CharField("提交摘要", max_length=INDEX, unique=True, editable=False)
    # How many files came with it that were not taken, because a quota was used up.
    files_refused = models.PositiveSmallIntegerField("未收下的附件数", default=0, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["sent_at", "pk"]
        indexes = [models.Index(fields=["consultation", "sent_at"], name="consult_thread")]

    def __str__(self):
        return f"{self.get_sender_display()}的消息"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Attachments by whether they may be handed out."""

    def released(self):
        """Those that a scanner found clean, or that no scanner was set for."""
        return self.filter(scan__in=[Scan.NOT_NEEDED, Scan.CLEAN])


class Attachment(models.Model):
    """One file of a message: name and content encrypted, the content in the private storage."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = EncryptedTextField("文件名")
    kind = models.CharField("类型", max_length=8, help_text="由内容判断，例如 pdf、jpeg。")
    size = models.PositiveIntegerField("字节数")
    stored_as = models.CharField("存放名", max_length=60, unique=True, editable=False)
    key_id = models.CharField("密钥编号", max_length=16, editable=False)
    scan = models.CharField("病毒扫描", max_length=10, choices=Scan.choices)
    created_at = models.DateTimeField("时间", auto_now_add=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(scan=Scan.PENDING), name="consult_to_scan"
            ),
        ]

    def __str__(self):
        return "附件"


class Draft(Unsaved):
    """What a member of the staff is writing to a client; `page` is the reply box it is written in.

    The newest one stands in the box. Others come from windows that did not know of it: written over
    each other one would be lost.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="drafts", db_index=False
    )
    text = EncryptedTextField("草稿")

    class Meta(Unsaved.Meta):
        verbose_name = verbose_name_plural = "草稿"
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "author", "page"],
                name="consult_draft_once",
                violation_error_message="每个窗口只留一份草稿。",
            )
        ]


class Note(models.Model):
    """A private note of the staff; a table of its own, so that it cannot reach a client."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    text = EncryptedTextField("备注")
    created_at = models.DateTimeField("时间", auto_now_add=True)
    submission = models.CharField("提交摘要", max_length=INDEX, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "内部备注"
        ordering = ["created_at", "pk"]

    def __str__(self):
        return "内部备注"
