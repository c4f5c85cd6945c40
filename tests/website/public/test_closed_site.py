"""While the form is closed no page leads to it: the telephone is the way."""

import re

import pytest

from tests.consult.posting import FORM
from tests.factories import make_area, make_article, make_lawyer, make_notice, make_settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    """Every kind of page that leads to the form where it is open."""
    make_settings()
    area, lawyer = make_area(), make_lawyer()
    make_article(area=area, author=lawyer)
    article = make_article(area=area, author=lawyer)
    of = [area, lawyer, article]
    listed = [
        "/",
        "/contact/",
        "/lawyers/",
        "/articles/",
        "/search/",
        "/search/?q=无此内容",
        "/nothing/",
    ]
    return [*listed, "/consult/thread/", *(one.get_absolute_url() for one in of)]


def leads(client, address):
    """Whether anything on a page leads to the form, but for the foot's word for asking."""
    above = client.get(address).text.split("<footer")[0]
    return re.search(rf'href="{FORM}[?"]', above) is not None


def test_no_page_leads_to_a_closed_form(client, pages):
    assert [address for address in pages if leads(client, address)] == []
    assert all("tel:" in client.get(address).text for address in pages)


def test_every_page_leads_to_an_open_form(client, pages):
    make_notice()
    assert [address for address in pages if not leads(client, address)] == []


def test_no_page_promises_an_answer_that_cannot_be_asked_for(client, pages):
    make_settings(reply_promise_hours=24)
    assert [one for one in pages if "24小时内" in client.get(one).text] == []


def test_a_site_without_areas_leads_to_no_closed_form(client):
    make_settings()
    assert not leads(client, "/areas/")


def test_without_a_telephone_too_pages_stand(client, pages):
    make_settings(phone="")
    assert [one for one in pages if leads(client, one)] == []
