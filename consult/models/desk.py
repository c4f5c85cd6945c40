"""What the desk stores beside consultations: canned replies, known parties, conflicts found."""

import uuid
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from consult.base import placeholders
from consult.base.enums import Likeness, PartyRole, Verdict
from consult.crypto.fields import EncryptedTextField
from consult.models.consultation import INDEX, Consultation, M, Nameless, belonging, optional
from consult.models.facts import AreaFact
from firm.models import PracticeArea
from firm.models.base import Ordered
from statutes.models import CitingModel


class CannedReply(Ordered):
    """A text that answers what is asked often; its variables are filled when it is used."""

    title = models.CharField(
        "标题",
        max_length=40,
        unique=True,
        help_text="只在后台显示，供本所人员选用，例如：请补充材料。",
    )
    area = models.ForeignKey(
        PracticeArea,
        verbose_name="业务领域",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        help_text="只在该领域的咨询中列出；留空则在所有咨询中列出。",
    )
    text = models.TextField(
        "内容",
        max_length=5000,
        help_text="可用的变量：{称呼}、{领域}、{承诺时间}、{律师}、{电话}，使用时自动填入。"
        "“补充信息设置”中的名称也可以，例如{入职时间}。",
    )
    is_active = models.BooleanField(
        "启用", default=True, help_text="不勾选则答复时不列出；文字保留，可以重新启用。"
    )
    checked_on = models.DateField(
        "核对日期", null=True, blank=True, help_text="律师最近一次按现行法律核对这段文字的日期。"
    )
    written_on = models.DateField("写于", default=timezone.localdate, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "常用答复"
        ordering = ["order", "title"]

    def __str__(self):
        return self.title

    @property
    def citing_words(self):
        """All of it; its title is for the desk alone."""
        return self.text

    @property
    def citing_day(self):
        """When a lawyer compared it with the law, or else when it was written."""
        return self.checked_on or self.written_on

    def clean(self):
        """A variable that there is not would go to a client as it stands."""
        super().clean()
        rows = AreaFact.objects.order_by("order", "pk")  # those that are asked where it is offered
        if self.area:
            near = Q(area=self.area) | Q(area=self.area.parent_id) | Q(area__parent=self.area)
            rows = rows.filter(near)
        try:
            facts = list(dict.fromkeys(rows.values_list("name", flat=True)))
            placeholders.check_variables(self.text, facts)
        except ValidationError as error:
            raise ValidationError({"text": error}) from error


class KnownParty(models.Model):
    """A person or firm that a conflict check has to know; names and matter are encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = EncryptedTextField("名称")
    former_names = EncryptedTextField("曾用名、别名", blank=True, help_text="每行一个。")
    representative = EncryptedTextField("法定代表人", blank=True)
    verified = models.BooleanField("已核实", default=True)
    role = models.CharField(
        "身份",
        max_length=10,
        choices=PartyRole.choices,
        help_text="用于判断利益冲突，请准确选择属于哪一方。",
    )
    matter = EncryptedTextField("案件或事项", blank=True, help_text="例如案号或事项的简称。")
    created_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "已知当事人"
        ordering = ["-created_at", "pk"]

    def __str__(self):
        # Django's history keeps this text as it is: it must not say who it is.
        return f"当事人 {self.id.hex[:8].upper()}"


class KnownName(Nameless):
    """The blind index of one name of a known party, former names included."""

    party = models.ForeignKey(
        KnownParty, on_delete=models.CASCADE, related_name="names", db_index=False
    )
    index = models.CharField(max_length=INDEX)

    class Meta:
        verbose_name = verbose_name_plural = "当事人名称索引"
        constraints = [
            models.UniqueConstraint(fields=["party", "index"], name="consult_known_name_once")
        ]
        indexes = [models.Index(fields=["index"], name="consult_known_name")]


class OpponentName(Nameless):
    """The blind index of one of several opponents; one alone has `Consultation.opponent_index`."""

    consultation = belonging("opponent_names")
    index = models.CharField(max_length=INDEX)

    class Meta:
        verbose_name = verbose_name_plural = "对方名称索引"
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "index"], name="consult_opponent_name_once"
            )
        ]
        indexes = [models.Index(fields=["index"], name="consult_opponent_name")]


def either(to: type[M]) -> "models.ForeignKey[M | None, M | None]":
    """A link to one of the two owners of a short name; an index of the model covers it."""
    known: dict[str, Any] = {"null": True, "blank": True, "db_index": False}
    return models.ForeignKey(to, models.CASCADE, related_name="short_names", **known)


class ShortName(Nameless):
    """A short form of a name, by its index; an empty one tells that the name was read."""

    party = either(KnownParty)
    consultation = either(Consultation)
    about_opponent = models.BooleanField("对方的名称", default=False)
    index = models.CharField(max_length=INDEX, blank=True)
    version = models.PositiveSmallIntegerField("规则版本")

    class Meta:
        verbose_name = verbose_name_plural = "简称索引"
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=True, consultation__isnull=False)
                | Q(party__isnull=False, consultation__isnull=True, about_opponent=False),
                name="consult_short_name_has_one_owner",
                violation_error_message="简称属于一位已知当事人或者一条咨询。",
            ),
            models.UniqueConstraint(
                fields=["party", "index"], name="consult_short_name_of_party_once"
            ),
            models.UniqueConstraint(
                fields=["consultation", "about_opponent", "index"],
                name="consult_short_name_of_one_once",
            ),
        ]
        indexes = [models.Index(fields=["index"], name="consult_short_name")]


class ConflictHitQuerySet(models.QuerySet["ConflictHit"]):
    def to_judge(self):
        """Those that a person has yet to look at; what has been erased meanwhile is none."""
        near = self.exclude(likeness=Likeness.SAME).filter(verdict="")
        return near.exclude(earlier__erased_at__isnull=False)


class ConflictHit(Nameless):
    """What a conflict check found: a known party or an earlier consultation, never both."""

    consultation = belonging("conflict_hits")
    party = models.ForeignKey(KnownParty, on_delete=models.CASCADE, null=True, blank=True)
    earlier = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    about_opponent = models.BooleanField("对方名称相同", help_text="否则是咨询人的称呼相同。")
    # Only the same name seals by itself; what is near is judged by a person, if anybody does.
    likeness = models.CharField(
        "相近程度", max_length=6, choices=Likeness.choices, default=Likeness.SAME
    )
    verdict = models.CharField("判断", max_length=6, choices=Verdict.choices, blank=True)
    judged_by = optional(User, "判断人")
    judged_at = models.DateTimeField("判断时间", null=True, blank=True)
    reason = EncryptedTextField("判断的理由", blank=True)

    objects = ConflictHitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "可能的利益冲突"
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=True, earlier__isnull=False)
                | Q(party__isnull=False, earlier__isnull=True),
                name="consult_hit_has_one_source",
                violation_error_message="冲突来自一位已知当事人或者一条更早的咨询。",
            ),
            models.UniqueConstraint(
                fields=["consultation", "party", "about_opponent"], name="consult_hit_party_once"
            ),
            models.UniqueConstraint(
                fields=["consultation", "earlier", "about_opponent"],
                name="consult_hit_earlier_once",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", judged_at__isnull=True)
                | (~Q(verdict="") & Q(judged_at__isnull=False)),
                name="consult_hit_judged_has_time",
                violation_error_message="对名称的判断要有时间。",
            ),
            models.CheckConstraint(
                condition=~Q(likeness=Likeness.SAME) | Q(verdict=""),
                name="consult_hit_same_needs_no_verdict",
                violation_error_message="名称相同的由利益冲突审查决定，不另作判断。",
            ),
        ]


class ConflictCheck(Nameless):
    """One check as it can be printed: the names that were compared, and with how many."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = belonging("conflict_checks")
    at = models.DateTimeField("比对时间", default=timezone.now)
    finished = models.BooleanField("比对完成")
    found = EncryptedTextField("比对的名称")  # JSON, see `consult.conflicts.check`

    class Meta:
        verbose_name = verbose_name_plural = "利益冲突比对"
        default_permissions = ()
        indexes = [models.Index(fields=["consultation", "at"], name="consult_checks")]


class CannedCitation(CitingModel):
    """A citation in a canned reply; offsets count characters of its text."""

    text_field = "reply"

    reply = models.ForeignKey(
        CannedReply, on_delete=models.CASCADE, related_name="citations", db_index=False
    )

    class Meta(CitingModel.Meta):
        verbose_name = verbose_name_plural = "常用答复引用的法规"
        indexes = [
            models.Index(fields=["reply", "start"], name="consult_canned_cites"),
            models.Index(fields=["short_name", "number"], name="consult_canned_cited"),
        ]
