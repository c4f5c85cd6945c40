"""Limitation periods: data with a citation, so that a change of the law reaches them."""

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from statutes.models.citing import CitingModel
from statutes.models.statute import SHORT
from statutes.numerals import article_words


class LimitationPeriod(models.Model):
    """How long, for what, from when, and where it is written.

    `starts` is empty where nothing runs. `words` are of the article itself, so that a test can
    look whether they still stand there.
    """

    order = models.PositiveSmallIntegerField("排序", default=100)
    length = models.CharField("期限", max_length=40)
    about = models.CharField("适用于", max_length=200)
    starts = models.CharField("起算", max_length=200, blank=True)
    short_name = models.CharField("法规", max_length=SHORT)
    number = models.PositiveSmallIntegerField("条")
    sub = models.PositiveSmallIntegerField("之", default=0)
    words = models.CharField("条文原话", max_length=200, blank=True)
    checked_on = models.DateField("核对日期", null=True, blank=True, default=timezone.localdate)
    is_own = models.BooleanField("本所修改过", default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "时效和期限"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["about", "short_name", "number", "sub"],
                name="statutes_period_once",
                violation_error_message="这条期限已经有了。",
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

    def save(self, *args, **kwargs):
        """Store it, and what is to be said of the article on which it rests."""
        from statutes.services import citing  # needs the models

        with transaction.atomic():
            super().save(*args, **kwargs)
            citing.refresh(PeriodCitation, self)

    @property
    def citation(self):
        """《民法典》第一百八十八条."""
        return f"《{self.short_name}》{article_words(self.number, self.sub)}"


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

    @classmethod
    def texts(cls):
        return LimitationPeriod.objects.all()

    @classmethod
    def text_of(cls, text):
        return str(text)

    @classmethod
    def day_of(cls, text):
        return text.checked_on

    @classmethod
    def admin_url_of(cls, text):
        return reverse("admin:statutes_limitationperiod_change", args=[text.pk])
