"""数据: for whom, what it shows, and that it costs the same whatever there is."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.base.enums import RatingValue, Source, State
from consult.figures import charts, tables
from consult.models import RatingCount
from tests.consult.figures.rows import make_rows
from tests.factories import make_area, make_member, make_settings, make_staff, make_submitted
from tests.leaks.words import MARKS, PERSON
from tests.screen import Screen

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FIGURES = reverse("admin:figures")
TABLES = ["months", "areas", "lawyers", "sources", "articles"]
ORDER = "?period=last-month&sort=areas:received"


def file_of(key):
    return reverse("admin:figures_file", args=[key])


@pytest.fixture
def over():
    """The first day of the month that was over last."""
    return tables.chosen(tables.LAST_MONTH, timezone.localdate()).start


@pytest.fixture
def sees(client, db):
    make_settings()
    client.force_login(make_staff("consult.see_figures"))
    return client


def test_the_menu_leads_there_who_may_see_it_before_anybody_has_asked(client):
    make_settings()
    for post, seen in (("律师", False), ("咨询主管", True)):
        client.force_login(make_member(post))
        assert (f'href="{FIGURES}"' in client.get("/admin/").text) == seen
    page = Screen.at(client, FIGURES)
    assert "还没有咨询" in page.text
    assert not page.soup.select("table")
    assert client.get(file_of("names")).status_code == 404


def test_a_table_and_its_file_have_the_order_that_the_links_say(sees, over):
    for number, name in ((9, "劳动"), (4, "婚姻")):
        make_rows(number, over, make_area(name=name))
    page = Screen.at(sees, FIGURES + ORDER)
    head = page.soup.select_one("#areas [aria-sort]")
    assert head["aria-sort"] == "ascending"
    assert head.a["href"] == "?period=last-month&sort=areas%3A-received#areas"
    assert len(page.soup.select("[aria-sort]")) == 1
    names = [one.text.strip() for one in page.soup.select("#areas tbody th")]
    assert names == ["婚姻", "劳动", "合计"]
    file = sees.get(file_of("areas") + ORDER)
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in file["Content-Disposition"]
    assert "no-store" in file["Cache-Control"]
    text = file.content.decode("utf-8-sig")
    assert text.index("婚姻") < text.index("劳动")
    for query in ("period=x", "period=2026-13", "sort=x", "sort=areas:x", f"sort={'a' * 900}"):
        for address in (FIGURES, file_of("areas")):  # what nobody asks for is the usual page
            assert sees.get(f"{address}?{query}&sort=%00:%00").status_code == 200, query


def test_three_questions_are_answered_and_advertising_is_counted_apart(sees, over):
    area = make_area()
    make_rows(3, over, area, source=Source.PHONE)
    make_rows(1, over, area, source=Source.ARTICLE)
    make_rows(7, over, area, state=State.SPAM)
    make_rows(1, tables.shifted(over, -1), area, hours=3)
    page = Screen.at(sees, f"{FIGURES}?period=last-month")
    came, fast, whence = page.soup.select(".figures-asks > section")
    assert came.select_one(".figures-answer").text.startswith("4条")
    assert fast.select_one(".figures-answer").text == "中位用时1小时，超时0条"
    assert "用时比" in fast.text
    assert "少2小时" in fast.text
    assert whence.select_one(".figures-answer").text == "数目太少，不分列"
    became = whence.select_one("dl:last-child")
    assert [one.text for one in became.select("dt, dd")] == ["未记录", "4"]
    make_rows(1, tables.shifted(over, -2), area)
    [drawn] = Screen.at(sees, FIGURES).soup.select(".figures-asks > section:first-child svg")
    assert (len(drawn.select("rect")), f"{over.month}月4" in drawn["aria-label"]) == (3, True)
    assert "标为广告的7条" in page.text


def test_no_bar_stands_where_nothing_was_answered_and_none_above_the_sheet():
    points = [("1月", 0.01), ("2月", None), ("3月", 12)]
    drawn = charts.columns(points, 8, "承诺8小时")
    assert len(drawn.bars) == 2
    assert [words for *_, words in drawn.texts][:3] == ["<0.1", "—", "12"]
    assert "—" not in [words for *_, words in charts.columns(points).texts]
    assert drawn.bars[-1][1] == charts.TOP < drawn.limit < charts.BASE


def test_nothing_that_was_confided_is_in_it(sees, over):
    area = make_area()
    for _ in range(4):
        make_submitted(**PERSON, area=area)
    for address in [FIGURES, *map(file_of, TABLES)]:
        text = sees.get(address).content.decode()
        assert not any(mark in text for mark in MARKS), address


def test_ratings_are_told_once_there_are_enough_and_without_scripts_a_button_chooses_the_period(
    sees, over
):
    make_rows(3, over, make_area())
    month = tables.shifted(tables.month_of(timezone.localdate()), -1)
    for number, told in ((2, False), (tables.LEAST, True)):
        rated = {"month": month, "value": RatingValue.HELPED}
        RatingCount.objects.update_or_create(**rated, defaults={"number": number})
        assert (RatingValue.HELPED.label in Screen.at(sees, FIGURES).text) is told
    make_rows(3, timezone.localdate(), make_area())
    form = Screen.at(sees, FIGURES).soup.select_one("form.figures-period")
    assert (form["method"], form.select_one("select")["name"]) == ("get", "period")
    for one in form.select("option"):
        page = Screen.at(sees, f"{FIGURES}?period={one['value']}")
        assert page.soup.select_one("#period [selected]").text == one.text
