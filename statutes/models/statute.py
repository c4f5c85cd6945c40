"""Statutes by version, their articles and sources, renamed crimes, and the state of the table."""

import re
from datetime import date
from functools import lru_cache
from urllib.parse import quote

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from statutes.base import IMPORTED, LONGEST_URL, Kind, Status
from statutes.citations.places import PlaceConverter, article_words

DATABASE = "https://flk.npc.gov.cn/"  # 国家法律法规数据库
SEARCH = f"{DATABASE}search?searchType=title;accurate&searchValue="  # and the name of a text
IN_DATABASE = {Kind.LAW, Kind.DECISION, Kind.REGULATION, Kind.INTERPRETATION}
LONGEST_NAME = 160
SHORT = 80


class StatuteQuerySet(models.QuerySet):
    def for_list(self):
        """Without what only the page of one statute shows."""
        return self.defer("preamble", "annex", "note", "source")


class Statute(models.Model):
    """One version of a law; `short_name` joins those of one text, the lineage.

    Dates are days in Beijing; from `effective_to` on the version no longer applies.
    """

    slug = models.SlugField(
        "网址中的名称",
        max_length=100,
        unique=True,
        allow_unicode=True,
        help_text="用于网页地址，例如：公司法-2023。公开后请勿修改。",
    )
    name = models.CharField("全称", max_length=LONGEST_NAME)
    short_name = models.CharField(
        "简称", max_length=SHORT, help_text="各个版本用同一个简称，例如：公司法。"
    )
    aliases = models.TextField(
        "其他名称", blank=True, help_text="每行一个，例如：民诉法。一个名称只能属于一部法规。"
    )
    kind = models.CharField(
        "类别",
        max_length=14,
        choices=Kind.choices,
        default=Kind.LAW,
        help_text="法律、行政法规、司法解释等，法规页按类别排列。",
    )
    issuer = models.CharField(
        "制定机关", max_length=80, blank=True, help_text="例如：全国人民代表大会常务委员会。"
    )
    doc_no = models.CharField(
        "文号", max_length=60, blank=True, help_text="例如：法释〔2020〕25号。"
    )
    promulgated = models.DateField(
        "公布日期", null=True, blank=True, help_text="公布或通过的日期，不清楚则留空。"
    )
    effective_from = models.DateField(
        "施行日期", null=True, blank=True, help_text="自该日起适用；尚未施行也要填写。"
    )
    effective_to = models.DateField(
        "失效日期", null=True, blank=True, help_text="自该日起不再适用；现行有效则留空。"
    )
    status = models.CharField(
        "状态",
        max_length=8,
        choices=Status.choices,
        default=Status.IN_FORCE,
        help_text="填写日期后，状态随日期自动更新。",
    )
    replaced_by = models.ForeignKey(
        "self",
        verbose_name="取代它的法规",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
    )
    replaced_part = models.CharField(
        "取代它的部分", max_length=60, blank=True, help_text="例如：合同编。"
    )
    article_count = models.PositiveSmallIntegerField(
        "条文数", null=True, blank=True, help_text="最后一条的序号。"
    )
    changed = models.CharField(
        "改动的条文",
        max_length=1000,
        blank=True,
        help_text="仅修改个别条文、序号未变时，列出这些条，例如：133-2、165、166。全面修订则留空。",
    )
    official_url = models.URLField("官方网址", max_length=300, blank=True)
    note = models.TextField("备注", blank=True, help_text="仅在后台显示，供日后核对参考。")
    source = models.CharField("依据", max_length=300, blank=True, help_text="本行信息的来源。")
    checked_on = models.DateField("核对日期", null=True, blank=True)
    is_own = models.BooleanField("本所修改过", default=False, editable=False)
    preamble = models.TextField("题注和正文前的文字", blank=True, editable=False)
    annex = models.TextField("附件", blank=True, editable=False)
    digest = models.CharField("导入文件的摘要", max_length=64, blank=True, editable=False)
    imported_at = models.DateTimeField("条文导入时间", null=True, blank=True, editable=False)

    objects = StatuteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "法规"
        ordering = ["short_name", "-effective_from", "-promulgated"]
        indexes = [
            models.Index(fields=["short_name", "-effective_from"], name="statutes_lineage"),
            models.Index(fields=["kind", "short_name"], name="statutes_by_kind"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["short_name", "promulgated", "effective_from"],
                name="statutes_version_once",
                violation_error_message="该法规已有公布日期和施行日期均相同的版本。",
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True)
                | Q(effective_from__isnull=True)
                | Q(effective_to__gt=F("effective_from")),
                name="statutes_end_after_start",
                violation_error_message="失效日期须晚于施行日期。",
            ),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=True)
                | Q(promulgated__isnull=True)
                | Q(effective_from__gte=F("promulgated")),
                name="statutes_start_after_promulgation",
                violation_error_message="施行日期不能早于公布日期。",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="statutes_not_replaced_by_itself",
                violation_error_message="一部法规不能由它自己取代。",
            ),
            models.CheckConstraint(
                condition=Q(article_count__isnull=True) | Q(article_count__gte=1),
                name="statutes_count_positive",
                violation_error_message="条文数至少为1，不清楚则留空。",
            ),
        ]

    def __str__(self):
        return f"{self.short_name}（{self.year}）" if self.year else self.short_name

    def get_absolute_url(self):
        return _path(self.slug)

    def article_path(self, number: int, sub: int = 0) -> str:
        """The page of one of its articles; empty for a number that no statute counts: 第零条."""
        address = _spelt(number, sub)
        known = re.fullmatch(PlaceConverter.regex, address)
        return f"{self.get_absolute_url()}{address}/" if known else ""

    @property
    def year(self):
        """The year by which people call a version; None if unknown."""
        day = self.promulgated or self.effective_from
        return day.year if day else None

    @property
    def alias_list(self):
        return [line.strip() for line in self.aliases.splitlines() if line.strip()]

    @property
    def has_text(self):
        return self.imported_at is not None

    @property
    def reading_address(self):
        """Where the official text is read; empty for a kind that the database does not hold."""
        found = f"{SEARCH}{quote(self.name)}" if self.kind in IN_DATABASE else ""
        return self.official_url or found

    @property
    def is_as_imported(self):
        """Whether an import made it and nobody has checked it since: its facts are the file's."""
        return self.source.startswith(IMPORTED) and not (self.is_own or self.checked_on)

    def status_on(self, day=None):
        """Where this version stands on a day (today in Beijing); dates win over `status`.

        What ended is repealed when something else took its place, or `status` says so; otherwise
        a newer version of the same text did. What nobody checked begins and ends by its dates, and
        is never in force for having begun.
        """
        day = day or timezone.localdate()
        if self.effective_from and day < self.effective_from:
            return Status.FUTURE
        if self.effective_to and day >= self.effective_to:
            repealed = self.replaced_by_id or self.status == Status.REPEALED
            return Status.REPEALED if repealed else Status.REVISED
        if self.status == Status.UNCHECKED:
            return Status.UNCHECKED
        if self.effective_to or (self.effective_from and self.status == Status.FUTURE):
            return Status.IN_FORCE
        return Status(self.status)


