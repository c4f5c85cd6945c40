"""What clients thought of an answer: for thirty days beside it, then a number of a month.

A row of its own would still tell whose it is by its place among the others. So nothing of a
rating is left but a count, and no event says who rated: with few of them in a month the two
together would say what.
"""

from django.db import models
from django.db.models import Q

from consult.base.enums import RatingValue
from consult.models.consultation import Consultation


class Rating(models.Model):
    """What a client says of the answer, while it can be changed."""

    consultation = models.OneToOneField(
        Consultation, on_delete=models.CASCADE, related_name="rating"
    )
    value = models.CharField("评价", max_length=10, choices=RatingValue.choices)
    rated_at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "咨询人评价"

    def __str__(self):
        return "咨询人评价"


class RatingCount(models.Model):
    """How often something was said in a month, of whatever consultation it was."""

    month = models.DateField("月份")
    value = models.CharField("评价", max_length=10, choices=RatingValue.choices)
    number = models.PositiveIntegerField("次数")

    class Meta:
        verbose_name = verbose_name_plural = "评价的数目"
        constraints = [
            models.UniqueConstraint(
                fields=["month", "value"],
                name="consult_rating_count_once",
                violation_error_message="每月每种评价只有一个数目。",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="consult_rating_count_of_month",
                violation_error_message="评价只按月计数，月份记为当月1日。",
            ),
        ]

    def __str__(self):
        return f"{self.month:%Y-%m} {self.get_value_display()}"
