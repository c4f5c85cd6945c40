"""Limitation periods: data with a citation, so that a change of the law reaches them."""

from django.db import models
from django.utils import timezone

from statutes.citations.places import article_words
from statutes.models.citing import CitingModel
from statutes.models.statute import SHORT


class LimitationPeriod(models.Model):
    """How long, for what, from when, and where it is written.

    `starts` is empty where nothing runs. `words` are of the article itself, so that a test can
    look whether they still stand there.
    """

    is_near: bool  # whether it is of the area that was asked for; `articles.law` says it

    order = models.PositiveSmallIntegerField("排序", default=100, help_text="数字小的排在前面。")
    length = models.CharField("期限", max_length=40, help_text="例如：3年、15日。")
    about = models.CharField(
        "适用于", max_length=200, help_text="适用该期限的事项，例如：一般民事权利。"
    )
    starts = models.CharField(
        "起算", max_length=200, blank=True, help_text="起算的时点，例如：自收到裁决书之日起。"
    )
    short_name = models.CharField(
        "法规", max_length=SHORT, help_text="法规表中的简称，例如：民法典。"
    )
    number = models.PositiveSmallIntegerField("条", help_text="只填数字，例如：188。")
    sub = models.PositiveSmallIntegerField("之", default=0, help_text="“之一”填1；没有“之”的填0。")
    words = models.CharField(
        "条文原话", max_length=200, blank=True, help_text="照录条文中写明期限的一句。"
    )
    checked_on = models.DateField(
        "核对日期",
        null=True,
        blank=True,
        default=timezone.localdate,
        help_text="最近一次与条文核对的日期。",
    )
    is_own = models.BooleanField("本所修改过", default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "时效和期限"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["about", "short_name", "number", "sub"],
                name="statutes_period_once",
                violation_error_message="该期限已存在。",
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1),
                name="statutes_period_from_one",
                violation_error_message="条文的序号从1开始。",
            ),
        ]

    def __str__(self):
        sentences = filter(None, [self.about, self.starts])
        return f"{self.length}：{'，'.join(sentences)}。{self.citation}"

    @property
    def citation(self):
        """《民法典》第一百八十八条."""
        return f"《{self.short_name}》{article_words(self.number, self.sub)}"

    @property
    def citing_words(self):
        """Its sentence, which ends with the article on which it rests."""
        return str(self)

    @property
    def citing_day(self):
        """When it was compared with the article."""
        return self.checked_on


class PeriodCitation(CitingModel):
    """The article on which a limitation period rests."""

    text_field = "period"

    period = models.ForeignKey(
        LimitationPeriod, on_delete=models.CASCADE, related_name="citations", db_index=False
    )

    class Meta(CitingModel.Meta):
        verbose_name = verbose_name_plural = "期限的依据"
        indexes = [
            models.Index(fields=["period", "start"], name="statutes_period_cites"),
            models.Index(fields=["short_name", "number"], name="statutes_cited_by_period"),
        ]
