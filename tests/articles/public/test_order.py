"""最常问 as an order of the list: what it holds, how it is paged, when it is offered."""

import pytest
from django.utils import timezone

from articles.models import DailyReads
from articles.public import lists
from tests.factories import make_area, make_article
from tests.screen import Screen, browser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
OFTEN = "/articles/?order=often"


@pytest.fixture
def area():
    return make_area(name="劳动")


def read(articles):
    """The first is read most; returns their titles in that order."""
    for number, article in enumerate(reversed(articles), start=10):
        DailyReads.objects.create(article=article, day=timezone.localdate(), number=number)
    return [one.title for one in articles]


def shown(address):
    return [one.get_text() for one in Screen.at(browser(), address).soup.select(".row-title")]


def test_what_is_read_most_comes_first_and_what_nobody_reads_is_left_out(area):
    wanted = read([make_article(area=area) for _ in range(6)])
    make_article(area=area, title="无人问津？")
    assert shown(OFTEN) == wanted
    assert shown("/articles/")[1:] == list(reversed(wanted))


def test_the_first_three_have_a_place_and_say_in_short_what_they_answer(area):
    read([make_article(area=area) for _ in range(6)])
    soup = Screen.at(browser(), OFTEN).soup
    assert len(soup.select(".rank > li .row-words")) == 3
    assert len(soup.select(".row-words")) == 3


def test_it_is_paged(area, monkeypatch):
    monkeypatch.setattr(lists, "PER_PAGE", 5)
    wanted = read([make_article(area=area) for _ in range(7)])
    assert shown(f"{OFTEN}&page=2") == wanted[5:]
    page = Screen.at(browser(), OFTEN)
    assert page.follow("下一页").soup.select(".order [aria-current]")[0].get_text() == "最常问"


def test_an_area_has_its_own_order_and_each_way_leads_there_and_back(area):
    wanted = read([make_article(area=area) for _ in range(5)])
    read([make_article(area=make_area()) for _ in range(5)])
    page = Screen.at(browser(), f"/articles/?area={area.slug}").follow("最常问")
    assert [one.get_text() for one in page.soup.select(".row-title")] == wanted
    assert set(shown(page.soup.find("a", string="最新")["href"])) == set(wanted)


def test_it_is_not_offered_where_chance_would_order(area):
    read([make_article(area=area) for _ in range(4)])
    assert Screen.at(browser(), "/articles/").soup.select(".order") == []
    assert shown(OFTEN) == []


@pytest.mark.parametrize("order", ["newest", "OFTEN", "%00", "a" * 500])
def test_another_order_is_404(client, order):
    assert client.get(f"/articles/?order={order}").status_code == 404


def test_the_order_is_no_address_of_its_own_for_a_search_engine(client, area):
    read([make_article(area=area) for _ in range(5)])
    assert 'rel="canonical" href="http://127.0.0.1:8000/articles/"' in client.get(OFTEN).text
