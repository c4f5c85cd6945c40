"""Revisions of an article and what belongs to one: decisions, previews, what was given back."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from articles.models.article import Article
from firm.models.base import Unsaved as UnsavedBase
from firm.models.base import account


class CheckDecision(models.Model):
    """A hint that stays as it is, by whom and why; append-only.

    `fingerprint` names what was hinted at: other words bring the hint again.
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
    decided_by = account("决定人")

    class Meta:
        verbose_name = verbose_name_plural = "提示的处理"
        ordering = ["pk"]
        indexes = [models.Index(fields=["article", "code"], name="articles_decided")]

    def __str__(self):
        return self.code


class PreviewLink(models.Model):
    """One link: signed, good for seven days or until it is revoked."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="preview_links", db_index=False
    )
    created_at = models.DateTimeField("生成时间", auto_now_add=True)
    created_by = account("生成人")
    expires_at = models.DateTimeField("失效时间")
    revoked_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "预览链接"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["article", "-created_at"], name="articles_previews")]

    def __str__(self):
        return f"预览链接 {self.pk}"

    @property
    def is_alive(self):
        return self.revoked_at is None and self.expires_at > timezone.now()


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
    """One saved version: the whole content (`articles.workflow.publishing`), who, when and why."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="revisions", db_index=False
    )
    number = models.PositiveIntegerField("版本")
    act = models.CharField("操作", max_length=10, choices=Act.choices)
    content = models.JSONField("内容")
    note = models.CharField("修改说明", max_length=200, blank=True)
    restored_from = models.PositiveIntegerField("恢复自版本", null=True, blank=True)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    created_by = account("操作人", blank=True)

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
    """What an editor typed into the form of an article, as it is posted; the editor's alone."""

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


NOTE = Revision._meta.get_field("note").max_length


class Returned(models.Model):
    """An article that was given back: to whom, by whom, why. It goes with the publication."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="returned")
    writer = account("撰稿人", db_index=True)
    reviewer = account("审核人")
    note = models.CharField("修改要求", max_length=NOTE)
    returned_at = models.DateTimeField("退回时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "退回的文章"

    def __str__(self):
        return self.note
