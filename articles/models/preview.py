"""Links by which somebody outside may read an article that is not public yet."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article


class PreviewLink(models.Model):
    """One link: signed, good for seven days or until it is revoked."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="preview_links", db_index=False
    )
    created_at = models.DateTimeField("生成时间", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="生成人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
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
        """Whether it opens the article still."""
        return self.revoked_at is None and self.expires_at > timezone.now()
