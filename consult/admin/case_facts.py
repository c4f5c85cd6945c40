"""The facts on the page of a consultation, corrected by the staff in one table with one button."""

from django import forms
from django.core.exceptions import ValidationError

from consult import services
from consult.forms.base import PersonForm, PlainTextField
from consult.models.facts import LONGEST_FACT, LONGEST_NAME
from consult.services.desk import Row, state_of

MOST_ROWS = 60
PARTS = KEY, NAME, VALUE = "key_", "name_", "value_"
NAMELESS = "请填写这一项的名称，例如：工龄。"
WORDLESS = "请填写内容；不需要这一行的，名称也请清空。"


class CaseFactsForm(PersonForm):
    """All rows with one button; `state` tells which table was on the page."""

    state = forms.Field(widget=forms.HiddenInput(attrs={"id": False}), required=False)

    def __init__(self, data=None, *, facts):
        super().__init__(data)
        self.known = {str(one.pk): one for one in facts}
        if data is None:
            self.initial["state"] = state_of(facts)
            self.posted = [(key, one.name, one.value) for key, one in self.known.items()]
            self.posted.append(("", "", ""))
        else:
            self.posted = [
                tuple(data.get(f"{part}{number}", "") for part in PARTS)
                for number in range(MOST_ROWS)
                if f"{VALUE}{number}" in data
            ] or [("", "", "")]
        hidden = forms.HiddenInput(attrs={"id": False})
        text = forms.TextInput(attrs={"autocomplete": "off"})
        for number, (key, name, value) in enumerate(self.posted):
            self.fields[f"{KEY}{number}"] = forms.Field(required=False, widget=hidden, initial=key)
            self.fields[f"{NAME}{number}"] = PlainTextField(
                label="名称",
                max_length=LONGEST_NAME,
                required=False,
                initial=name,
                widget=hidden if key else text,
            )
            self.fields[f"{VALUE}{number}"] = PlainTextField(
                label=name or "内容",
                max_length=LONGEST_FACT,
                required=False,
                initial=value,
                widget=text,
            )

    def clean(self):
        data = super().clean() or {}
        for number, (key, _, _) in enumerate(self.posted):
            name, value = data.get(f"{NAME}{number}"), data.get(f"{VALUE}{number}")
            if not key and value and name == "":
                self.add_error(f"{NAME}{number}", ValidationError(NAMELESS))
            if not key and name and value == "":
                self.add_error(f"{VALUE}{number}", ValidationError(WORDLESS))
        return data

    def rows(self):
        data = self.cleaned_data
        numbers = range(len(self.posted))
        return [Row(*(data[f"{part}{one}"] or "" for part in PARTS)) for one in numbers]

    @property
    def shown(self):
        """The rows for the template; `first` is what the client wrote where that was corrected."""
        for number, (key, _, _) in enumerate(self.posted):
            fact = self.known.get(key)
            fields = {"key": self[f"{KEY}{number}"], "name": self[f"{NAME}{number}"]}
            yield {
                **fields,
                "value": self[f"{VALUE}{number}"],
                "is_new": not fields["key"].value(),
                "label": fields["name"].value(),
                "first": fact.answer if fact and fact.corrected else "",
            }


def save(desk):
    form = CaseFactsForm(desk.request.POST, facts=list(desk.consultation.facts.all()))
    if not form.is_valid():
        return desk.show(422, facts_form=form)
    try:
        services.set_facts(**desk.known, rows=form.rows(), seen=form.cleaned_data["state"] or "")
    except services.FactsChangedError as refusal:
        form.overwrite(state=state_of(list(form.known.values())))  # which has been seen by now
        form.add_error(None, str(refusal))
        return desk.show(409, facts_form=form)
    return desk.done("情况已保存。")
