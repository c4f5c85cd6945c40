"""The links that an editor picks for an article."""

from django.db import models
from django.db.models import F, Q

from articles.models.article import Article
from firm.models.base import Ordered


class RelatedLink(Ordered):
    """A further reading that an editor picked: an article of the site or an outside address."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="related_links", db_index=False
    )
    target = models.ForeignKey(
        Article,
        verbose_name="本站文章",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="linked_from",
        help_text="输入标题中的字词，从列出的文章中选择。",
    )
    url = models.URLField(
        "站外网址",
        blank=True,
        help_text="引用站外页面的，填完整网址，例如：https://www.court.gov.cn/。",
    )
    title = models.CharField(
        "站外标题", max_length=60, blank=True, help_text="填了站外网址的，填写该页标题。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "相关链接"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target__isnull=False, url="", title="")
                | (Q(target__isnull=True) & ~Q(url="") & ~Q(title="")),
                name="articles_link_one_target",
                violation_error_message="每条相关链接须选本站文章，或同时填写站外网址和标题。",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target=F("article")),
                name="articles_link_not_itself",
                violation_error_message="相关链接不能指向文章自己。",
            ),
            models.UniqueConstraint(
                fields=["article", "target"],
                name="articles_link_once",
                violation_error_message="这篇文章已在相关链接中。",
            ),
        ]

    def __str__(self):
        return self.title or str(self.target)
