"""What a reviewer wants changed before a text is published."""

from django.conf import settings
from django.db import models

from articles.models.article import Article
from articles.models.revision import Revision

NOTE = Revision._meta.get_field("note").max_length


class Returned(models.Model):
    """An article that was given back to its writer: to whom, by whom, and why.

    It stays while the writer works on it, however often that is saved, and for the reviewer to
    whom it comes again; it goes with the publication.
    """

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="returned")
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="撰稿人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="审核人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    note = models.CharField("修改要求", max_length=NOTE)
    returned_at = models.DateTimeField("退回时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "退回的文章"

    def __str__(self):
        return self.note
