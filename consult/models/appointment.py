"""When lawyers are free, which times were offered with an answer, and what was taken.

None of it says what an appointment is about: no note, and no place but an office of the firm.
"""

import uuid
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from consult.base import free_times
from consult.base.enums import Way
from consult.base.free_times import Pattern, Slot
from consult.models.consultation import Nameless, belonging, optional
from consult.models.thread import Message
from firm.base.service_time import Span
from firm.models import Office

LENGTHS = [(20, "20分钟"), (30, "30分钟"), (60, "60分钟")]
GAPS = [(0, "不空"), (15, "15分钟"), (30, "30分钟")]
LEADS = [(2 * 60, "2小时"), (12 * 60, "半天"), (24 * 60, "1天")]
NEVER: list[Any] = [[[], Way.ANY.value]] * 7


class Availability(Nameless):
    """The times of one lawyer. What is in the week, or an exception to it, changes no appointment.

    `week` has for each day from Monday its spans, in minutes since midnight, and a way to meet;
    `exceptions` have the spans of single days, none for a day off.
    """

    owner = models.OneToOneField(User, models.CASCADE, related_name="availability")
    week = models.JSONField("每周可以约的时间", default=list)
    exceptions = models.JSONField("例外", default=dict)
    length = models.PositiveSmallIntegerField("每次多久", choices=LENGTHS, default=30)
    gap = models.PositiveSmallIntegerField("两次之间空", choices=GAPS, default=15)
    lead = models.PositiveSmallIntegerField("最晚提前", choices=LEADS, default=12 * 60)
    office = optional(Office, "当面在哪里")

    class Meta:
        verbose_name = verbose_name_plural = "可以约的时间"
        default_permissions = ()

    @property
    def pattern(self) -> Pattern:
        return Pattern(
            tuple((_spans(spans), Way(way)) for spans, way in self.week or NEVER),
            self.length,
            self.gap,
            self.lead,
            {date.fromisoformat(day): _spans(spans) for day, spans in self.exceptions.items()},
        )


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)


class Offer(Nameless):
    """Times that were offered with an answer; gone with it when it is taken back."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="offer")
    lawyer = optional(User, "律师", blank=False)
    starts = models.JSONField("时间", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "提供的时间"
        default_permissions = ()

    @property
    def times(self) -> list[datetime]:
        return [datetime.fromisoformat(one) for one in self.starts]


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def ahead(self):
        """Those that are still to come, and stand."""
        return self.filter(cancelled_at__isnull=True, ends_at__gt=timezone.now())


class Appointment(Nameless):
    first_line = ""  # of a row in the office: how the question begins, for who may open it

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = belonging("appointments")
    lawyer = optional(User, "律师", blank=False, related_name="appointments")
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    way = models.CharField("方式", max_length=6, choices=[(one.value, one.label) for one in Way])
    office = optional(Office, "地点")
    changed_at = models.DateTimeField("约好或者改动的时间", default=timezone.now)
    changes = models.PositiveSmallIntegerField("改动次数", default=0)
    cancelled_at = models.DateTimeField("取消的时间", null=True, blank=True)
    by_client = models.BooleanField("咨询人取消", default=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "预约"
        ordering = ["starts_at", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["consultation", "starts_at"], name="consult_appointments"),
            models.Index(fields=["lawyer", "starts_at"], name="consult_calendar"),
            models.Index(fields=["ends_at"], name="consult_ahead"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="consult_appointment_lasts",
                violation_error_message="预约的结束要晚于开始。",
            ),
            models.CheckConstraint(
                condition=Q(way__in=[Way.VISIT, Way.PHONE]),
                name="consult_appointment_has_way",
                violation_error_message="预约要么当面，要么打电话。",
            ),
        ]

    @property
    def slot(self) -> Slot:
        return Slot(self.starts_at, self.ends_at, Way(self.way))

    @property
    def change_until(self) -> datetime:
        return free_times.change_until(self.starts_at)

    @property
    def is_changeable(self) -> bool:
        """Whether its client may still change it alone."""
        return self.cancelled_at is None and timezone.now() < self.change_until


class TakenTime(Nameless):
    """One mark of the grid in a lawyer's calendar: no two appointments can cover the same."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="taken")
    lawyer = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "已约的时间"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["lawyer", "at"],
                name="consult_time_taken_once",
                violation_error_message="这个时间已经约出去了。",
            )
        ]