@lru_cache(maxsize=2048)
def _path(slug):
    """Known by heart: a page about the law leads to the same few statutes again and again."""
    return reverse("statutes:detail", args=[slug])


def _spelt(number, sub):
    return f"{number}-{sub}" if sub else str(number)


class StatuteArticle(models.Model):
    """An article (条), its paragraphs (款) on lines of their own; `sub` counts 之一, 之二."""

    statute = models.ForeignKey(
        Statute,
        verbose_name="法规",
        on_delete=models.CASCADE,
        related_name="articles",
        db_index=False,
    )
    number = models.PositiveSmallIntegerField("条")
    sub = models.PositiveSmallIntegerField("之", default=0)
    part = models.CharField(
        "编、章、节", max_length=200, blank=True, help_text="上级标题，以换行分隔。"
    )
    text = models.TextField("条文")

    class Meta:
        verbose_name = verbose_name_plural = "条文"
        ordering = ["statute", "number", "sub"]
        constraints = [
            models.UniqueConstraint(
                fields=["statute", "number", "sub"], name="statutes_article_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="statutes_article_from_one"),
        ]

    def __str__(self):
        return article_words(self.number, self.sub)

    def get_absolute_url(self):
        return self.statute.article_path(self.number, self.sub)

    @property
    def address(self):
        """As it stands in an address: 577, or 224-1 for 第二百二十四条之一."""
        return _spelt(self.number, self.sub)


class RenamedCrime(models.Model):
    """A name of a crime (罪名) that the law no longer knows, and what it is called now."""

    old_name = models.CharField(
        "旧罪名",
        max_length=60,
        unique=True,
        help_text="文章中可能仍使用的旧罪名，例如：偷税罪。",
    )
    new_name = models.CharField(
        "现罪名", max_length=80, help_text="现行罪名；如分为几个，用顿号隔开。"
    )
    since = models.DateField(
        "更名日期", null=True, blank=True, help_text="自该日起使用新罪名，不清楚则留空。"
    )
    citation = models.CharField(
        "依据", max_length=200, help_text="据以更改的文件，例如：法释〔2021〕2号。"
    )
    is_own = models.BooleanField("本所修改过", default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "已更名的罪名"
        ordering = ["old_name"]

    def __str__(self):
        return f"{self.old_name}，现为{self.new_name}"


class IndexedText(models.Model):
    """That a text is in the index of words, and all that this was made of besides the words.

    Who finds `as_told` different indexes again.
    """

    statute = models.OneToOneField(
        Statute, on_delete=models.CASCADE, primary_key=True, related_name="indexed"
    )
    as_told = models.CharField(max_length=240)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.as_told


class TextSource(models.Model):
    """Where an imported text comes from; written with the text.

    `status` and `effective_from` are what the source says; the table is not overwritten by it. A
    text that is `carried_from` an older version lacks the articles named in `missing`, written like
    `Statute.changed`: the amendment changed them, and their new words are not here.
    """

    statute = models.OneToOneField(
        Statute, on_delete=models.CASCADE, primary_key=True, related_name="text_source"
    )
    name = models.CharField("条文来源", max_length=120)
    url = models.URLField("来源网址", max_length=LONGEST_URL, blank=True)
    status = models.CharField("来源所写的状态", max_length=8, choices=Status.choices, blank=True)
    effective_from = models.DateField("来源所写的施行日期", null=True, blank=True)
    carried_from = models.ForeignKey(
        Statute,
        verbose_name="沿用的旧版",
        on_delete=models.DO_NOTHING,  # a text whose older version is gone is taken back by that
        db_constraint=False,
        null=True,
        related_name="+",
    )
    missing = models.TextField("没有收录的条", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "条文来源"
        default_permissions = ()

    def __str__(self):
        return self.name

    @property
    def public_name(self):
        """How pages call it, without a version; empty for a file of the operator's own."""
        return "" if self.name.startswith(IMPORTED) else re.sub(r" [\w.]*\d[\w.]*$", "", self.name)

    def standing(self, day: date) -> str:
        """The status on a day that follows from what the source says; "" where it says nothing.

        效力未核对 is no statement: the source itself does not know.
        """
        if self.status in {"", Status.UNCHECKED}:
            return ""
        return Statute(status=self.status, effective_from=self.effective_from).status_on(day)

    def contradicts(self, row: Statute, day: date) -> bool:
        """Whether it says of its statute, given as the table has it, what the table does not."""
        status = self.standing(day)
        days = {self.effective_from, row.effective_from} - {None}
        return bool(status and status != row.status_on(day)) or len(days) > 1


class PendingRecheck(models.Model):
    """A lineage whose citing texts the worker has to check again; empty means all texts."""

    short_name = models.CharField(max_length=SHORT, blank=True, unique=True)
    asked_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "等待复核的法规"

    def __str__(self):
        return self.short_name or "全部"


class TableVersion(models.Model):
    """One row: the day as of which someone compared the whole table with the official sources."""

    version = models.DateField("核对至", help_text="法规表与官方来源核对的日期。")
    shipped = models.DateField("随软件提供的版本", null=True, blank=True, editable=False)
    rechecked_on = models.DateField(
        "引用复核到", null=True, blank=True, editable=False
    )  # the day in Beijing on which every text was last held against the table
    updated_at = models.DateTimeField("最后修改", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "法规表的日期"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="statutes_one_table_version")]

    def __str__(self):
        return f"核对至{self.version:%Y-%m-%d}"


class TableState(models.Model):
    """One row: the state in which statutes and their articles are, by a name used only once.

    Triggers of the database write it with every change of either table, in the same transaction. A
    number that counts up would come again after a rollback, for another content; this does not.
    """

    state = models.UUIDField()

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="statutes_one_table_state")]

    def __str__(self):
        return str(self.state)
