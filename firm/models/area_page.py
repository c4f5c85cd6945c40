"""What the page of a practice area tells besides its introduction, typed one entry a line.

Costs and durations are facts of the firm, dated, or they are not there at all.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from firm.base.entries import Entry, entries, lines

MOST, LONGEST = 20, 120  # lines of a field; characters of a line
PAIRS = ("costs", "durations")
TOLD = (*PAIRS, "steps", "papers")
TOO_MANY = "最多{}行，现有{}行。"
TOO_LONG = "“{}……”过长，一行最多{}个字。"
HALF = "“{}”缺少冒号前后的一半，请写成“名称：内容”。"
UNDATED = "填写了费用或者时间的，请填写核对日期。"
NOT_YET = "核对日期不能晚于今天。"


class AreaPage(models.Model):
    """Costs, durations, steps and papers of a practice area."""

    costs = models.TextField(
        "大致的费用",
        blank=True,
        help_text="每行一项，写成“名称：金额”，例如“劳动争议受理费：每件10元”。没有把握的不写。",
    )
    durations = models.TextField(
        "大致的时间",
        blank=True,
        help_text="每行一项，写成“名称：时间”，例如“协商：一两周”。没有把握的不写。",
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
        abstract = True

    @property
    def cost_entries(self) -> list[Entry]:
        """The costs, each with its name."""
        return entries(self.costs)

    @property
    def duration_entries(self) -> list[Entry]:
        """How long things take, each with its name."""
        return entries(self.durations)

    @property
    def step_entries(self) -> list[Entry]:
        """The steps from the first to the last."""
        return entries(self.steps)

    @property
    def paper_lines(self) -> list[str]:
        """The papers to bring."""
        return lines(self.papers)

    def clean_fields(self, exclude=None):
        """Each field one entry a line, and costs never without the day on which they held."""
        checked = [name for name in TOLD if name not in (exclude or ())]
        for name in checked:
            setattr(self, name, "\n".join(lines(getattr(self, name))))
        super().clean_fields(exclude)
        wrong = {name: found for name in checked if (found := _wrong(self, name))}
        if "facts_checked_on" not in (exclude or ()) and (said := self._wrong_day()):
            wrong["facts_checked_on"] = [said]
        if wrong:
            raise ValidationError(wrong)

    def _wrong_day(self):
        day = self.facts_checked_on
        if day is None:
            return UNDATED if self.costs or self.durations else ""
        return NOT_YET if day > timezone.localdate() else ""


def _wrong(page, name):
    """What is wrong with the lines of a field."""
    found = lines(getattr(page, name))
    wrong = [TOO_LONG.format(one[:LONGEST], LONGEST) for one in found if len(one) > LONGEST]
    if len(found) > MOST:
        wrong.append(TOO_MANY.format(MOST, len(found)))
    if name in PAIRS:
        halves = [one for one in entries(getattr(page, name)) if not (one.name and one.words)]
        wrong += [HALF.format(one.name or one.words) for one in halves]
    return wrong
