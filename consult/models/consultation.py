"""A consultation, what its client agreed to, and what the client thought of the answer."""

import uuid
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from articles.models import Article
from consult.base import policy
from consult.base.enums import (
    OPEN,
    STATES,
    Call,
    Conflict,
    ConsentKind,
    Outcome,
    OutcomeReason,
    RatingValue,
    Source,
    State,
    Urgent,
)
from consult.base.policy import Action
from consult.crypto.fields import EncryptedTextField
from firm.models import Lawyer, PageVersion, PracticeArea

INDEX = 90  # characters of a keyed hash with the id of its key
M = TypeVar("M", bound=models.Model)


def optional(
    to: type[M], label: str | None = None, **options: Any
) -> "models.ForeignKey[M | None, M | None]":
    """A link that may be empty, and is once its target is gone; not looked at from there."""
    known = {"null": True, "blank": True, "related_name": "+", "db_index": False, **options}
    return models.ForeignKey(to, models.SET_NULL, verbose_name=label, **known)


class Nameless(models.Model):
    """A record of which nothing but its kind is said, in a list, a log or Django's history."""

    class Meta:
        abstract = True

    def __str__(self):
        return str(self._meta.verbose_name)


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def open(self):
        return self.filter(state__in=OPEN)

    def allowing(self, action: Action):
        """Those with which something may be done now."""
        return self.filter(policy.allowed_rows(action))


