"""The stations of a lawyer's practice."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from firm.models.lawyer import Lawyer

YEARS = [MinValueValidator(1950), MaxValueValidator(2100)]


class Milestone(models.Model):
    """From when to when a lawyer did what, and where; without an end it goes on.

    What is told has to agree with the registered facts (律师业务推广行为规则 article 10).
    """

    lawyer = models.ForeignKey(Lawyer, on_delete=models.CASCADE, related_name="milestones")
    start_year = models.PositiveSmallIntegerField(
        "起始年", validators=YEARS, help_text="例如：2016。"
    )
    start_month = models.PositiveSmallIntegerField(
        "月",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text="可以不填。",
    )
    end_year = models.PositiveSmallIntegerField(
        "结束年",
        null=True,
        blank=True,
        validators=YEARS,
        help_text="留空则显示为“至今”；仅一年的填同一年。",
    )
    title = models.CharField(
        "职务或经历",
        max_length=40,
        help_text="例如：合伙人律师。请勿出现胜诉率、标的额、“专家”等字样。",
    )
    place = models.CharField("所在单位", max_length=60, blank=True, help_text="单位的全称。")

    class Meta:
        verbose_name = verbose_name_plural = "执业经历"
        ordering = [
            F("start_year").desc(),
            F("start_month").desc(nulls_last=True),
            "-pk",
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_year__isnull=True) | Q(end_year__gte=F("start_year")),
                name="firm_milestone_ends_after_start",
                violation_error_message="结束年不能早于起始年。",
            ),
            models.CheckConstraint(
                condition=Q(start_month__isnull=True) | Q(start_month__range=(1, 12)),
                name="firm_milestone_month",
                violation_error_message="月份是1到12。",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="firm_milestone_has_title",
                violation_error_message="执业经历须填写职务或经历。",
            ),
        ]

    def __str__(self):
        return f"{self.when}，{self.title}"

    @property
    def start(self):
        """When it began: 2016年5月, or 2016年."""
        return f"{self.start_year}年" + (f"{self.start_month}月" if self.start_month else "")

    @property
    def when(self):
        """The span as the page shows it: 2016年5月至今, 2010年—2016年, 2014年."""
        if self.end_year is None:
            return f"{self.start}至今"
        return self.start if self.end_year == self.start_year else f"{self.start}—{self.end_year}年"
