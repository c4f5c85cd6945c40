"""The mail server that the office has set; its password is encrypted as clients' words are."""

from django.db import models

from consult.crypto.fields import EncryptedTextField
from firm.models.firm import ONLY_ROW


class MailServer(models.Model):
    """At most one row. What the environment names (EMAIL_URL) comes first."""

    class Port(models.IntegerChoices):
        SMTPS = 465, "465（SSL，常用）"
        STARTTLS = 587, "587（STARTTLS）"
        OTHER_SMTPS = 994, "994（SSL）"

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY_ROW, editable=False)
    host = models.CharField("发信服务器", max_length=253)
    port = models.PositiveSmallIntegerField("端口", choices=Port.choices, default=Port.SMTPS)
    address = models.EmailField("发信邮箱")
    password = EncryptedTextField("密码或授权码")

    class Meta:
        verbose_name = verbose_name_plural = "发信邮箱"
        default_permissions = ()

    def __str__(self) -> str:
        return self.address
