"""What was done to many records at once, for as long as it can be taken back."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from firm.models.base import account


class Batch(models.Model):
    """One act on many records of one kind; `token` is of the page that asked, perhaps twice."""

    kind = models.CharField("对象", max_length=10)
    token = models.CharField("页面编号", max_length=32)
    act = models.CharField("操作", max_length=20)
    words = models.TextField("做了什么", blank=True)  # every tag that was ticked is named in it
    details = models.JSONField("细节", default=dict)
    made_by = account("操作人")
    made_at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    ends_at = models.DateTimeField("撤销截止时间")
    taken_back_by = account("撤销人")
    taken_back_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "批量操作"
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "token"], name="firm_batch_of_a_page")
        ]

    def __str__(self):
        return self.words

    @property
    def is_open(self):
        return self.taken_back_at is None and timezone.now() < self.ends_at

    @property
    def done(self) -> "models.QuerySet[BatchItem]":
        return self.items.filter(mark__isnull=False)

    @property
    def left(self) -> "models.QuerySet[BatchItem]":
        """What was not done; once it was taken back: what was not taken back with it."""
        return (self.done if self.taken_back_at else self.items).exclude(why="")


class BatchItem(models.Model):
    """One record of a batch, by its key as text.

    `before` is read by its kind alone, and ciphertext where it is confidential; `mark` is the event
    that the act has left. `why`: the reason why nothing was done, or was not taken back.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items", db_index=False)
    record = models.CharField("编号", max_length=36)
    title = models.CharField("标题", max_length=60)
    before = models.TextField("原来的情况", blank=True)
    mark = models.PositiveBigIntegerField("留下的记录", null=True)
    why = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "批量操作的对象"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["batch", "record"], name="firm_batch_once"),
            models.CheckConstraint(
                condition=Q(mark__isnull=False) | ~Q(why=""), name="firm_batch_says_why"
            ),
        ]

    def __str__(self):
        return self.title
