"""The body of an article as its page shows it, made once."""

from django.db import models

from articles.models.article import Article


class FinishedBody(models.Model):
    """Written by `articles.law.bodies` alone, which trusts nothing here without its own seal."""

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
