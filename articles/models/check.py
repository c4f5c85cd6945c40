"""What an editor decided about a hint of the checks."""

from django.conf import settings
from django.db import models

from articles.models.article import Article


class CheckDecision(models.Model):
    """A hint that stays as it is, by whom and why; append-only.

    `fingerprint` names what was hinted at (`articles.quality.checks`): other words bring the hint
    again.
    """

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="check_decisions", db_index=False
    )
    code = models.CharField("检查项", max_length=40)
    fingerprint = models.CharField(max_length=64)
    quote = models.CharField("所指文字", max_length=120, blank=True)
    kept = models.BooleanField("保留", default=True, help_text="不勾选表示撤回先前的决定。")
    note = models.CharField("理由", max_length=200, blank=True)
    decided_at = models.DateTimeField("时间", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="决定人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        verbose_name = verbose_name_plural = "提示的处理"
        ordering = ["pk"]
        indexes = [models.Index(fields=["article", "code"], name="articles_decided")]

    def __str__(self):
        return self.code
