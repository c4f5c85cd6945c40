"""Holidays in the office: runs of days, a whole year in one go, and taking that back."""

from datetime import date

import pytest
from django.urls import reverse

from firm.admin import run_form, year_of_holidays
from firm.models import RegisteredYear, SpecialDay
from tests.factories import make_staff
from tests.firm.base.test_holiday_notice import OF_2026

pytestmark = pytest.mark.django_db
ADD, LIST = "/admin/firm/specialday/add/", "/admin/firm/specialday/"
YEAR = f"{LIST}year/"
RIGHTS = [f"firm.{act}_specialday" for act in ("view", "add", "change", "delete")]
OF_2027 = (
    "关于2027年的通知\n一、劳动节：5月1日（周六）至3日（周一）放假调休，共3天。5月8日（周六）上班。"
)


@pytest.fixture
def office(client, monkeypatch):
    """Somebody of the office, early in 2026."""
    monkeypatch.setattr(year_of_holidays.timezone, "localdate", lambda *_: date(2026, 1, 5))
    client.force_login(make_staff(*RIGHTS))
    return client


def stored():
    return [
        f"{one.date:%m-%d} {one.kind} {one.name}" for one in SpecialDay.objects.order_by("date")
    ]


def typed(first="2027-05-01", until="2027-05-03", kind="closed", name="劳动节"):
    return {"date": first, "until": until, "kind": kind, "name": name}


def said(answer, field):
    return answer.context["adminform"].form.errors[field]


def test_a_run_is_typed_by_its_ends_and_shown_as_one_row(office):
    assert office.post(ADD, typed()).status_code == 302
    assert stored() == [f"05-0{day} closed 劳动节" for day in (1, 2, 3)]
    html = office.get(LIST).text
    assert html.count("<strong>劳动节</strong>") == 1
    assert "共3天" in html
    first = SpecialDay.objects.get(date="2027-05-01")
    assert reverse("admin:firm_specialday_change", args=[first.pk]) in html


def test_without_a_last_day_it_is_one_day(office):
    office.post(ADD, typed(until=""))
    assert stored() == ["05-01 closed 劳动节"]


@pytest.mark.parametrize(
    ("until", "sentence"),
    [("2027-04-30", run_form.BACKWARDS), ("2028-05-01", run_form.TOO_LONG)],
)
def test_ends_that_cannot_be_meant_are_refused(office, until, sentence):
    assert said(office.post(ADD, typed(until=until)), "until") == [sentence]
    assert not stored()


def test_a_day_of_another_run_is_named(office):
    SpecialDay.objects.create(date="2027-05-03", name="所庆")
    answer = office.post(ADD, typed())
    assert said(answer, "until") == [run_form.TAKEN.format("5月3日")]
    assert stored() == ["05-03 closed 所庆"]


def test_a_run_is_moved_shortened_and_renamed_as_a_whole(office):
    office.post(ADD, typed())
    last = SpecialDay.objects.get(date="2027-05-03")
    address = reverse("admin:firm_specialday_change", args=[last.pk])
    form = office.get(address).context["adminform"].form
    assert [str(form[name].value()) for name in ("date", "until")] == ["2027-05-01", "2027-05-03"]
    assert office.post(address, typed("2027-05-02", "2027-05-04", name="五一")).status_code == 302
    assert stored() == [f"05-0{day} closed 五一" for day in (2, 3, 4)]


def test_a_run_is_deleted_as_a_whole_and_each_day_is_named_before(office):
    office.post(ADD, typed())
    SpecialDay.objects.create(date="2027-05-08", kind="working", name="劳动节")
    first = SpecialDay.objects.get(date="2027-05-01")
    address = reverse("admin:firm_specialday_delete", args=[first.pk])
    page = office.get(address).text
    assert all(f"2027-05-0{day}" in page for day in (1, 2, 3))
    assert "2027-05-08" not in page
    office.post(address, {"post": "yes"})
    assert stored() == ["05-08 working 劳动节"]


def test_the_list_of_the_package_is_accepted_and_taken_back_with_one_press_each(office):
    assert "2月15日" in office.get(YEAR).text
    answer = office.post(YEAR, {"year": "2026"}, follow=True)
    assert year_of_holidays.REGISTERED.format(2026, 39) in answer.text
    assert len(stored()) == 39
    back = reverse("admin:firm_specialday_take_back", args=[RegisteredYear.objects.get().pk])
    assert back in answer.text
    assert year_of_holidays.TAKEN_BACK.format(2026) in office.post(back, follow=True).text
    assert not stored()


def test_of_a_double_press_the_second_changes_nothing(office):
    office.post(YEAR, {"year": "2026"})
    answer = office.post(YEAR, {"year": "2026"}, follow=True)
    assert year_of_holidays.SAME.format(2026) in answer.text
    back = reverse("admin:firm_specialday_take_back", args=[RegisteredYear.objects.get().pk])
    office.post(back)
    assert year_of_holidays.GONE in office.post(back, follow=True).text


def test_it_says_which_years_it_knows_and_takes_the_text_of_a_notice_for_others(office):
    page = office.get(YEAR).text
    assert "到2026年为止" in page
    read = office.post(YEAR, {"text": OF_2027})
    assert "从通知里读到：2027年" in read.text
    assert not stored()
    office.post(YEAR, {"text": OF_2027, "register": "1"})
    assert stored()[-1] == "05-08 working 劳动节"


def test_a_year_that_is_over_is_not_proposed(office, monkeypatch):
    monkeypatch.setattr(year_of_holidays.timezone, "localdate", lambda *_: date(2026, 11, 28))
    page = office.get(YEAR).text
    assert "2月15日" not in page
    assert "没有2027年的" in page


def test_who_may_only_look_is_offered_nothing_to_press(client):
    RegisteredYear.objects.create(year=2026, before={}, after={})
    SpecialDay.objects.create(date="2027-05-01", name="劳动节")
    client.force_login(make_staff("firm.view_specialday"))
    main = client.get(LIST).text.split('class="holidays"')[1]
    assert "劳动节" in main
    assert "taken-back" not in main
    assert "修改" not in main


def test_a_notice_that_contradicts_itself_comes_back_with_the_text(office):
    answer = office.post(YEAR, {"text": OF_2026.replace("共9天", "共8天"), "register": "1"})
    assert answer.status_code == 422
    assert "实际是9天" in answer.text
    assert "一、元旦" in answer.text
    assert not stored()


@pytest.mark.parametrize("typed_year", ["", "2003", "2099", "x", "２０２６"])
def test_a_year_that_is_not_known_is_not_entered(office, typed_year):
    assert office.post(YEAR, {"year": typed_year}).status_code == 200
    assert not stored()


@pytest.mark.parametrize("lacking", RIGHTS[1:])
def test_who_lacks_a_right_enters_no_year_or_takes_none_back(client, lacking):
    registered = RegisteredYear.objects.create(year=2026, before={}, after={})
    client.force_login(make_staff(*(right for right in RIGHTS if right != lacking)))
    answers = {
        client.post(YEAR, {"year": "2026"}).status_code,
        client.post(f"{LIST}taken-back/{registered.pk}/").status_code,
    }
    assert 403 in answers
    assert SpecialDay.objects.exists() == (lacking == "firm.delete_specialday")
