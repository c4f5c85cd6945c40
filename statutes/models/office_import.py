"""Uploads of the office: who brought one, how far it is, what became of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class OfficeImport(models.Model):
    """One upload: looked at first, stored when confirmed; the worker does both.

    A model of it may add states to those of `Step`.
    """

    class Step(models.TextChoices):
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


class LawImport(OfficeImport):
    """One upload; `words` sum up what became of it, or say why it was refused."""

    State = OfficeImport.Step

    replace = models.BooleanField("替换已有的条文", default=False)

    class Meta(OfficeImport.Meta):
        verbose_name = verbose_name_plural = "法规导入"

    def __str__(self):
        return f"法规文件“{self.name}”"


class LawImportFile(OfficeImportFile):
    law_import = models.ForeignKey(LawImport, on_delete=models.CASCADE, related_name="files")

    class Meta(OfficeImportFile.Meta):
        verbose_name = verbose_name_plural = "上传的法规文件"


class LawImportLine(models.Model):
    """A line of the report: what is not imported and why, or something to know of a text."""

    class Became(models.TextChoices):
        """What needs attention stands first."""

        REFUSED = "refused", "没有导入"
        NOTE = "note", "注意"

    law_import = models.ForeignKey(LawImport, on_delete=models.CASCADE, related_name="lines")
    became = models.CharField(max_length=8, choices=Became.choices)
    words = models.TextField()

    class Meta:
        verbose_name = verbose_name_plural = "法规导入的结果"
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return self.words
