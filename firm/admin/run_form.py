"""The form of a holiday: from the first day to the last one, kept as one row a day."""

from datetime import timedelta

from django import forms
from django.db.models import QuerySet

from firm.models import SpecialDay
from firm.site import holidays

LONGEST = 60  # days
BACKWARDS = "最后一天不能早于第一天。"
TOO_LONG = f"一次最多登记{LONGEST}天，请核对日期。"
TAKEN = "{}已登记，请先修改或删除那一段。"


class DayBox(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


def run_of(day: SpecialDay) -> list[SpecialDay]:
    """The days of the run to which a stored day belongs, in their order."""
    around = holidays.runs(SpecialDay.objects.filter(date__year__in=_years(day)))
    return next(list(run.days) for run in around if day in run.days)


def _years(day):
    return [day.date.year - 1, day.date.year, day.date.year + 1]


class RunForm(forms.ModelForm):
    """First day, last day, kind, name; a new run, or all days of one that is stored."""

    until = forms.DateField(
        label="最后一天",
        required=False,
        widget=DayBox,
        help_text="只有一天的，不用填。",
        error_messages={"invalid": "请选一个日期。"},
    )

    class Meta:
        model = SpecialDay
        fields = ["date", "kind", "name"]
        labels = {"date": "第一天"}
        help_texts = {"date": "放假或补班的第一天。"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.run = run_of(self.instance) if self.instance.pk else []
        if self.run:
            first, last = self.run[0].date, self.run[-1].date
            self.initial["date"] = first
            self.initial["until"] = last if last != first else None

    def clean(self):
        typed = super().clean() or {}
        first = typed.get("date")
        if first is None or "until" in self.errors:
            return typed
        last = typed.get("until") or first
        if last < first:
            self.add_error("until", BACKWARDS)
        elif (last - first).days >= LONGEST:
            self.add_error("until", TOO_LONG)
        else:
            self._refuse_taken(first, last)
        return typed

    def _refuse_taken(self, first, last):
        others = self.others().filter(date__range=(first, last)).order_by("date")
        days = [day.date for day in others]
        if days[:1] == [first]:
            unique = SpecialDay._meta.get_field("date").error_messages["unique"]
            self.add_error("date", unique)
        elif days:
            words = "、".join(f"{day.month}月{day.day}日" for day in days)
            self.add_error("until", TAKEN.format(words))

    def others(self) -> QuerySet[SpecialDay]:
        """The stored days of other runs."""
        return SpecialDay.objects.exclude(pk__in=[day.pk for day in self.run])

    def validate_unique(self):
        """The days of the run itself may move onto each other; `clean` looks at the others."""

    def rest(self) -> list[SpecialDay]:
        """The days after the first one, not stored."""
        first, last = self.cleaned_data["date"], self.cleaned_data["until"]
        number = (last - first).days if last else 0
        kind, name = self.cleaned_data["kind"], self.cleaned_data["name"]
        ahead = (first + timedelta(days=one) for one in range(1, number + 1))
        return [SpecialDay(date=day, kind=kind, name=name) for day in ahead]
