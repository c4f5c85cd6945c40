"""As of when the table of statutes is."""

from django.db import models


class TableVersion(models.Model):
    """One row: the day as of which someone compared the whole table with the official sources."""

    version = models.DateField("核对到", help_text="法规表按这一天的情况核对过。")
    shipped = models.DateField("随软件提供的版本", null=True, blank=True, editable=False)
    rechecked_on = models.DateField(
        "引用复核到", null=True, blank=True, editable=False
    )  # the day in Beijing on which every text was last held against the table
    updated_at = models.DateTimeField("最后修改", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "法规表的日期"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="statutes_one_table_version")
        ]

    def __str__(self):
        return f"核对到{self.version:%Y-%m-%d}"
