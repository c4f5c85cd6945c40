"""What is typed in the office and not saved yet: the base of the tables that store it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

PAGE = 32  # characters of the random name of a page that was opened


class Unsaved(models.Model):
    """What its author typed in one window (`page`) and has not saved.

    Each app has a table: a foreign key deletes the words with what they belong to, and those of
    consult are encrypted.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="写的人",
        on_delete=models.CASCADE,
        related_name="+",
    )
    page = models.CharField("写它的页面", max_length=PAGE, blank=True, default="")
    updated_at = models.DateTimeField("最后修改", default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["-updated_at", "-pk"]

    def __str__(self):
        return str(self._meta.verbose_name)

    @property
    def version(self) -> str:
        return self.updated_at.isoformat()
