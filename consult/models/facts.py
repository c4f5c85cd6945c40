"""The facts that a lawyer needs in an area: what clients are asked, and what is known of a case."""

import re
import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from consult.base import placeholders
from consult.base.enums import FactKind
from consult.crypto.fields import EncryptedTextField
from consult.models.consultation import Nameless, belonging
from firm.models import PracticeArea
from firm.models.base import Ordered

MOST_FACTS = 15  # questions of one area: more would keep people from asking
LONGEST_FACT = 200  # characters of an answer
LONGEST_NAME = 20
NO_CHOICES = "请填写选项，每行一个，至少两项。"
ONLY_FOR_CHOICES = "只有“选项”这一种才填选项。"
LONG_CHOICE = f"每个选项最多{LONGEST_FACT}个字。"
ODD_NAME = "名称会用作常用答复的变量，请不要用花括号、冒号和空格。"
TAKEN_NAME = "这个名称已用作常用答复的变量，请换一个。"
NO_NUMBERS = "请不要询问证件号码、银行卡号和密码：答复咨询并不需要，填写反而有风险。"
TOO_MANY = f"每个领域最多{MOST_FACTS}项，请先停用或删除几项。"
CONFIDENTIAL = re.compile(r"身份证|证件号|护照号|银行卡|卡号|账号|密码|验证码")


class AreaFact(Ordered):
    """A question to clients of an area, all of them optional; `name` is its variable as well."""

    area = models.ForeignKey(
        PracticeArea,
        verbose_name="业务领域",
        on_delete=models.CASCADE,
        related_name="facts",
        db_index=False,
        help_text="下级领域没有自己的问题时，用上级领域的。",
    )
    name = models.CharField(
        "名称",
        max_length=LONGEST_NAME,
        help_text="例如：入职时间。显示在咨询页的“情况”表中，也是常用答复的变量{入职时间}。",
    )
    question = models.CharField(
        "问题",
        max_length=60,
        blank=True,
        help_text="咨询人看到的问法，例如：哪年哪月入职的？留空则显示名称。",
    )
    help = models.CharField("说明", max_length=80, blank=True, help_text="显示在问题下面，可不填。")
    kind = models.CharField(
        "填写方式",
        max_length=8,
        choices=FactKind.choices,
        default=FactKind.TEXT,
        help_text="咨询人怎样填写，例如选日期，或者从选项里选一个。",
    )
    choices = models.TextField("选项", max_length=1000, blank=True, help_text="每行一个。")
    is_active = models.BooleanField(
        "启用", default=True, help_text="不勾选则不再询问；已经填写的情况不受影响。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "补充信息设置"
        ordering = ["area", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"],
                name="consult_fact_once",
                violation_error_message="这个领域已有同名的问题。",
            ),
            models.CheckConstraint(
                condition=Q(kind=FactKind.CHOICE) & ~Q(choices="")
                | ~Q(kind=FactKind.CHOICE) & Q(choices=""),
                name="consult_fact_has_choices",
                violation_error_message="“选项”一种要有选项，其他几种不能有。",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def asked(self):
        return self.question or self.name

    @property
    def offered(self):
        """The choices, none for what is written freely."""
        if self.kind == FactKind.YES_NO:
            return ["是", "否", "不清楚"]
        return [line.strip() for line in self.choices.splitlines() if line.strip()]

    def clean(self):
        """What the constraints cannot say: what must not be asked, and names that are taken."""
        super().clean()
        wrong = {
            name: NO_NUMBERS
            for name in ("name", "question", "help", "choices")
            if CONFIDENTIAL.search(getattr(self, name))
        }
        if re.search(r"[{}｛｝:：\s]", self.name):
            wrong["name"] = ODD_NAME
        elif self.name in placeholders.VARIABLES:
            wrong["name"] = TAKEN_NAME
        if self.kind != FactKind.CHOICE:
            wrong |= {"choices": ONLY_FOR_CHOICES} if self.choices.strip() else {}
        elif len(self.offered) < 2:
            wrong["choices"] = NO_CHOICES
        elif max(map(len, self.offered)) > LONGEST_FACT:
            wrong["choices"] = LONG_CHOICE
        if wrong:
            raise ValidationError(wrong)
        others = AreaFact.objects.filter(area=self.area_id, is_active=True).exclude(pk=self.pk)
        if self.is_active and others.count() >= MOST_FACTS:
            raise ValidationError(TOO_MANY)


class FactAnswer(Nameless):
    """One fact as the client said it and as the staff knows it; its name is a copy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = belonging("facts")
    name = EncryptedTextField("名称")
    answer = EncryptedTextField("咨询人填写", blank=True)
    corrected = EncryptedTextField("本所更正", blank=True)
    order = models.PositiveSmallIntegerField("排序")

    class Meta:
        verbose_name = verbose_name_plural = "情况"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "order"],
                name="consult_fact_place",
                violation_error_message="这一行已经有了，请刷新页面。",
            )
        ]

    @property
    def value(self):
        return self.corrected or self.answer
