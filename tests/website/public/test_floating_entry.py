"""The entry that floats, as it is written: what it offers, and where there is none.

Where it stands in the window: tests/browser/test_floating.py.
"""

import pytest

from tests.factories import make_area, make_article, make_lawyer, make_notice, make_settings
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db
CALL, ASK = ("打电话", "tel:+861080000000"), ("在线咨询", "/consult/")


def offered(address="/"):
    """What the entry of a page offers: words and address."""
    links = Screen.at(browser(), address).soup.select(".float a")
    return [(one.get_text().strip(), one["href"]) for one in links]


@pytest.fixture
def firm():
    make_notice()
    make_lawyer(name="沈若宁")  # of one alone the telephone is called that lawyer's
    return make_settings(phone="010-8000 0000")


@pytest.mark.parametrize("address", ["/", "/articles/", "/lawyers/", "/contact/", "/search/"])
def test_each_page_offers_to_ring_up_and_to_ask(firm, address):
    assert offered(address) == [CALL, ASK]


def test_the_page_of_an_article_an_area_or_a_lawyer_brings_it_along(firm):
    area = make_area(name="劳动", slug="labour")
    lin = make_lawyer(name="林致远", slug="lin", phone="010-8111 1111")
    article = make_article(area=area, author=lin)
    own = ("打电话", "tel:+861081111111")
    assert offered(area.get_absolute_url()) == [CALL, ("在线咨询", "/consult/?area=labour")]
    asked = ("在线咨询", f"/consult/?area=labour&article={article.pk}")
    assert offered(article.get_absolute_url()) == [own, asked]
    assert offered(lin.get_absolute_url()) == [own, ("在线咨询", "/consult/?lawyer=lin")]


def test_without_a_telephone_there_is_one_half(firm):
    make_settings(phone="")
    assert offered() == [ASK]


def test_while_the_form_takes_no_questions_one_can_ring_up():
    make_settings(phone="010-8000 0000")
    assert offered() == [CALL]


def test_where_there_is_nothing_to_offer_there_is_no_entry():
    make_settings(phone="")
    assert not Screen.at(browser(), "/").soup.select(".float")


@pytest.mark.parametrize("address", ["/consult/", "/consult/thread/", "/consult/received/"])
def test_who_is_asking_already_is_not_asked_to(firm, address):
    assert offered(address) == []
