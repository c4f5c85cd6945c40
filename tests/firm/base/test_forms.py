"""Choices among kept records."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from firm.base.forms import ManyRecordsField, RecordField, is_key
from firm.models import PracticeArea

WORK, HOME = (
    PracticeArea(pk=1, name="劳动", slug="work"),
    PracticeArea(pk=2, name="家事", slug="home"),
)


class Chooser(forms.Form):
    """One choice, by slug."""

    area = RecordField(known_by="slug", required=False, empty_label="全部")


def chooser(*records, **kwargs):
    form = Chooser(**kwargs)
    form.fields["area"].offer(records)
    return form


def test_a_record_is_chosen_by_its_name_and_the_empty_choice_is_none():
    chosen = [chooser(WORK, HOME, data={"area": name}) for name in ("home", "")]
    assert [form.is_valid() and form.cleaned_data["area"] for form in chosen] == [HOME, None]


@pytest.mark.parametrize("name", ["1", "none", "\x00", "家事"])
def test_what_is_not_offered_is_refused(name):
    assert "area" in chooser(WORK, data={"area": name}).errors


def test_what_one_form_offers_is_not_offered_by_the_next():
    chooser(WORK)
    assert "area" in chooser(data={"area": "work"}).errors


def test_a_record_that_is_set_ahead_is_selected():
    shown = str(chooser(WORK, HOME, initial={"area": HOME})["area"])
    assert '<option value="home" selected>家事</option>' in shown
    assert '<option value="">全部</option>' in shown


@pytest.mark.django_db
@pytest.mark.engine
@pytest.mark.parametrize("key", ["9" * 30, "-" + "9" * 25, "x", "\u0663" * 20])
def test_a_key_that_no_record_can_have_is_refused(key):
    field = ManyRecordsField(PracticeArea.objects.all())
    with pytest.raises(ValidationError):
        field.clean([key])


@pytest.mark.parametrize("text", ["", "-1", "1x", "１", "9" * 19, "9" * 5000])
def test_what_no_row_has_as_its_number_is_no_key(text):
    assert not is_key(text)
    assert is_key("7" * 18)
