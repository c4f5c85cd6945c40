"""What to read next, as computed when an article was published or changed."""

from django.db import models

from articles.models.article import Article


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
    """An article whose neighbours are to be computed again; the worker does it.

    `spread` says that the text itself has changed, so that those near it are due as well.
    """

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    at = models.DateTimeField(db_index=True)
    spread = models.BooleanField(default=False)

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return str(self.article_id)