class Consultation(models.Model):
    """What its client wrote is encrypted; `…_index` are keyed hashes of it (blind indexes)."""

    first_line = ""  # of a row in the inbox: how the question begins, for who may open it

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code_hash = models.CharField("查询码摘要", max_length=INDEX, unique=True, editable=False)
    tail_index = models.CharField(max_length=INDEX, blank=True, editable=False)
    submission = models.CharField("提交摘要", max_length=INDEX, unique=True, editable=False)
    area = models.ForeignKey(PracticeArea, verbose_name="业务领域", on_delete=models.PROTECT)
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.NEW)
    name = EncryptedTextField("称呼", blank=True)
    phone = EncryptedTextField("电话", blank=True)
    call = EncryptedTextField("能否打电话", choices=Call.choices, blank=True)
    call_when = EncryptedTextField("什么时候方便接电话", blank=True)
    email = EncryptedTextField("邮箱", blank=True)
    city = EncryptedTextField("所在城市", blank=True)
    opponent = EncryptedTextField("对方名称", blank=True)
    name_index = models.CharField(max_length=INDEX, blank=True, editable=False)
    phone_index = models.CharField(max_length=INDEX, blank=True, editable=False)
    email_index = models.CharField(max_length=INDEX, blank=True, editable=False)
    opponent_index = models.CharField(max_length=INDEX, blank=True, editable=False)
    addressee = optional(Lawyer, "写给")
    wants_mail = models.BooleanField("有新答复时发邮件提醒", default=False)
    assignee = optional(User, "负责人", related_name="consultations")
    assigned_at = models.DateTimeField("分派时间", null=True, blank=True)
    shared_with = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name="协办人",
        blank=True,
        related_name="shared_consultations",
    )
    received_at = models.DateTimeField("收到时间")
    promised_at = models.DateTimeField("承诺答复时间")
    # Whether the client was told that time. Else it is a target of the office, told to nobody: what
    # the firm promises later was not promised to who had asked before.
    promise_told = models.BooleanField("已告知承诺", default=False, editable=False)
    answered_at = models.DateTimeField("首次答复时间", null=True, blank=True)
    # Of the first answer: minutes of service until it came, and whether the promise of then held.
    answer_minutes = models.PositiveIntegerField(null=True, blank=True, editable=False)
    answered_in_time = models.BooleanField(null=True, editable=False)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    purge_on = models.DateField("删除日期", null=True, blank=True)
    erased_at = models.DateTimeField("删除时间", null=True, blank=True)
    legal_hold = models.BooleanField("暂停删除", default=False)
    limitation_on = models.DateField("时效届满日", null=True, blank=True)
    conflict = models.CharField(
        "利益冲突", max_length=10, choices=Conflict.choices, default=Conflict.CLEAR
    )
    conflict_reason = EncryptedTextField("审查理由", blank=True)
    conflict_by = optional(User, "审查人", db_index=True)
    conflict_at = models.DateTimeField("审查时间", null=True, blank=True)
    # How it came: from an article or a lawyer's own host as far as the site saw it, else as told.
    source = models.CharField("来源", max_length=12, choices=Source.choices, default=Source.SITE)
    source_article = optional(Article, "从哪篇文章来")
    registered_by = optional(User, "登记人")
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices, blank=True)
    outcome_reason = models.CharField(
        "没有委托的原因", max_length=12, choices=OutcomeReason.choices, blank=True
    )
    outcome_at = models.DateTimeField("记录结果的时间", null=True, blank=True)
    follow_up_on = models.DateField("跟进日", null=True, blank=True)
    follow_up_why = EncryptedTextField("跟进什么", blank=True)
    consent_withdrawn_at = models.DateTimeField("撤回同意时间", null=True, blank=True)
    urgent = models.PositiveSmallIntegerField("紧急", default=0, editable=False)  # `Urgent`
    doubts = models.CharField("甄别原因", max_length=100, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "咨询"
        ordering = ["-received_at"]
        permissions = [
            ("see_all_consultations", "查看全部咨询，不限于分派给自己的"),
            ("send_reply", "发出答复、结束和重新打开咨询"),
            ("assign_consultation", "分派咨询和设置协办人"),
            ("decide_conflict", "决定利益冲突审查"),
            ("export_consultation", "导出咨询内容"),
            ("hold_consultation", "暂停到期删除"),
            ("register_consultation", "登记电话和来访的咨询"),
            ("see_figures", "查看咨询数据"),
        ]
        indexes = [
            models.Index(fields=["state", "promised_at"], name="consult_inbox"),
            models.Index(fields=["assignee", "state"], name="consult_mine"),
            models.Index(fields=["conflict", "state"], name="consult_conflict"),
            models.Index(fields=["received_at"], name="consult_received"),
            models.Index(fields=["answered_at"], name="consult_answered"),
            models.Index(fields=["purge_on"], name="consult_purge"),
            models.Index(fields=["tail_index"], name="consult_by_tail"),
            models.Index(fields=["name_index"], name="consult_by_name"),
            models.Index(fields=["phone_index"], name="consult_by_phone"),
            models.Index(fields=["email_index"], name="consult_by_email"),
            models.Index(fields=["opponent_index"], name="consult_by_opponent"),
            models.Index(
                fields=["follow_up_on"],
                condition=Q(follow_up_on__isnull=False),
                name="consult_follow_up",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[State.CLOSED, State.ERASED],
                    closed_at__isnull=False,
                    purge_on__isnull=False,
                )
                | (
                    ~Q(state__in=[State.CLOSED, State.ERASED])
                    & Q(closed_at__isnull=True, purge_on__isnull=True)
                ),
                name="consult_closed_has_dates",
                violation_error_message="已结束的咨询要有结束时间和删除日期，未结束的不能有。",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=State.ERASED,
                    erased_at__isnull=False,
                    name_index="",
                    phone_index="",
                    email_index="",
                    opponent_index="",
                    tail_index="",
                )
                | (~Q(state=State.ERASED) & Q(erased_at__isnull=True)),
                name="consult_erased_holds_nothing",
                violation_error_message="已删除的咨询不能再有内容。",
            ),
            models.CheckConstraint(
                condition=Q(conflict__in=[Conflict.CLEAR, Conflict.SEALED])
                | Q(conflict_at__isnull=False),
                name="consult_conflict_decided",
                violation_error_message="利益冲突的决定要有审查时间。",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at__isnull=True)
                | (~Q(outcome="") & Q(outcome_at__isnull=False)),
                name="consult_outcome_has_time",
                violation_error_message="结果要有记录的时间。",
            ),
            models.CheckConstraint(
                condition=Q(outcome_reason="") | Q(outcome=Outcome.NOT_ENGAGED),
                name="consult_reason_of_not_engaged",
                violation_error_message="只有“未委托”才填原因。",
            ),
        ]

    def __str__(self):
        return f"咨询 {self.reference}"

    @property
    def reference(self):
        """How staff name a consultation; says nothing of the code or the client."""
        return self.id.hex[:8].upper()

    @property
    def promised_until(self):
        """Until when its client was promised an answer; None where no time was told."""
        return self.promised_at if self.promise_told else None

    @property
    def may_be_called(self):
        """Whether its client has said that one may call."""
        return self.call in {Call.YES, Call.DISCREET}

    @property
    def waits(self):
        """Whether an answer is owed, as far as it is not spam."""
        return self.state in {State.QUARANTINED, *OPEN}

    @property
    def why_urgent(self):
        """Why it cannot wait, in words."""
        return [one.label for one in Urgent if self.waits and one & self.urgent]

    @property
    def group(self):
        return STATES[State(self.state)].group

    def allows(self, action: Action) -> bool:
        """Whether something may be done with it now; who may do it is `policy.may`."""
        return policy.allows(self, action)

    def refusal(self, action: Action, user=None) -> str:
        """The sentence why an action is not possible now, for this user; "" when it is."""
        return policy.refusal(self, action, user)

    def active_consents(self, kind: ConsentKind) -> "models.QuerySet[Consent]":
        """The consent of a kind that stands now, one at most."""
        return self.consents.filter(kind=kind, withdrawn_at__isnull=True)

    @property
    def sealed(self):
        """Whether the facts stay closed until somebody has decided on the conflict."""
        return self.conflict in {Conflict.SEALED, Conflict.DECLINED}


