"""What waits for a form to be sent again."""

import uuid

from django.db import models
from django.utils import timezone

from consult.crypto.fields import EncryptedTextField
from consult.models.consultation import INDEX, Consultation


class ParkedFile(models.Model):
    """A file of a form that was refused; kept for half an hour, encrypted like an attachment.

    `owner` is a keyed hash of what only that form knows. The consultation is known where the
    form stood in a thread: its erasure takes the file along.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField("表单", max_length=INDEX, db_index=True, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, null=True, related_name="parked_files"
    )
    name = EncryptedTextField("文件名")
    kind = models.CharField("类型", max_length=8)
    size = models.PositiveIntegerField("字节数")
    stored_as = models.CharField("存放名", max_length=60, unique=True, editable=False)
    key_id = models.CharField("密钥编号", max_length=16, editable=False)
    parked_at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "暂存的附件"
        ordering = ["parked_at", "pk"]

    def __str__(self):
        return "暂存的附件"
