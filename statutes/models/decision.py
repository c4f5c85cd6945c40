"""What was decided about warnings: append-only, so it outlives the text it is about."""

from django.conf import settings
from django.db import models

from statutes.base.enums import Outcome, Reason


class Decision(models.Model):
    """A warning that a named lawyer confirmed, or that went because the text was rewritten.

    `text` says which one (`articles.article:12`); `fingerprint` names the warning by the facts
    behind it, so that the next move of the law warns again.
    """

    text = models.CharField("文本", max_length=80, editable=False)
    title = models.CharField("标题", max_length=120)
    fingerprint = models.CharField(max_length=160, editable=False)
    quote = models.CharField("原文", max_length=300)
    reason = models.CharField("原因", max_length=11, choices=Reason.choices)
    words = models.CharField("提示", max_length=400)
    outcome = models.CharField("决定", max_length=9, choices=Outcome.choices)
    lawyer = models.CharField("律师", max_length=40, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="操作人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "复核记录"
        ordering = ["-at", "-pk"]
        default_permissions = ["view", "add"]
        indexes = [models.Index(fields=["text", "fingerprint"], name="statutes_decided")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome=Outcome.CONFIRMED) | ~models.Q(lawyer=""),
                name="statutes_confirmed_by_name",
                violation_error_message="确认时须写明确认的律师。",
            )
        ]

    def __str__(self):
        return f"{self.quote}：{self.get_outcome_display()}"
