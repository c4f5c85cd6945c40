"""The days of one year that were entered in one go, so that they can be taken back in one go."""

from django.db import models


class RegisteredYear(models.Model):
    """What one registering changed: before and after, kind and name by the day (2027-05-01)."""

    year = models.PositiveSmallIntegerField("年份")
    at = models.DateTimeField("登记时间", auto_now_add=True)
    before = models.JSONField("登记之前")
    after = models.JSONField("登记之后")

    class Meta:
        verbose_name = verbose_name_plural = "整年登记"
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.year}年的放假安排"
