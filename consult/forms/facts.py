"""The facts that a client may add for the area: questions of the office, none of them a must."""

import re
import unicodedata
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from consult.base.enums import FactKind
from consult.client import facts
from consult.forms.base import PersonForm, PlainTextField
from consult.models import AreaFact
from consult.models.facts import LONGEST_FACT, MOST_FACTS
from firm.base.forms import is_key

PREFIX = "fact-"
SHOW = "show_facts"  # the button that shows the questions of the area that was chosen
NO_DAY = "没有这一天，请核对；记不清的，写大概时间。"
OTHER = "其他情况"  # an answer to a question that the office has deleted meanwhile
MOST = 2 * MOST_FACTS  # the area may have been changed once it was written
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})?)?[日号]?")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
MONEY = re.compile(r"[¥￥]?(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,2})?(?:元|块|块钱)?")
MODES = {FactKind.MONEY: "decimal", FactKind.NUMBER: "numeric"}


def tidy(kind: str, text: str) -> str:
    """A day or an amount as a letter writes it; what is neither stays as it was written."""
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if kind == FactKind.DATE and (found := DAY.fullmatch(bare) or COMPACT.fullmatch(bare)):
        year, month, day = found.groups()
        try:
            known = date(int(year), int(month), int(day or 1))
        except ValueError:
            raise ValidationError(NO_DAY) from None
        return f"{known.year}年{known.month}月" + (f"{known.day}日" if day else "")
    if kind == FactKind.MONEY and (found := MONEY.fullmatch(bare)):
        return f"{int(found[1].replace(',', '')):,}{found[2] or ''}元"
    return text


class FactField(PlainTextField):
    """The answer to one question."""

    def __init__(self, fact: AreaFact) -> None:
        self.fact = fact
        mode = MODES.get(FactKind(fact.kind))
        widget: forms.Widget = forms.TextInput(
            {"autocomplete": "off"} | ({"inputmode": mode} if mode else {})
        )
        if fact.offered:
            widget = forms.Select(choices=[("", "不填"), *((one, one) for one in fact.offered)])
        known = {"label": fact.asked, "help_text": fact.help, "widget": widget}
        super().__init__(required=False, max_length=LONGEST_FACT, **known)

    def clean(self, value):
        return tidy(self.fact.kind, super().clean(value))


class AsksFacts(PersonForm):
    """A form with the questions of the area that is chosen in it; answers to others stay.

    Without a script a button shows them: the post that it makes is checked and stored nowhere,
    and all that was typed stands in the form again.
    """

    facts_area = None  # whose questions stand in the form

    @property
    def is_shown_again(self) -> bool:
        """Whether the post only asks for the questions of the area."""
        return self.is_bound and SHOW in self.data

    @property
    def asks_facts(self) -> bool:
        """Whether there is any question to be asked."""
        return bool(facts.every())

    def ask_facts(self, area) -> None:
        """Take in the questions of an area, and those that the post has answered.

        Those may be of other areas, and of an older page.
        """
        self.facts_area = area
        asked, known = {one.pk: one for one in facts.of_area(area)}, facts.every()
        names = [name for name in self.data if name.startswith(PREFIX) and self.data[name]][:MOST]
        keys = {int(name[len(PREFIX) :]) for name in names if is_key(name[len(PREFIX) :])}
        missing = keys - asked.keys() - known.keys()
        stored = AreaFact.objects.in_bulk(missing) if missing else {}
        gone = {key: AreaFact(pk=key, name=OTHER) for key in missing}
        others = known | gone | stored
        asked |= {key: others[key] for key in sorted(keys - asked.keys())}
        for key, fact in asked.items():
            self.fields[f"{PREFIX}{key}"] = FactField(fact)

    @property
    def facts(self):
        """The fields of the questions, bound."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    @property
    def shows_facts(self) -> bool:
        """Whether the questions stand open: asked for, answered, or with something to mend."""
        return self.is_shown_again or any(one.value() or one.errors for one in self.facts)

    def full_clean(self):
        """What is only shown again has nothing to mend yet, but files that could not be kept."""
        super().full_clean()
        if self.is_shown_again:
            for name in [name for name in self.errors if name != "files"]:
                del self.errors[name]

    def answers(self) -> list[tuple[str, str]]:
        """What was answered, each with the name of its question."""
        return [
            (field.fact.name, self.cleaned_data[name])
            for name, field in self.fields.items()
            if isinstance(field, FactField) and self.cleaned_data.get(name)
        ]
