"""When lawyers are free, and what was taken. None of it says what an appointment is about: no note,
and no place but an office of the firm."""

import uuid
from collections.abc import Iterator, Set
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from consult.base import free_times
from consult.base.enums import Way
from consult.models.consultation import Nameless, belonging, optional
from firm.base import service_time
from firm.models import Office

LENGTHS = [(20, "20分钟"), (30, "30分钟"), (60, "60分钟")]
GAPS = [(0, "不隔"), (15, "15分钟"), (30, "30分钟")]
OFF = "不约"
TWICE = "{}填了两行，请合成一行。"
STRANGE_DAY = "请选日期；可以约的，每段填开始和结束的时间，同一天先后排列，不要重叠。"
CHANGE_UNTIL = 18 * 60  # minutes of the day before
LEADS = [(2 * 60, "2小时"), (12 * 60, "半天"), (24 * 60, "1天")]


class Availability(Nameless):
    """The times of one lawyer; whatever changes here, what was taken stays."""

    owner = models.OneToOneField(User, models.CASCADE, related_name="availability")
    hours = models.TextField(
        "每周",
        max_length=500,
        blank=True,
        help_text="没有勾选的日子不约，法定节假日也不约；要例外的，写在“个别日子”里。",
    )
    exceptions = models.TextField(
        "个别日子",
        max_length=2000,
        blank=True,
        help_text="休假、开庭等日子选“全天不约”；休息日、节假日要约的，选“另定时间”并填写。",
    )
    way = models.CharField("见面方式", max_length=6, choices=Way.choices, default=Way.ANY)
    length = models.PositiveSmallIntegerField("每次多久", choices=LENGTHS, default=30)
    gap = models.PositiveSmallIntegerField("两次之间隔多久", choices=GAPS, default=15)
    lead = models.PositiveSmallIntegerField("至少提前多久约", choices=LEADS, default=12 * 60)
    office = optional(Office, "当面谈的地点")

    class Meta:
        verbose_name = verbose_name_plural = "可以约的时间"
        default_permissions = ()

    def free(self, holidays: Set[date], taken: Set[datetime]) -> Iterator[datetime]:
        week = service_time.week_of(self.hours) or ((),) * len(service_time.DAYS)
        kind = {"length": self.length, "gap": self.gap, "lead": self.lead}
        days = days_of(self.exceptions)
        return free_times.free(week, days, holidays, taken, timezone.now(), **kind)


def days_of(text: str) -> dict[date, tuple[service_time.Span, ...]]:
    """The hours of single days, each on a line of its own; ValidationError in words."""
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        day, *rest = line.split(maxsplit=1)
        is_off = rest in ([], [OFF])
        try:
            on = date.fromisoformat(day)
            spans = () if is_off else service_time.check(f"每天{rest[0]}")[0]
        except (ValueError, ValidationError):
            raise ValidationError(STRANGE_DAY) from None
        if on in found:
            raise ValidationError(TWICE.format(on))
        found[on] = spans
    return found


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def ahead(self):
        """Those that are still to come, or under way, and stand."""
        return self.filter(cancelled_at__isnull=True, ends_at__gt=timezone.now())


class Appointment(Nameless):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = belonging("appointments")
    lawyer = optional(User, "律师", blank=False)
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    way = models.CharField("方式", max_length=6, choices=Way.choices)
    office = optional(Office, "地点")
    changed_at = models.DateTimeField("约好或者改动的时间", default=timezone.now)
    changes = models.PositiveSmallIntegerField("改动次数", default=0)
    cancelled_at = models.DateTimeField("取消的时间", null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "预约"
        ordering = ["starts_at", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["consultation", "starts_at"], name="consult_appointments"),
            models.Index(fields=["ends_at"], name="consult_ahead"),
        ]

    @property
    def change_until(self) -> datetime:
        """Until when its client may change or cancel it alone."""
        day = timezone.localdate(self.starts_at) - timedelta(days=1)
        return free_times.moment(day, CHANGE_UNTIL)


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
