"""As of when the table of statutes is, and which changes still have to be re-checked."""

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


class TableVersion(models.Model):
    """One row: the day as of which someone compared the whole table with the official sources."""

    version = models.DateField("核对至", help_text="法规表与官方来源核对的日期。")
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
        return f"核对至{self.version:%Y-%m-%d}"


class TableState(models.Model):
    """One row: the state in which statutes and their articles are, by a name used only once.

    Triggers of the database (migration 0002) write it with every change of either table, in the
    same transaction, whoever makes the change: bulk updates, cascades and SQL by hand included. A
    number that counts up would come again after a rollback, for another content; this does not.
    """

    state = models.UUIDField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="statutes_one_table_state")
        ]

    def __str__(self):
        return str(self.state)
