"""What is recorded beside the content: events, looks, throttles, the keys that were ever used."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from consult.base.enums import EventKind, LookResult
from consult.models.consultation import INDEX, Nameless, belonging, optional


def _refused(*args, **kwargs):
    raise TypeError("records are append-only")


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that can be read and added to, and go only by a cascade."""

    update = delete = _refused


class AppendOnly(models.Model):
    """A row that is stored once and stays as it is."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            _refused()
        super().save(*args, **kwargs)

    delete = _refused


class Event(AppendOnly):
    """Who did what and when; append-only, without content."""

    consultation = belonging("events")
    kind = models.CharField("事件", max_length=20, choices=EventKind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    at = models.DateTimeField("时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "记录"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["consultation", "at"], name="consult_events")]

    def __str__(self):
        return self.get_kind_display()


class CallerLook(AppendOnly):
    """Who looked up a caller, and what kind of thing was told; without what was typed."""

    actor = optional(User, "查询人")
    at = models.DateTimeField("时间", default=timezone.now, editable=False)
    result = models.CharField("结果", max_length=12, choices=LookResult.choices)

    class Meta:
        verbose_name = verbose_name_plural = "登记时的查询"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["actor", "-at"], name="consult_looks")]

    def __str__(self):
        return self.get_result_display()


class Throttle(models.Model):
    """Counts of acts by a party, a keyed hash; `owner` is that of the post that came first."""

    scope = models.CharField(max_length=20)
    party = models.CharField(max_length=INDEX)
    owner = models.CharField(max_length=INDEX, blank=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    last = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "频率限制"
        constraints = [
            models.UniqueConstraint(fields=["scope", "party"], name="consult_throttle_once")
        ]
        indexes = [models.Index(fields=["last"], name="consult_throttle_last")]

    def __str__(self):
        return f"{self.scope} {self.count}"


class ConsultKey(models.Model):
    """A key that sealed something here, by a check value, so that a lost one is noticed."""

    key_id = models.CharField("密钥编号", max_length=16, unique=True)
    check_value = models.CharField("校验值", max_length=64)
    first_used_at = models.DateTimeField("首次使用", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "咨询密钥"

    def __str__(self):
        return self.key_id


class ChangedDay(Nameless):
    """A day whose consultations are to be counted anew; a trigger writes it with the change."""

    day = models.DateField("日期", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "待重新计数的日期"
        default_permissions = ()


class Tally(Nameless):
    """The consultations of a day or of a month in numbers alone (`consult.desk.tally`)."""

    start = models.DateField("日期")
    of_month = models.BooleanField("整月")
    totals = models.JSONField("总数")
    groups = models.JSONField("分组")

    class Meta:
        verbose_name = verbose_name_plural = "咨询的数目"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["start", "of_month"], name="consult_tally_once")
        ]
