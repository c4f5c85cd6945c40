"""When the worker was last heard of, and what it does once for all machines."""

from django.db import models

# What a row is about, by its key.
WORKER, BACKUP_BEGUN, BACKUP_DONE = 1, 2, 3


class Heartbeat(models.Model):
    """When something last happened; one row for each, whatever the number of machines.

    That a worker lives, that the daily backup was begun, and that one was whole.
    """

    seen_at = models.DateTimeField("最近一次")

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"

    def __str__(self) -> str:
        return "后台任务"
