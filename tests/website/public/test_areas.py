"""All practice areas on one page, and the first of them on the home page."""

import pytest

from articles.public.lists import tree
from firm.base import current_site
from tests.factories import make_area, make_article, make_lawyer, make_notice
from tests.screen import Screen, browser
from website.public.views import AREAS

pytestmark = pytest.mark.django_db


def page(address="/areas/"):
    return Screen.at(browser(), address)


def test_all_areas_stand_on_one_page_in_two_levels_with_what_they_hold():
    work = make_area(name="劳动", summary="被辞退怎么办")
    injury = make_area(name="工伤", parent=work)
    make_area(name="税务")
    make_area(name="藏着的", is_published=False)
    make_article(area=work), make_article(area=injury), make_article(area=injury, state="draft")
    first, second = page().soup.select(".area")
    assert first.h2.get_text(" ", strip=True) == "劳动 2篇问答"
    assert "被辞退怎么办" in first.get_text()
    assert first.select_one(".area-below a").get_text(" ", strip=True) == "工伤 1篇"
    assert second.h2.get_text(strip=True) == "税务"  # without a number: it has none yet


def test_an_area_below_a_hidden_one_stands_for_itself():
    make_area(name="量刑", parent=make_area(name="刑事", is_published=False))
    assert [branch.area.name for branch in tree()] == ["量刑"]


def test_without_areas_the_page_leads_to_the_form():
    make_notice()
    assert "尚未公布" in page().text
    assert page().follow("在线咨询").address == "/consult/"


@pytest.mark.parametrize("below", [False, True])
def test_the_way_to_an_area_leads_over_the_page_of_all(below):
    upper = make_area(name="刑事")
    area = make_area(name="量刑", parent=upper) if below else upper
    way = [
        one.get_text(strip=True) for one in page(area.get_absolute_url()).soup.select(".crumbs li")
    ]
    assert way == ["首页", "业务领域", *(["刑事", "量刑"] if below else ["刑事"])]
    assert page(area.get_absolute_url()).follow("业务领域").address == "/areas/"


def test_the_home_page_shows_the_first_areas_and_folds_the_rest():
    for number in range(AREAS):
        make_area(name=f"第{number}类")
    assert len(page("/").soup.select(".area")) == AREAS
    assert page("/").soup.select("main details") == []
    make_area(name="多出来的")
    home = page("/")
    assert len(home.soup.select(".area")) == AREAS
    assert home.soup.details.summary.get_text(strip=True) == f"全部{AREAS + 1}类业务领域"
    names = [one.get_text(strip=True) for one in home.soup.select("main details a")]
    assert names == ["多出来的", "各类业务的介绍"]
    assert home.follow("各类业务的介绍").address == "/areas/"


def test_the_own_site_of_a_lawyer_has_the_areas_of_that_lawyer():
    make_area(name="税务")
    lin = make_lawyer()
    lin.areas.add(make_area(name="家事"))
    with current_site.speaking_as(lin):
        assert [branch.area.name for branch in tree()] == ["家事"]
