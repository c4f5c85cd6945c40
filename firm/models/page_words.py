"""The title and description that somebody chose for a page, in place of those it has by itself."""

from django.db import models

LONGEST_TITLE = 60  # characters
LONGEST_DESCRIPTION = 160


class PageWords(models.Model):
    """How one public page is called in search results and where a link to it is shared.

    They are no part of the page and of its versions: they take effect when they are saved. What is
    empty is as the page has it by itself.
    """

    # `home`, or the kind of a record and its key: `area:3`.
    page = models.CharField("页面", max_length=40, unique=True)
    title = models.CharField("标题", max_length=LONGEST_TITLE, blank=True)
    description = models.CharField("描述", max_length=LONGEST_DESCRIPTION, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "标题和描述"
        default_permissions = ()

    def __str__(self):
        return self.page
