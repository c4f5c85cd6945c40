"""Asking has one name wherever a page leads to the form."""

from urllib.parse import urlsplit

import pytest

from consult.public.intake import TITLE
from tests.factories import make_area, make_article, make_lawyer, make_notice
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db

AGAIN = {"重新咨询", "重新提交"}  # of somebody who has asked before
FOOT = "法律咨询"  # the word of the sites that lawyers know


def names(part):
    """What the links to the form are called."""
    links = [one for one in part.find_all("a") if urlsplit(one["href"]).path == "/consult/"]
    return {one.get_text().strip() for one in links} - AGAIN


def pages():
    lawyer = make_lawyer(name="林致远")
    area = make_area(name="劳动", slug="labour")
    article = make_article(area=area, author=lawyer)
    return [
        *("/", "/articles/", "/lawyers/", "/contact/", "/consult/", "/consult/thread/"),
        *("/consult/received/", "/search/?q=没有这样的词语", "/articles/?area=empty"),
        *(one.get_absolute_url() for one in (lawyer, area, article)),
    ]


def test_each_way_to_the_form_is_called_by_one_name():
    make_notice(), make_area(name="空的", slug="empty")
    make_lawyer(name="沈若宁")
    for address in pages():
        page = Screen.at(browser(), address)
        foot = page.soup.footer.extract()
        assert names(foot) == {FOOT, TITLE}, address
        assert names(page.soup) <= {TITLE, f"{TITLE}林致远律师"}, address
        assert TITLE in names(page.soup.header)


def test_a_site_without_anything_calls_it_so_too():
    make_notice()
    for address in ("/", "/lawyers/", "/contact/", "/articles/"):
        assert names(Screen.at(browser(), address).soup) == {FOOT, TITLE}


def test_the_form_is_headed_by_that_name():
    assert Screen.at(browser(), "/consult/").soup.h1.get_text() == TITLE
