"""Revisions: every saved version of an article, append-only; and what is not saved yet."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article
from firm.models.unsaved import Unsaved as UnsavedBase


class Act(models.TextChoices):
    """What somebody did when a version was kept."""

    SAVED = "saved", "保存"
    SUBMITTED = "submitted", "送审"
    RETURNED = "returned", "退回修改"
    PUBLISHED = "published", "发布"
    WITHDRAWN = "withdrawn", "撤下"
    RESTORED = "restored", "恢复旧版本"
    IMPORTED = "imported", "导入"
    FOUND = "found", "原有内容"  # what stood there before its first revision was kept


class Revision(models.Model):
    """One saved version: the whole content (`articles.revisions.snapshot`), who, when and why."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="revisions", db_index=False
    )
    number = models.PositiveIntegerField("版本")
    act = models.CharField("操作", max_length=10, choices=Act.choices)
    content = models.JSONField("内容")
    note = models.CharField("修改说明", max_length=200, blank=True)
    restored_from = models.PositiveIntegerField("恢复自版本", null=True, blank=True)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="操作人",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        verbose_name = verbose_name_plural = "文章版本"
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"],
                name="articles_revision_number_once",
                violation_error_message="这个版本号已经用过。",
            ),
        ]

    def __str__(self):
        return f"第{self.number}版"


class Unsaved(UnsavedBase):
    """What an editor typed into the form of an article: the fields as they are posted, by name.

    `article` is empty for one that is not stored yet. It is the editor's alone.
    """

    KEPT = timedelta(days=14)

    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="+")
    fields = models.JSONField("内容")

    class Meta(UnsavedBase.Meta):
        verbose_name = verbose_name_plural = "未保存的修改"
        constraints = [
            models.UniqueConstraint(
                fields=["author", "page"],
                name="articles_unsaved_once",
                violation_error_message="每个窗口只留一份未保存的修改。",
            )
        ]

    @classmethod
    def forget_old(cls) -> int:
        """Delete what nobody has come back for; returns how many rows."""
        return cls.objects.filter(updated_at__lt=timezone.now() - cls.KEPT).delete()[0]
