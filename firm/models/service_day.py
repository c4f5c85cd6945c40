"""Days that are not what their weekday says: holidays, and work days that make up for them."""

from django.db import models


class DayKind(models.TextChoices):
    """What a special day is."""

    CLOSED = "closed", "放假"
    WORKING = "working", "调休上班"


class SpecialDay(models.Model):
    """One day on which the firm rests or works against its weekday.

    What the State Council announces comes from a package (`firm.site.known_holidays`); a day that
    is entered here comes before it.
    """

    date = models.DateField(
        "日期",
        unique=True,
        error_messages={"unique": "该日期已登记，请直接修改。"},
        help_text="放假或补班的日期，每天登记一条。",
    )
    kind = models.CharField(
        "安排",
        max_length=8,
        choices=DayKind.choices,
        default=DayKind.CLOSED,
        help_text="放假日不计入答复期限，调休上班日照常计算。",
    )
    name = models.CharField("名称", max_length=20, blank=True, help_text="例如：国庆节。")

    class Meta:
        verbose_name = verbose_name_plural = "节假日与调休"
        ordering = ["-date"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=DayKind.values),
                name="firm_special_day_kind",
                violation_error_message="请选择放假或者调休上班。",
            )
        ]

    def __str__(self):
        return f"{self.date:%Y-%m-%d} {self.get_kind_display()}"
