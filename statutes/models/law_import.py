"""What the office brings in of the law, packs that were applied, and what became of each."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from statutes.models.statute import LONGEST_NAME


class LawImport(models.Model):
    """One upload, or one pack that the command applied; looked at first, stored when confirmed.

    The worker does both. `made` and `signer` tell one pack from another; `words` sum up what became
    of it, or say why it was refused.
    """

    class Kind(models.TextChoices):
        """What was brought."""

        PACK = "pack", "法规包"
        FILES = "files", "法规文件"

    class State(models.TextChoices):
        """How far it is."""

        CHECKING = "checking", "正在核对"
        READY = "ready", "等待确认"
        IMPORTING = "importing", "正在导入"
        DONE = "done", "已导入"
        FAILED = "failed", "没有导入"
        DROPPED = "dropped", "已放弃"

    WORK = (State.CHECKING, State.IMPORTING)  # what the worker does

    kind = models.CharField("类型", max_length=8, choices=Kind.choices)
    state = models.CharField("进度", max_length=9, choices=State.choices)
    name = models.CharField("文件", max_length=200)
    replace = models.BooleanField("替换已有的条文", default=False)
    made = models.DateTimeField("制作时间", null=True, blank=True)
    signer = models.CharField("签名的公钥", max_length=64, blank=True)
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
    unchanged = models.PositiveIntegerField("未变", default=0)
    words = models.TextField("结果", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "法规导入"
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.get_kind_display()}“{self.name}”"

    @property
    def is_at_work(self):
        """Whether the worker has something to do with it."""
        return self.state in self.WORK


class LawImportFile(models.Model):
    """A file that was uploaded, kept until it was imported or given up."""

    law_import = models.ForeignKey(LawImport, on_delete=models.CASCADE, related_name="files")
    name = models.CharField("文件名", max_length=200)
    content = models.BinaryField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "上传的法规文件"
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return self.name


class LawImportLine(models.Model):
    """A line of the report: what becomes, or became, of which statute."""

    class Became(models.TextChoices):
        """What became of a statute; `NOTE` is something to know of a file."""

        NEW = "new", "新增"
        CHANGED = "changed", "更新"
        KEPT = "kept", "保留本所修改"
        REFUSED = "refused", "没有导入"
        NOTE = "note", "注意"

    law_import = models.ForeignKey(LawImport, on_delete=models.CASCADE, related_name="lines")
    became = models.CharField(max_length=8, choices=Became.choices)
    subject = models.CharField(max_length=LONGEST_NAME, blank=True)
    words = models.TextField()

    class Meta:
        verbose_name = verbose_name_plural = "法规导入的结果"
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.subject}：{self.words}" if self.subject else self.words
