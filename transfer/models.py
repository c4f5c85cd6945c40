"""What the office imports of articles, and what became of each."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from articles.models import Article
from firm.models import Lawyer, PracticeArea
from statutes.models import OfficeImport, OfficeImportFile

TAKEN_BACK_WITHIN = timedelta(days=1)


class ArticleImport(OfficeImport):
    class State(models.TextChoices):
        CHECKING = "checking", "正在核对"
        READY = "ready", "等待确认"
        IMPORTING = "importing", "正在导入"
        DONE = "done", "已导入"
        FAILED = "failed", "没有导入"
        DROPPED = "dropped", "已放弃"
        RETURNING = "returning", "正在撤销"
        RETURNED = "returned", "已撤销"

    WORK = (State.CHECKING, State.IMPORTING, State.RETURNING)

    state = models.CharField("进度", max_length=9, choices=State.choices)
    digest = models.CharField("文件的摘要", max_length=64)
    update = models.BooleanField("更新已有的文章", default=False)
    publish = models.BooleanField("直接发布", default=False)
    area = models.ForeignKey(
        PracticeArea, verbose_name="没有写领域的", on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    author = models.ForeignKey(
        Lawyer, verbose_name="没有写作者的", on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    records = models.PositiveIntegerField("文章数", default=0)  # that the check has found
    new_tags = models.JSONField("新建的标签", default=list)

    class Meta(OfficeImport.Meta):
        verbose_name = verbose_name_plural = "文章导入"
        default_permissions = ()

    def __str__(self):
        return f"“{self.name}”"

    @property
    def brings(self) -> bool:
        return self.lines.filter(became__in=ArticleImportLine.BROUGHT).exists()

    @property
    def back_until(self) -> datetime | None:
        return self.finished_at and self.finished_at + TAKEN_BACK_WITHIN

    @property
    def can_be_taken_back(self) -> bool:
        if self.state != self.State.DONE or self.back_until is None:
            return False
        return timezone.now() < self.back_until and self.brings


class ArticleImportFile(OfficeImportFile):
    upload = models.ForeignKey(ArticleImport, on_delete=models.CASCADE, related_name="files")

    class Meta(OfficeImportFile.Meta):
        verbose_name = verbose_name_plural = "上传的文章文件"


class ArticleImportLine(models.Model):
    class Became(models.TextChoices):
        """What became of a record, what needs attention first."""

        REFUSED = "refused", "没有导入"
        KEPT = "kept", "有变化，未更新"
        UPDATED = "updated", "更新"
        NEW = "new", "新文章"
        UNCHANGED = "unchanged", "未变"

    BROUGHT = (Became.NEW, Became.UPDATED)

    upload = models.ForeignKey(
        ArticleImport, on_delete=models.CASCADE, related_name="lines", db_index=False
    )
    order = models.PositiveSmallIntegerField()  # what needs attention stands first
    became = models.CharField(max_length=9, choices=Became.choices)
    place = models.CharField("位置", max_length=300)
    title = models.CharField("标题", max_length=80, blank=True)
    doubts = models.TextField("存疑", blank=True)
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="+")
    number = models.PositiveIntegerField(null=True)  # of the version that the import kept
    # How an article that it changed stood (`office.taken`), forgotten after a day.
    before = models.JSONField(null=True)
    back = models.CharField(max_length=200, blank=True)  # what came of it when it was taken back

    class Meta:
        verbose_name = verbose_name_plural = "文章导入的结果"
        ordering = ["order", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["upload", "order", "id"], name="transfer_lines_in_order")]

    def __str__(self):
        return f"{self.place}：{self.get_became_display()}"
