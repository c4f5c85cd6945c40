"""What was done to many consultations at once, for as long as it can be taken back."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from consult.base.enums import BatchAct, State
from consult.crypto.fields import EncryptedTextField
from consult.models.consultation import Consultation


def _person(label):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )


class DeskBatch(models.Model):
    """One act on many consultations; `token` is of the wish, sent twice it is one.

    `to` is who was put in charge, `on` the day on which they come back.
    """

    LASTS = timedelta(minutes=10)  # how long it can be taken back
    KEPT = timedelta(days=1)

    token = models.CharField("页面编号", max_length=32, unique=True)
    act = models.CharField("操作", max_length=10, choices=BatchAct.choices)
    to = _person("交给")
    on = models.DateField("跟进日", null=True, blank=True)
    made_by = _person("操作人")
    made_at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    taken_back_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "咨询的批量操作"
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.get_act_display()

    @property
    def ends_at(self):
        """Until when it can be taken back."""
        return self.made_at + self.LASTS

    @property
    def is_open(self):
        """Whether it can be taken back now."""
        return self.taken_back_at is None and timezone.now() < self.ends_at


class DeskBatchEntry(models.Model):
    """One consultation of a batch: how it stood before, and the event that the act has left.

    Without an event nothing was done to it, and `why` says for what reason; else `why` is the
    reason why it was not taken back with the others. The day and the words of a follow-up that was
    replaced are kept for the way back alone.
    """

    batch = models.ForeignKey(
        DeskBatch, on_delete=models.CASCADE, related_name="entries", db_index=False
    )
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="+")
    state = models.CharField("原来的状态", max_length=16, choices=State.choices)
    assignee = _person("原来的负责人")
    follow_up_on = models.DateField("原来的跟进日", null=True, blank=True)
    follow_up_why = EncryptedTextField("原来跟进什么", blank=True, default="")
    event = models.PositiveBigIntegerField("留下的记录", null=True, blank=True)
    why = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "批量操作的咨询"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "consultation"],
                name="consult_batch_once",
                violation_error_message="同一批里每条咨询只处理一次。",
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=False) | ~Q(why=""),
                name="consult_batch_says_why",
                violation_error_message="没有处理的咨询要写明原因。",
            ),
        ]

    def __str__(self):
        return self.consultation.reference
