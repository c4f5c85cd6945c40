"""The invitation by which somebody sets the first password and the first second factor."""

from django.contrib.auth.models import User
from django.db import models


class Invitation(models.Model):
    """One for each account at most; the code itself is kept by nobody but its holder."""

    account = models.OneToOneField(User, models.CASCADE, related_name="invitation")
    digest = models.CharField("开通码的摘要", max_length=64, unique=True)
    made_by = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="+", help_text="空：在服务器上生成。"
    )
    ends_at = models.DateTimeField("有效至")

    class Meta:
        verbose_name = "开通链接"
        verbose_name_plural = "开通链接"
        default_permissions = ()

    def __str__(self):
        return f"{self.account}"
