"""What all uploads of the office have in common: who brought one, how far it is, its report."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class OfficeImport(models.Model):
    """One upload: looked at first, stored when confirmed; the worker does both.

    A model of it may add states to those of `Step`; it has its files under
    `files`, the lines of its report under `lines`.
    """

    class Step(models.TextChoices):
        """The states that every upload goes through."""

        CHECKING = "checking", "正在核对"
        READY = "ready", "等待确认"
        IMPORTING = "importing", "正在导入"
        DONE = "done", "已导入"
        FAILED = "failed", "没有导入"
        DROPPED = "dropped", "已放弃"

    WORK: tuple[str, ...] = (Step.CHECKING, Step.IMPORTING)  # what the worker does

    files: models.Manager
    lines: models.Manager

    state = models.CharField("进度", max_length=9, choices=Step.choices)
    name = models.CharField("文件", max_length=200)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="操作人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    asked_at = models.DateTimeField("上传时间", default=timezone.now)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    done = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("合计", default=0)
    words = models.TextField("结果", blank=True)

    class Meta:
        abstract = True
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()

    @property
    def is_at_work(self):
        """Whether the worker has something to do with it."""
        return self.state in self.WORK


class OfficeImportFile(models.Model):
    """A file that was uploaded, kept in the database until it was imported or given up."""

    name = models.CharField("文件名", max_length=200)
    content = models.BinaryField("内容")

    class Meta:
        abstract = True
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return self.name
