"""Changes of the law whose citing texts still have to be re-checked."""

from django.db import models

from statutes.models.statute import SHORT


class PendingRecheck(models.Model):
    """A lineage whose citing texts the worker has to check again; empty means all texts.

    Written in the transaction that changed the table, so a change is never without its re-check.
    """

    short_name = models.CharField(max_length=SHORT, blank=True, unique=True)
    asked_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "等待复核的法规"

    def __str__(self):
        return self.short_name or "全部"
