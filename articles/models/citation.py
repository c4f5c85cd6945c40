"""What an article cites of the law."""

from django.db import models

from articles.models.article import Article
from statutes.models import CitingModel

OPEN = models.Q(settled=False) & ~models.Q(level="")
WARNED = ["level", "found_on", "settled"]


class Citation(CitingModel):
    """A citation in an article: in its body, its summary or its title.

    Offsets count characters of `Article.citing_words`, which begins with `Article.text`: those of
    a citation in the body count there too, and what stands behind it gets no link.
    """

    text_field = "article"
    is_imported: bool  # whether the text of the article of law is here; `articles.law` says it
    read_fields = ("title", "summary", "text", "checked_on", "publish_at")

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
    def shown(cls):
        return cls.objects.filter(article__in=Article.objects.published())
