"""When the worker was last heard of."""

from django.db import models


class Heartbeat(models.Model):
    """When a worker last said that it lives; one row, whatever the number of machines."""

    seen_at = models.DateTimeField("最近一次")

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"

    def __str__(self) -> str:
        return "后台任务"
