"""What is counted: readers of an article, and what was looked for. Nothing of a person."""

from django.db import models

from articles.models.article import Article


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
    """How often the same words were looked for on one day, and how many articles they found.

    The words are folded; what may name or reach a person is never kept
    (`articles.stats.search_log`).
    """

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
