"""Figures of regions and the rate in the office: with source and day; what is old is said."""

from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from calculators.admin.figures import EARLIER, NO_GRADE, NOT_YET, ONLY_GRADED, POSITIVE, TWICE
from calculators.models import LendingRate, RegionalFigure
from tests.factories import make_figure, make_member

pytestmark = pytest.mark.django_db
ADD = reverse("admin:calculators_regionalfigure_add")
RATE = reverse("admin:calculators_lendingrate_add")
TODAY = timezone.localdate()
WAGE = {"kind": "region.wage", "region": "云澜市", "year": "2024", "value": "9000",
        "source": "云澜市统计局", "checked_on": TODAY.isoformat(), "grade": ""}  # fmt: skip


@pytest.fixture
def editor(client):
    client.force_login(make_member("编辑"))
    return client


def errors(answer):
    return answer.context["adminform"].form.errors if answer.status_code == 200 else {}


def test_a_figure_is_of_its_year_and_can_be_changed(editor):
    assert editor.post(ADD, WAGE).status_code == 302
    row = RegionalFigure.objects.get()
    assert (row.valid_from, row.valid_to) == (date(2024, 1, 1), date(2025, 1, 1))
    assert (row.unit, row.about, row.is_own) == ("元", "职工月平均工资", True)
    change = reverse("admin:calculators_regionalfigure_change", args=[row.pk])
    assert 'value="2024"' in editor.get(change).text
    editor.post(change, {**WAGE, "value": "9100"})
    assert RegionalFigure.objects.get().value == 9100


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"value": "0"}, "value", POSITIVE),
        ({"checked_on": (TODAY + timedelta(days=1)).isoformat()}, "checked_on", NOT_YET),
        ({"kind": "region.injury-job"}, "grade", NO_GRADE),
        ({"grade": "7"}, "grade", ONLY_GRADED),
        ({"year": "2023"}, "year", TWICE),
        ({"source": ""}, "source", None),
        ({"checked_on": ""}, "checked_on", None),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(editor, wrong, field, words):
    make_figure(key="region.wage", region="云澜市", valid_from=date(2023, 1, 1),
                valid_to=date(2024, 1, 1))  # fmt: skip
    found = errors(editor.post(ADD, {**WAGE, **wrong}))
    assert list(found) == [field]
    assert words in (None, found[field][0])


def test_the_newest_of_a_region_is_old_from_july_of_the_year_after_next(monkeypatch):
    old, new = (
        make_figure(RegionalFigure, key="region.wage", region="云澜市",
                    valid_from=date(year, 1, 1), valid_to=date(year + 1, 1, 1))
        for year in (2023, 2024)
    )  # fmt: skip
    page = admin.site._registry[RegionalFigure]
    for today, said in ((date(2026, 6, 30), ""), (date(2026, 7, 1), "应有2025年度的")):
        monkeypatch.setattr(timezone, "localdate", lambda today=today: today)
        assert page.age(old) == ""
        assert said in page.age(new)
        assert bool(page.age(new)) == bool(said)


def rate(client, day, **more):
    known = {"value": "3.00", "source": "全国银行间同业拆借中心", "checked_on": TODAY.isoformat()}
    return client.post(RATE, {**known, "valid_from": day.isoformat(), **more})


def test_a_month_of_the_rate_closes_the_gap_to_the_one_before_it_but_no_longer_one(editor):
    last = make_figure(key="lpr.one-year", unit="%", value=3, valid_from=date(2025, 5, 20),
                       valid_to=date(2026, 8, 21))  # fmt: skip
    assert rate(editor, date(2026, 9, 21)).status_code == 302
    last.refresh_from_db()
    row = LendingRate.objects.get(valid_from=date(2026, 9, 21))
    assert (last.valid_to, row.valid_to) == (date(2026, 9, 21), date(2026, 10, 20))
    rate(editor, date(2026, 11, 20), checked_on="2026-11-20")  # none of October
    row.refresh_from_db()
    assert row.valid_to == date(2026, 10, 20)
    assert TWICE in errors(rate(editor, date(2026, 9, 21)))["valid_from"]
    assert errors(rate(editor, date(2026, 8, 20)))["valid_from"] == [EARLIER]
    assert errors(rate(editor, TODAY + timedelta(days=1)))["valid_from"] == [NOT_YET]
