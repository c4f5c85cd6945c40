"""One form for all tools, made of the questions of their facts."""

from datetime import date
from decimal import DecimalException
from typing import Any

from django import forms
from django.utils import timezone

from calculators.formulas.base import Question, Tool, questions
from richtext.base.chinese import one_width
from statutes.base import parse_day

NO_DAY = "没有这一天，请按2024-03-01的格式填写。"
NOT_YET = "这一天还没有到。"
NO_NUMBER = "请填数字，例如8000或者8000.50。"
TOO_FINE, NO_WHOLE = "最多填%(max)s位小数。", "请填整数。"
NEEDED = "请填写。"
TOO_SMALL, TOO_LARGE = "不能小于%(limit_value)s。", "不能大于%(limit_value)s。"
NOTHING = "应当大于0。"
FACTORS = {"万": 10_000, "亿": 100_000_000}
MORE = "more"  # the name of the button that asks for one more row, its value that of the question


class NumberField(forms.DecimalField):
    """As people type them: 500,000, ５００, ¥500, 50万, 1亿元, 8000元."""

    def to_python(self, value):
        text = one_width(str(value or "0" * (value == 0)))
        text = text.strip("¥元% \t").replace(",", "")
        factor = FACTORS.get(text[-1:], 1)
        number = super().to_python(text if factor == 1 else text[:-1])
        try:
            # Of 12.3456万 no part of a fen is left
            return number if number is None or factor == 1 else (number * factor).normalize()
        except DecimalException:  # sNaN, or of more digits than there are
            raise forms.ValidationError(NO_NUMBER, code="invalid") from None


class WholeField(NumberField):
    def clean(self, value):
        number = super().clean(value)
        return number if number is None else int(number)


class DayField(forms.DateField):
    """A day of the calendar, written as people write it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, *, is_past=False, **how):
        super().__init__(**how)
        self.is_past = is_past

    def to_python(self, value):
        if not value or isinstance(value, date):
            return value or None
        try:
            found = parse_day(str(value))
        except ValueError:
            raise forms.ValidationError(NO_DAY) from None
        if self.is_past and found > timezone.localdate():
            raise forms.ValidationError(NOT_YET)
        return found


def field_of(question: Question, *, in_row: bool = False) -> forms.Field:
    """The field that asks it, with its `question`, whose unit stands beside it on the page."""
    how: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help,
        "required": not (question.optional or in_row),
        "error_messages": {"required": NEEDED},
    }
    found: forms.Field
    match question.kind:
        case "day":
            initial = timezone.localdate if question.today else None
            found = DayField(initial=initial, is_past=question.past, **how)
        case "choice":
            first = question.choices[0][0]
            found = forms.ChoiceField(choices=question.choices, initial=first, **how)
        case "tick":
            found = forms.BooleanField(**how)
        case "region":
            widget = forms.TextInput({"list": "regions"})
            found = forms.CharField(max_length=40, widget=widget, **how)
        case _:
            found = _number_field(question, how)
    found.question = question  # type: ignore[attr-defined]
    return found


def _number_field(question, how):
    places = {"whole": 0, "money": 2}.get(question.kind, 4)
    kind = WholeField if question.kind == "whole" else NumberField
    found = kind(
        min_value=question.least,
        max_value=question.most,
        decimal_places=places,
        widget=forms.TextInput({"inputmode": "decimal"}),
        **how,
    )
    found.error_messages |= {
        "invalid": NO_NUMBER,
        "max_decimal_places": TOO_FINE if places else NO_WHOLE,
        "min_value": NOTHING if 0 < question.least < 1 else TOO_SMALL,
        "max_value": TOO_LARGE,
    }
    return found


def _given(values: dict[str, Any], asked: dict[str, Question]) -> dict[str, Any]:
    """Without what may be left out and was: there the default of the facts counts."""
    left_out = {name for name, one in asked.items() if one.optional and values[name] in {None, ""}}
    return {name: values[name] for name in asked if name not in left_out}


class ToolForm(forms.Form):
    """The questions of a tool; those of `rows` stand as `name-0-part`, one empty row to begin with.

    A row of which nothing is typed is no row. `facts`, of a valid post, is what the formula takes.
    """

    def __init__(self, tool: Tool, data=None):
        super().__init__(data, auto_id="id_%s")
        self.tool = tool
        self._rows: dict[str, list[dict[str, str]]] = {}
        for name, question in tool.questions.items():
            if question.kind == "rows":
                self._add_rows(name, question)
            else:
                self.fields[name] = field_of(question)

    def _add_rows(self, name, question):
        most = int(question.most)
        known = [one.split("-")[1] for one in self.data if one.startswith(f"{name}-")]
        numbers = [int(one) for one in known if one.isascii() and one.isdecimal() and len(one) < 4]
        number = max(numbers, default=0) + 1 + (self.data.get(MORE) == name)
        parts = questions(question.row)
        self._rows[name] = rows = [
            {part: f"{name}-{at}-{part}" for part in parts} for at in range(min(number, most))
        ]
        for row in rows:
            for part, full in row.items():
                self.fields[full] = field_of(parts[part], in_row=True)

    def clean(self):
        for name, rows in self._rows.items():
            row_of = self.tool.questions[name].row
            assert row_of
            self.cleaned_data[name] = tuple(
                row_of(**self._values(row, questions(row_of)))
                for row in rows
                if self._is_typed(row)
            )

    def _is_typed(self, row):
        texts = [full for full in row.values() if not hasattr(self.fields[full], "choices")]
        return any(self.data.get(full, "").strip() for full in texts)

    def _values(self, row, parts):
        """The values of one row; what it needs and has not is told beside its field."""
        found = {part: self.cleaned_data.get(full) for part, full in row.items()}
        for part, full in row.items():
            lacks = found[part] is None and not parts[part].optional
            if lacks and full not in self.errors:
                self.add_error(full, NEEDED)
        return _given(found, parts)

    @property
    def wants_row(self) -> bool:
        return MORE in self.data

    @property
    def has_field_errors(self) -> bool:
        return bool(self.errors.keys() - {"__all__"})

    @property
    def groups(self) -> list[dict[str, Any]]:
        """For a template: each question with its bound field, or with its rows of bound fields."""
        return [
            {
                "name": name,
                "question": question,
                "field": None if name in self._rows else self[name],
                "rows": [[self[full] for full in row.values()] for row in self._rows.get(name, ())],
            }
            for name, question in self.tool.questions.items()
        ]

    @property
    def facts(self):
        return self.tool.facts(**_given(self.cleaned_data, self.tool.questions))

    def wrong(self, name: str, words: str) -> None:
        """Put a sentence of a formula beside a field; beside the first of a list of rows."""
        rows = self._rows.get(name)
        self.add_error(next(iter(rows[0].values())) if rows else name, words)
