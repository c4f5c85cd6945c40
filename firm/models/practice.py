"""Practice areas, a tree of two levels, and what the page of one tells."""

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from firm.base.current_site import path_of
from firm.models.base import Aliased, Ordered, Timestamped, Visible, aliases_field
from richtext.core import sanitise

BETWEEN = re.compile(r"[：:]")  # the parts of a line: 协商：先要书面理由; a name may stand alone


class Entry(NamedTuple):
    name: str
    words: str


def lines(text: str) -> list[str]:
    return [line for one in text.splitlines() if (line := one.strip())]


def entries(text: str) -> list[Entry]:
    parts = ([*BETWEEN.split(line, maxsplit=1), ""] for line in lines(text))
    return [Entry(name.strip(), words.strip()) for name, words, *_ in parts]


MOST, LONGEST = 20, 120  # lines of a field; characters of a line
PAIRS = ("costs", "durations")
LISTS = (*PAIRS, "steps", "papers")
TOO_MANY = "最多{}行，现有{}行。"
TOO_LONG = "“{}……”过长，一行最多{}个字。"
HALF = "“{}”缺少冒号前后的一半，请写成“名称：内容”。"
UNDATED = "填写费用或者时间后，请填写核对日期。"
NOT_YET = "核对日期不能晚于今天。"


def _wrong(page, name):
    found = lines(getattr(page, name))
    wrong = [TOO_LONG.format(one[:LONGEST], LONGEST) for one in found if len(one) > LONGEST]
    if len(found) > MOST:
        wrong.append(TOO_MANY.format(MOST, len(found)))
    if name in PAIRS:
        halves = [one for one in entries(getattr(page, name)) if not (one.name and one.words)]
        wrong += [HALF.format(one.name or one.words) for one in halves]
    return wrong


TWO_LEVELS = "业务领域只有两级，请选一个没有上级的领域。"
HAS_AREAS_BELOW = "该领域有下级领域，不能再归入其他领域。"


class PracticeArea(Aliased, Ordered, Visible, Timestamped):
    """A field of law in which the firm answers; articles and consultations belong to one."""

    name = models.CharField(
        "名称",
        max_length=30,
        unique=True,
        help_text="例如：婚姻家庭与继承。显示在首页、文章和咨询表单。",
    )
    aliases = aliases_field("离婚、抚养费、遗产")
    slug = models.SlugField(
        "网址名",
        unique=True,
        help_text="小写字母和减号，用于网址，例如：marriage-family；留空则按名称读音填写。公开后请勿修改。",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="上级领域",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="只有两级：有上级的领域不能再设下级。",
    )
    summary = models.CharField(
        "一句话说明",
        max_length=120,
        blank=True,
        help_text="显示在领域页的开头，例如：离婚、抚养、财产分割和继承。",
    )
    text = models.TextField(
        "领域介绍",
        blank=True,
        help_text="显示在领域页：何时需要律师，一般如何处理，需要准备哪些材料。",
    )
    sensitive = models.BooleanField(
        "涉及敏感个人信息",
        default=False,
        help_text="例如健康、刑事、未成年人。勾选后，咨询人须另行单独同意（个人信息保护法第二十九条）。",
    )
    sensitive_reason = models.CharField(
        "为什么需要敏感信息",
        max_length=200,
        blank=True,
        help_text="显示在单独同意旁边：为什么需要、对本人有什么影响。",
    )

    costs = models.TextField(
        "大致的费用",
        blank=True,
        help_text="每行一项，写成“名称：金额”，例如“劳动争议受理费：每件10元”。没有把握则不写。",
    )
    durations = models.TextField(
        "大致的时间",
        blank=True,
        help_text="每行一项，写成“名称：时间”，例如“协商：一两周”。没有把握则不写。",
    )
    facts_checked_on = models.DateField(
        "费用和时间的核对日期",
        null=True,
        blank=True,
        help_text="最近一次核对费用和时间的日期，显示在费用和时间下面。",
    )
    steps = models.TextField(
        "办理步骤",
        blank=True,
        help_text="每行一步，从先到后，写成“名称：说明”，例如“协商：谈话和消息都留底”。",
    )
    papers = models.TextField("可以准备的材料", blank=True, help_text="每行一样，例如：劳动合同。")

    class Meta:
        verbose_name = verbose_name_plural = "业务领域"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="firm_area_not_own_parent",
                violation_error_message="上级领域不能是它自己。",
            ),
            models.CheckConstraint(
                condition=models.Q(sensitive=False) | ~models.Q(sensitive_reason=""),
                name="firm_area_sensitive_reason",
                violation_error_message="涉及敏感个人信息的领域须写明为什么需要。",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.text = sanitise.clean_html(self.text)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return path_of("firm:area", self.slug)

    def clean(self):
        super().clean()
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": TWO_LEVELS})
        if self.parent and self.pk and self.children.exists():
            raise ValidationError({"parent": HAS_AREAS_BELOW})

    def clean_fields(self, exclude=None):
        """Each field one entry a line, and costs never without the day on which they held."""
        checked = [name for name in LISTS if name not in (exclude or ())]
        for name in checked:
            setattr(self, name, "\n".join(lines(getattr(self, name))))
        super().clean_fields(exclude)
        wrong = {name: found for name in checked if (found := _wrong(self, name))}
        day, dated = self.facts_checked_on, "facts_checked_on" not in (exclude or ())
        if dated and day is None and (self.costs or self.durations):
            wrong["facts_checked_on"] = [UNDATED]
        elif dated and day and day > timezone.localdate():
            wrong["facts_checked_on"] = [NOT_YET]
        if wrong:
            raise ValidationError(wrong)
