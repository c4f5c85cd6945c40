"""What texts cite of the law, warnings about it, and what was decided."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from statutes.base import Level, Outcome, Reason
from statutes.citations.places import article_words
from statutes.models.statute import SHORT, Statute


class CitingQuerySet(models.QuerySet):
    def open(self):
        """Warned of, and nobody has settled it."""
        return self.exclude(level="").filter(settled=False)

    def of_article(self, short_name, number, sub=0):
        return self.of_any(short_name, [(number, sub)])

    def of_any(self, short_name: str, places: Iterable[tuple[int, int]]):
        """Of one of these articles, one at least: alone, in a list or within a range."""
        wanted = Q()
        for number, sub in sorted(set(places)):
            # The name stands in both, so that SQLite looks each up in an index
            wanted |= Q(short_name=short_name, number=number, sub=sub)
            wanted |= Q(short_name=short_name, number__lt=number, until__gte=number)
        return self.filter(wanted)


class CitingModel(models.Model):
    """A citation in a stored text, as the parser found it, and the warning about it, if any.

    Derived from the text: rewritten when `citation_sync.save_text` saves the text, and when the law
    moves. A concrete model adds a foreign key to its text and names it in `text_field`; the text
    says its `citing_words`, whose characters the offsets count, and its `citing_day`: when a lawyer
    vouched for it, or it was written; None if nobody knows.
    """

    # What a reading of the text knows besides, of a citation that is not stored:
    misquote: Any = None  # a `statutes.law.verbatim.Misquote`
    instead = ""  # what to write in its place

    text_field = ""
    read_fields: tuple[str, ...] = ()  # those of the text that these need; empty for all

    short_name = models.CharField("法规", max_length=SHORT)
    statute = models.ForeignKey(
        Statute,
        verbose_name="版本",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    number = models.PositiveSmallIntegerField("条", null=True, blank=True)
    sub = models.PositiveSmallIntegerField("之", default=0)
    until = models.PositiveSmallIntegerField("至", null=True, blank=True)
    clause = models.PositiveSmallIntegerField("款", default=0)
    item = models.PositiveSmallIntegerField("项", default=0)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.CharField("原文", max_length=300)
    level = models.CharField("级别", max_length=5, choices=Level.choices, blank=True)
    reason = models.CharField("原因", max_length=11, choices=Reason.choices, blank=True)
    words = models.CharField("说明", max_length=400, blank=True)
    leads_to = models.ForeignKey(
        Statute,
        verbose_name="现行法规",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    fingerprint = models.CharField(max_length=160, blank=True)
    found_on = models.DateField("发现日期", null=True, blank=True)
    settled = models.BooleanField("已有决定", default=False)

    objects = CitingQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["start"]

    def __str__(self):
        return self.quote

    @property
    def place(self):
        """第五百七十七条, or empty when the statute is cited as a whole."""
        if self.number is None:
            return ""
        place = article_words(self.number, self.sub)
        return f"{place}至{article_words(self.until)}" if self.until else place

    @property
    def level_words(self):
        """The level, in words; a law in force is not called 尚未施行 for a version to come."""
        return "即将变动" if self.reason == Reason.COMING else self.get_level_display()

    @property
    def text_id(self):
        return getattr(self, f"{self.text_field}_id")

    @classmethod
    def text_model(cls):
        return cls._meta.get_field(cls.text_field).related_model

    @classmethod
    def texts(cls):
        """All texts of this kind, with no more than is read of them."""
        found = cls.text_model()._default_manager.all()
        return found.only(*cls.read_fields) if cls.read_fields else found

    @classmethod
    def shown(cls):
        """Those in texts that every visitor may read; none, unless a kind of text says which."""
        return cls.objects.none()


class Decision(models.Model):
    """A warning that a named lawyer confirmed, or that went because the text was rewritten.

    Append-only: it outlives its `text` (`articles.article:12`). `fingerprint` names the warning by
    the facts behind it, so that the next move of the law warns again.
    """

    text = models.CharField("文本", max_length=80, editable=False)
    title = models.CharField("标题", max_length=120)
    fingerprint = models.CharField(max_length=160, editable=False)
    quote = models.CharField("原文", max_length=300)
    reason = models.CharField("原因", max_length=11, choices=Reason.choices)
    words = models.CharField("提示", max_length=400)
    outcome = models.CharField("决定", max_length=9, choices=Outcome.choices)
    lawyer = models.CharField("律师", max_length=40, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="操作人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "复核记录"
        ordering = ["-at", "-pk"]
        default_permissions = ["view", "add"]
        indexes = [models.Index(fields=["text", "fingerprint"], name="statutes_decided")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.CONFIRMED) | ~Q(lawyer=""),
                name="statutes_confirmed_by_name",
                violation_error_message="确认时须写明确认的律师。",
            )
        ]

    def __str__(self):
        return f"{self.quote}：{self.get_outcome_display()}"


class LawCitation(models.Model):
    """That an article of one version names an article of a text, or a range of them up to `until`.

    Its places are numbers and no keys: an import makes the articles of a text anew. `by_number` is
    0 for a text without articles; `number` is one of the version that was in force by then.
    """

    statute = models.ForeignKey(
        Statute, on_delete=models.CASCADE, related_name="law_citations", db_index=False
    )
    by_number = models.PositiveSmallIntegerField()
    by_sub = models.PositiveSmallIntegerField(default=0)
    short_name = models.CharField(max_length=SHORT)
    number = models.PositiveSmallIntegerField()
    sub = models.PositiveSmallIntegerField(default=0)
    until = models.PositiveSmallIntegerField(null=True)

    objects = CitingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "法规之间的引用"
        default_permissions = ()
        indexes = [
            models.Index(fields=["short_name", "number", "sub"], name="statutes_cited_by_law"),
            models.Index(fields=["statute"], name="statutes_law_cites"),
        ]

    def __str__(self):
        return f"{self.statute_id} {self.by_number}-{self.by_sub}: {self.short_name} {self.number}"


class ReadText(models.Model):
    """That a text was read for what it cites, and all that decided what was found in it.

    Besides its words: its import, the names of the table, the rules. Who finds `as_read` different
    reads again.
    """

    statute = models.OneToOneField(
        Statute, on_delete=models.CASCADE, primary_key=True, related_name="read_text"
    )
    as_read = models.CharField(max_length=120)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.as_read
