"""What an article leads to, its body made ready, what its area shows of it, what is counted."""

from django.db import models
from django.db.models import F, Q

from articles.models.article import Article
from calculators.models import Parameter
from firm.models import PracticeArea
from firm.models.base import Ordered
from statutes.models import CitingModel

OPEN = models.Q(settled=False) & ~models.Q(level="")
WARNED = ["level", "found_on", "settled"]
QUESTIONS = 5  # at the head of the page of an area


class Citation(CitingModel):
    """A citation in an article; offsets count characters of `Article.citing_words`.

    These begin with `Article.text`: what stands behind it gets no link.
    """

    text_field = "article"
    is_imported: bool  # whether the text of the article of law is here; `articles.law` says it
    read_fields = ("title", "summary", "text", "checked_on", "publish_at", "updated_at")

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="citations", db_index=False
    )

    class Meta(CitingModel.Meta):
        verbose_name = verbose_name_plural = "引用的法规"
        indexes = [
            models.Index(fields=["article", "start"], name="articles_cites"),
            models.Index(fields=["short_name", "number"], name="articles_cited"),
            models.Index(
                fields=["short_name", "until"],
                name="articles_cited_in_range",
                condition=models.Q(until__isnull=False),
            ),
            # All that 待复核 counts and sorts by; `settled` because SQLite looks it up in the row
            # although the condition says it.
            models.Index(
                fields=["article", *WARNED],
                name="articles_warned",
                condition=OPEN,
            ),
            models.Index(
                fields=["short_name", "article", *WARNED],
                name="articles_warned_by_law",
                condition=OPEN,
            ),
        ]

    @classmethod
    def shown(cls, *, of_all=False):
        """Looked up one by one, unless the citations `of_all` articles are wanted."""
        public = Article.objects.published().order_by()
        if of_all:
            return cls.objects.filter(article__in=public)
        return cls.objects.filter(models.Exists(public.filter(pk=models.OuterRef("article"))))


class FinishedBody(models.Model):
    """A body as its page shows it; `articles.law.citations` trusts none without its own seal."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="finished"
    )
    html = models.TextField()
    headings = models.TextField()  # as JSON
    seal = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.article_id)


class RelatedLink(Ordered):
    """A further reading that an editor picked: an article of the site or an outside address."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="related_links", db_index=False
    )
    target = models.ForeignKey(
        Article,
        verbose_name="本站文章",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="linked_from",
        help_text="输入标题中的字词，从列出的文章中选择。",
    )
    url = models.URLField(
        "站外网址",
        blank=True,
        help_text="引用站外页面时填完整网址，例如：https://www.court.gov.cn/。",
    )
    title = models.CharField(
        "站外标题", max_length=60, blank=True, help_text="填写站外网址时，填该页标题。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "相关链接"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target__isnull=False, url="", title="")
                | (Q(target__isnull=True) & ~Q(url="") & ~Q(title="")),
                name="articles_link_one_target",
                violation_error_message="每条相关链接须选本站文章，或同时填写站外网址和标题。",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target=F("article")),
                name="articles_link_not_itself",
                violation_error_message="相关链接不能指向文章自己。",
            ),
            models.UniqueConstraint(
                fields=["article", "target"],
                name="articles_link_once",
                violation_error_message="这篇文章已在相关链接中。",
            ),
        ]

    def __str__(self):
        return self.title or str(self.target)


class Why(models.TextChoices):
    """Why one article was found to be near another."""

    LAW = "law", "引用同样的法条"
    TEXT = "text", "内容相近"


class Neighbour(models.Model):
    """A published article near another one; `place` counts from 0, the nearest first."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="neighbours", db_index=False
    )
    other = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=4, choices=Why.choices)

    class Meta:
        ordering = ["article", "place"]
        constraints = [
            models.UniqueConstraint(fields=["article", "place"], name="articles_neighbour_place"),
            models.UniqueConstraint(fields=["article", "other"], name="articles_neighbour_once"),
            models.CheckConstraint(
                condition=~models.Q(article=models.F("other")), name="articles_neighbour_not_itself"
            ),
        ]

    def __str__(self):
        return f"{self.article_id} → {self.other_id}"


class NeighboursDue(models.Model):
    """An article whose neighbours the worker computes again; with `spread` of those near it too."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    at = models.DateTimeField(db_index=True)
    spread = models.BooleanField(default=False)

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return str(self.article_id)


class AreaQuestion(Ordered):
    """An article that the page of an area shows first."""

    area = models.ForeignKey(
        PracticeArea, on_delete=models.CASCADE, related_name="questions", db_index=False
    )
    article = models.ForeignKey(
        Article,
        verbose_name="文章",
        on_delete=models.CASCADE,
        related_name="+",
        help_text="输入标题中的字词，从列出的文章中选择。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "常问的问题"
        ordering = ["order", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["area", "article"],
                name="articles_area_question_once",
                violation_error_message="这篇文章已经选过。",
            )
        ]

    def __str__(self):
        return str(self.article)


class AreaPeriod(models.Model):
    """A period of the law that the page of an area shows; the table of periods gives the order."""

    area = models.ForeignKey(
        PracticeArea, on_delete=models.CASCADE, related_name="periods", db_index=False
    )
    period = models.ForeignKey(Parameter, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "领域的期限"
        ordering = ["period__order", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["area", "period"], name="articles_area_period_once")
        ]

    def __str__(self):
        return str(self.period)


class DailyReads(models.Model):
    """How often an article was opened on one day in Beijing."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="reads", db_index=False
    )
    day = models.DateField("日期")
    number = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "阅读次数"
        constraints = [
            models.UniqueConstraint(fields=["day", "article"], name="articles_reads_once_a_day"),
        ]

    def __str__(self):
        return f"{self.day}：{self.number}"


class SearchedWords(models.Model):
    """How often the same words were looked for on one day, and how many articles they found."""

    words = models.CharField("搜索词", max_length=40)
    day = models.DateField("日期")
    number = models.PositiveIntegerField("次数", default=0)
    found = models.PositiveIntegerField("找到的文章", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "站内搜索"
        default_permissions = ()  # whoever may change articles sees them; nobody changes them
        constraints = [
            models.UniqueConstraint(fields=["day", "words"], name="articles_words_once_a_day"),
        ]

    def __str__(self):
        return self.words