def belonging(related_name: str) -> "models.ForeignKey[Consultation, Consultation]":
    """The link of a row that goes with its consultation; an index of the model covers it."""
    return models.ForeignKey(
        Consultation, models.CASCADE, related_name=related_name, db_index=False
    )


class Consent(models.Model):
    """One consent under the version that was read; kept as a proof after the erasure."""

    consultation = belonging("consents")
    kind = models.CharField("同意的事项", max_length=12, choices=ConsentKind.choices)
    notice = models.ForeignKey(
        PageVersion, verbose_name="所依据的告知版本", on_delete=models.PROTECT
    )
    given_at = models.DateTimeField("同意时间")
    # Of a consent told on the telephone or at the desk: who of the staff told and heard it.
    told_by = optional(User, "口头告知人")
    given_orally = models.BooleanField("口头同意", default=False)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "同意记录"
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "kind"],
                condition=Q(withdrawn_at__isnull=True),
                name="consult_consent_once",
                violation_error_message="同一事项的同意已经有效。",
            ),
            models.CheckConstraint(
                condition=Q(told_by__isnull=True) | Q(given_orally=True),
                name="consult_told_by_mouth",
                violation_error_message="只有口头同意才有口头告知人。",
            ),
        ]
        indexes = [models.Index(fields=["consultation", "kind"], name="consult_consents")]

    def __str__(self):
        return self.get_kind_display()


class Rating(Nameless):
    """What a client says of the answer, while it can be changed: for thirty days.

    Then nothing is left but a count of its month: a row would still tell whose it is by its place
    among the others. No event says who rated, as few of them in a month would then say what.
    """

    consultation = models.OneToOneField(
        Consultation, on_delete=models.CASCADE, related_name="rating"
    )
    value = models.CharField("评价", max_length=10, choices=RatingValue.choices)
    rated_at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "咨询人评价"


class RatingCount(models.Model):
    """How often something was said in a month, of whatever consultation it was."""

    month = models.DateField("月份")
    value = models.CharField("评价", max_length=10, choices=RatingValue.choices)
    number = models.PositiveIntegerField("次数")

    class Meta:
        verbose_name = verbose_name_plural = "评价的数目"
        constraints = [
            models.UniqueConstraint(
                fields=["month", "value"],
                name="consult_rating_count_once",
                violation_error_message="每月每种评价只有一个数目。",
            ),
            models.CheckConstraint(
                condition=Q(month__endswith="-01"),  # plain SQL: `__day` is a function of Django's
                name="consult_rating_count_of_month",
                violation_error_message="评价只按月计数，月份记为当月1日。",
            ),
        ]

    def __str__(self):
        return f"{self.month:%Y-%m} {self.get_value_display()}"
