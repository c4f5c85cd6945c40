"""The list of lawyers: what stands of each, who works in what, names where there is no portrait."""

import pytest

from tests.factories import make_area, make_article, make_lawyer, make_notice
from tests.firm.pictures import picture, upload
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db


def page():
    return Screen.at(browser(), "/lawyers/")


def test_a_lawyer_is_shown_with_areas_and_what_was_written():
    lawyer, area = make_lawyer(name="司马青"), make_area(name="劳动")
    lawyer.areas.add(area)
    make_article(author=lawyer, area=area), make_article(author=lawyer, area=area, state="draft")
    person = page().soup.select_one(".person")
    assert person.select_one(".person-does").get_text() == "劳动"
    assert person.find("a", string="写过1篇问答")["href"].startswith(lawyer.get_absolute_url())


def test_who_has_no_portrait_has_a_slip_beside_those_who_have():
    make_lawyer(name="沈若宁", portrait=upload(picture())), make_lawyer(name="欧阳明远")
    assert [one.get_text(strip=True) for one in page().soup.select(".slip")] == ["欧阳明远"]


def test_where_nobody_has_a_portrait_names_stand_alone():
    make_lawyer(), make_lawyer()
    assert page().soup.select(".slip, .person img") == []


def test_each_area_leads_to_who_works_in_it():
    first, second = make_lawyer(name="司马青"), make_lawyer(name="欧阳明远")
    area = make_area(name="劳动")
    make_area(name="税务")
    first.areas.add(area), second.areas.add(area)
    rows = [one.get_text(" ", strip=True) for one in page().soup.select(".by-area dl > div")]
    assert rows == ["劳动 司马青 欧阳明远"]


def test_a_lawyer_who_is_alone_needs_no_such_table():
    make_lawyer().areas.add(make_area())
    assert page().soup.select(".by-area") == []


def test_who_does_not_know_whom_to_ask_is_led_to_the_form():
    make_notice(), make_lawyer(), make_lawyer()
    assert page().follow("在线咨询").address == "/consult/"
