"""What is typed into the form of an article and not saved yet."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article

PAGE = 32  # the random name of a form that was opened


class Unsaved(models.Model):
    """What an editor typed in one window: the fields as the form posts them, lists by name.

    `article` is empty for one that is not stored yet. It is the editor's alone.
    """

    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="写的人",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="+")
    page = models.CharField("写它的页面", max_length=PAGE)
    fields = models.JSONField("内容")
    updated_at = models.DateTimeField("最后修改", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "未保存的修改"
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["editor", "page"],
                name="articles_unsaved_once",
                violation_error_message="每个窗口只留一份未保存的修改。",
            )
        ]

    def __str__(self):
        return "未保存的修改"
