"""What the page of a practice area shows of articles and of the law, as the office chose it."""

from django.db import models

from articles.models.article import Article
from firm.models import PracticeArea
from firm.models.base import Ordered
from statutes.models import LimitationPeriod

QUESTIONS = 5


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
    period = models.ForeignKey(LimitationPeriod, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "领域的期限"
        ordering = ["period__order", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["area", "period"], name="articles_area_period_once")
        ]

    def __str__(self):
        return str(self.period)
