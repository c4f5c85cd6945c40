"""数据: for whom, what it shows, and that it costs the same whatever there is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consult.base.enums import RatingValue
from consult.figures import tables
from consult.models import RatingCount
from tests.consult.figures.rows import make_rows
from tests.factories import (
    make_area,
    make_lawyer,
    make_member,
    make_settings,
    make_staff,
    make_submitted,
)
from tests.leaks.words import MARKS, PERSON
from tests.screen import Screen, browser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FIGURES = reverse("admin:figures")
SEES = "consult.see_figures"
TABLES = ["months", "areas", "lawyers", "sources", "articles"]


def file_of(key):
    return reverse("admin:figures_file", args=[key])


@pytest.fixture
def over():
    """The first day of the month that was over last."""
    return tables.chosen(tables.LAST_MONTH, timezone.localdate()).start


@pytest.fixture
def sees(client, db):
    make_settings()
    client.force_login(make_staff(SEES))
    return client


@pytest.mark.parametrize("address", [FIGURES, *map(file_of, TABLES)])
def test_it_is_the_managers_alone(client, address):
    make_settings()
    for post, status in (("咨询主管", 200), ("律师", 403), ("助理", 403), ("编辑", 403)):
        client.force_login(make_member(post))
        assert client.get(address).status_code == status, post
        assert client.post(address).status_code in {403, 405}


def test_the_menu_leads_there_who_may_see_it(client):
    make_settings()
    for post, seen in (("咨询主管", True), ("律师", False)):
        client.force_login(make_member(post))
        assert (f'href="{FIGURES}"' in client.get("/admin/").text) == seen


def test_before_anybody_has_asked_it_says_so(sees):
    page = Screen.at(sees, FIGURES)
    assert "还没有咨询" in page.text
    assert not page.soup.select("table")


def test_a_table_is_ordered_by_links_that_say_how(sees, over):
    for number, name in ((9, "劳动"), (4, "婚姻")):
        make_rows(number, over, make_area(name=name))
    page = Screen.at(sees, FIGURES + "?period=last-month&sort=areas:received")
    head = page.soup.select_one("#areas [aria-sort]")
    assert head["aria-sort"] == "ascending"
    assert head.a["href"] == "?period=last-month&sort=areas%3A-received#areas"
    assert len(page.soup.select("[aria-sort]")) == 1
    page = Screen.at(sees, FIGURES + "?period=last-month&sort=areas:received")
    names = [one.text.strip() for one in page.soup.select("#areas tbody th")]
    assert names == ["婚姻", "劳动", "合计"]


def test_the_file_has_the_order_of_the_page(sees, over):
    for number, name in ((9, "劳动"), (4, "婚姻")):
        make_rows(number, over, make_area(name=name))
    file = sees.get(file_of("areas") + "?period=last-month&sort=areas:received")
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in file["Content-Disposition"]
    assert "no-store" in file["Cache-Control"]
    text = file.content.decode("utf-8-sig")
    assert text.index("婚姻") < text.index("劳动")


@pytest.mark.parametrize(
    "query",
    ["period=x", "period=2026-13", "sort=x", "sort=areas:x", "sort=%00:%00", f"sort={'a' * 900}"],
    ids=str.__len__,
)
def test_what_nobody_asks_for_is_the_usual_page(sees, query):
    assert sees.get(f"{FIGURES}?{query}").status_code == 200
    assert sees.get(f"{file_of('areas')}?{query}").status_code == 200


def test_a_table_that_is_none_is_not_there(sees):
    assert sees.get(file_of("names")).status_code == 404


def test_nothing_that_was_confided_is_in_it(sees, over):
    area = make_area()
    for _ in range(4):
        make_submitted(**PERSON, area=area)
    for address in [FIGURES, *map(file_of, TABLES)]:
        text = sees.get(address).content.decode()
        assert not any(mark in text for mark in MARKS), address


def test_ratings_are_told_once_there_are_enough(sees, over):
    make_rows(3, over, make_area())
    month = tables.shifted(tables.month_of(timezone.localdate()), -1)
    count = RatingCount.objects.create(month=month, value=RatingValue.HELPED, number=2)
    page = Screen.at(sees, FIGURES)
    assert RatingValue.HELPED.label not in page.text
    count.number = tables.LEAST
    count.save()
    page = Screen.at(sees, FIGURES)
    assert RatingValue.HELPED.label in page.text


def test_it_asks_as_often_whatever_there_is(sees, over):
    def asked():
        address = f"{FIGURES}?period=last-month"
        sees.get(address)
        with CaptureQueriesContext(connection) as found:
            assert sees.get(address).status_code == 200
        return len(found)

    make_rows(3, over, make_area(), assignee=make_staff())
    few = asked()
    for number in range(5):
        user = make_staff()
        make_lawyer(user=user)
        make_rows(4, over + timedelta(days=number), make_area(), assignee=user)
    assert asked() == few


def test_without_scripts_a_period_is_chosen_by_a_button():
    make_settings()
    make_rows(3, timezone.localdate(), make_area())
    form = Screen.at(browser(make_staff(SEES)), FIGURES).soup.select_one("form.figures-period")
    assert (form["method"], form.select_one("select")["name"]) == ("get", "period")
    for one in form.select("option"):
        page = Screen.at(browser(make_staff(SEES)), f"{FIGURES}?period={one['value']}")
        assert page.soup.select_one("#period [selected]").text == one.text
