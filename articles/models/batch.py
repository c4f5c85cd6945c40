"""What was done to many articles at once, for as long as it can be taken back."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article


class Batch(models.Model):
    """One act on many articles; `token` is of the page that asked, which may be sent twice."""

    LASTS = timedelta(days=1)  # how long it can be taken back; then it is forgotten

    token = models.CharField("页面编号", max_length=32, unique=True)
    act = models.CharField("操作", max_length=20)
    words = models.TextField("做了什么")  # every tag that was ticked is named in it
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="操作人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    made_at = models.DateTimeField("时间", auto_now_add=True, db_index=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="撤销人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    taken_back_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "批量操作"
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.words

    @property
    def said(self):
        """What was done to how many articles, in a sentence."""
        number = self.entries.filter(number__isnull=False).count()
        return f"{self.words}：已处理{number}篇。"

    @property
    def ends_at(self):
        """Until when it can be taken back."""
        return self.made_at + self.LASTS

    @property
    def is_open(self):
        """Whether it can be taken back now."""
        return self.taken_back_at is None and timezone.now() < self.ends_at


class BatchEntry(models.Model):
    """One article of a batch: how it stood before, and the version that the act has kept.

    Without a number nothing was done to it, and `why` says for what reason; else `why` is the
    reason why it was not taken back with the others.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="entries")
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField("标题", max_length=60)
    stood = models.JSONField("原来的情况", default=dict)
    number = models.PositiveIntegerField("版本", null=True)
    why = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "批量操作的文章"
        ordering = ["pk"]

    def __str__(self):
        return self.title
