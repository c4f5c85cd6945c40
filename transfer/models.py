"""What the office imports of articles, and what became of each."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from articles.models import Article
from statutes.models import OfficeImport, OfficeImportFile

TO_SEE_TO, HANDLED, ALL = "todo", "handled", "all"  # views of a report, beside the problems
ACTS = {"law": "改引用", "picture": "传图片", "ad": "改文字", "author": "定作者"}
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
    ENDED = (State.DONE, State.FAILED)  # of which the second may have broken off half-way

    state = models.CharField("进度", max_length=9, choices=State.choices)
    digest = models.CharField("文件的摘要", max_length=64)
    update = models.BooleanField("更新已有的文章", default=False)
    publish = models.BooleanField("直接发布", default=False)
    marks = models.JSONField("标出的位置", default=dict)  # of an old site's pages, on one of them
    records = models.PositiveIntegerField("文章数", default=0)  # that the check has found
    survey = models.JSONField("核对的结果", default=dict)  # `transfer.survey`
    choices = models.JSONField("选择", default=dict)  # by kind, old name to what is chosen
    new_tags = models.JSONField("新建的标签", default=list)
    new_redirects = models.JSONField("新建的旧栏目网址", default=list)

    class Meta(OfficeImport.Meta):
        verbose_name = verbose_name_plural = "文章导入"
        default_permissions = ()

    def __str__(self):
        return f"“{self.name}”"

    @property
    def site(self) -> str:
        """The system of the old site; "" of files in our own formats."""
        return self.survey.get("site", "")

    def picked(self, kind: str) -> dict[str, str]:
        """What each old name becomes, as chosen, else as matched; "" where it is to be chosen."""
        chosen = self.choices.get(kind, {})
        rows = self.survey.get(kind, [])
        return {row["name"]: chosen.get(row["name"], row["value"]) for row in rows}

    def chosen_before(self, kind: str) -> dict[str, str]:
        """What old names became in earlier imports, the latest of which counts."""
        imported = ArticleImport.objects.filter(state=self.State.DONE).exclude(pk=self.pk)
        found: dict[str, str] = {}
        for choices in imported.order_by("pk").values_list("choices", flat=True):
            found |= choices.get(kind, {})
        return found

    @property
    def unchosen(self) -> int:
        picked = [*self.picked("areas").values(), *self.picked("authors").values()]
        return picked.count("")

    def lines_of(self, view: str) -> models.QuerySet:
        """The lines of a view of the report."""
        if view == HANDLED:
            return self.lines.filter(handled=True)
        if view == ALL:
            return self.lines.all()
        if view == ArticleImportLine.Problem.REFUSED:
            return self.lines.filter(became=ArticleImportLine.Became.REFUSED)
        open_lines = self.lines.filter(handled=False).exclude(problems="")
        return open_lines if view == TO_SEE_TO else open_lines.filter(problems__contains=view)

    def views(self) -> dict[str, tuple[str, int]]:
        """The views of the report: words and number of each."""
        words = {TO_SEE_TO: "要处理", **dict(ArticleImportLine.Problem.choices)}
        words |= {HANDLED: "处理好的", ALL: "全部"}
        return {view: (label, self.lines_of(view).count()) for view, label in words.items()}

    @property
    def brings(self) -> bool:
        return self.lines.filter(became__in=ArticleImportLine.BROUGHT).exists()

    @property
    def back_until(self) -> datetime | None:
        return self.finished_at and self.finished_at + TAKEN_BACK_WITHIN

    @property
    def can_be_taken_back(self) -> bool:
        if self.state not in self.ENDED or self.back_until is None:
            return False
        stored = self.lines.filter(number__isnull=False)
        return timezone.now() < self.back_until and stored.exists()  # a check stores nothing


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

    class Problem(models.TextChoices):
        """What somebody has to see to, in the order in which one of several is shown."""

        LAW = "law", "法条"
        PICTURE = "picture", "缺图片"
        AD = "ad", "广告用语"
        SHORT = "short", "过短"
        AUTHOR = "author", "未定作者"
        NOTE = "note", "其他"
        REFUSED = "refused", "没有导入"

    upload = models.ForeignKey(
        ArticleImport, on_delete=models.CASCADE, related_name="lines", db_index=False
    )
    order = models.PositiveSmallIntegerField()  # what needs attention stands first
    became = models.CharField(max_length=9, choices=Became.choices)
    place = models.CharField("位置", max_length=300)
    title = models.CharField("标题", max_length=80, blank=True)
    doubts = models.TextField("存疑", blank=True)
    problems = models.CharField("问题", max_length=60, blank=True)  # kinds, with blanks between
    handled = models.BooleanField("处理好了", default=False)
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="+")
    number = models.PositiveIntegerField(null=True)  # of the version that the import kept
    # How an article that it changed stood (`office.taken`), or where the address led that a new one
    # took; forgotten after a day.
    before = models.JSONField(null=True)
    back = models.CharField(max_length=200, blank=True)  # what came of it when it was taken back

    class Meta:
        verbose_name = verbose_name_plural = "文章导入的结果"
        ordering = ["order", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["upload", "order", "id"], name="transfer_lines_in_order")]

    def __str__(self):
        return f"{self.place}：{self.get_became_display()}"

    @property
    def act(self) -> str:
        """What is done about it, on the page of the article."""
        return ACTS.get(self.problems.partition(" ")[0], "打开")
