"""Error pages say what to do next, by what went wrong and where; without a database as well."""

from unittest.mock import patch
from urllib.parse import quote

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client, RequestFactory

from articles import answers
from articles.models import State
from articles.public.views import GONE
from tests.factories import make_area, make_article, make_lawyer, make_settings, make_staff
from website.http import errors

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _firm():
    make_settings(), make_lawyer(), make_lawyer()


def html(client, address):
    return client.get(address).content.decode()


def test_a_page_that_is_not_there_offers_a_search_for_the_words_of_its_address(client):
    page = html(client, f"/{quote('旧站')}/{quote('离婚-抚养费')}.html")
    assert 'value="离婚 抚养费"' in page


def test_what_they_find_is_offered_at_once_and_where_the_firm_is_named(client):
    article = make_article(title="离婚以后抚养费怎么算？")
    area = make_area(name="婚姻家庭", aliases="离婚")
    page = html(client, f"/{quote('旧站')}/{quote('离婚-抚养费')}.html")
    assert page.index(area.get_absolute_url()) < page.index(article.get_absolute_url())


def test_an_address_without_words_costs_no_search(client, monkeypatch):
    monkeypatch.setattr(answers, "find", None)
    assert "页面不存在" in html(client, "/wp-content/hello-1.html")


def test_an_address_without_chinese_words_leaves_the_search_empty(client):
    assert 'value=""' in html(client, "/wp-content/hello-1.html")


def test_a_withdrawn_article_leads_to_what_took_its_place(client):
    area = make_area(name="婚姻家庭")
    gone = make_article(area=area, state=State.WITHDRAWN)
    other = make_article(area=area, title="抚养费可以要多少？")
    page = html(client, gone.get_absolute_url())
    assert other.get_absolute_url() in page
    assert "婚姻家庭" in page
    assert gone.title not in page


def test_what_is_too_large_is_told_by_where_it_was_sent(client):
    told = {
        "/consult/": errors.TOO_LARGE_TO_ASK,
        "/admin/": errors.TOO_LARGE_IN_OFFICE,
        "/": errors.TEXTS[413][1],
    }
    for address, words in told.items():
        answer = client.generic("POST", address, CONTENT_LENGTH="999999999")
        assert (answer.status_code, words in answer.content.decode()) == (413, True)


def test_in_the_office_the_way_on_is_the_office(admin_client):
    page = html(admin_client, "/admin/nothing/")
    assert '<a href="/admin/">' in page.partition('id="content-main"')[2]
    assert 'id="id_q"' not in page


@pytest.mark.parametrize(("address", "status"), [("auth/group/", 403), ("nothing/", 404)])
def test_who_works_here_stays_in_the_frame_of_the_office(client, address, status):
    assert 'id="site-name"' not in html(client, "/admin/nothing/")
    client.force_login(make_staff())
    answer = client.get(f"/admin/{address}")
    page = answer.content.decode()
    assert answer.status_code == status
    assert 'id="site-name"' in page
    assert "法律问答" not in page
    assert (errors.NOT_IN_OFFICE in page) is (status == 404)


def test_the_site_of_a_lawyer_offers_no_office(client, settings):
    settings.ALLOWED_HOSTS = ["lin.example.cn"]
    make_lawyer(hostname="lin.example.cn")
    answer = client.get("/admin/", headers={"host": "lin.example.cn"})
    assert answer.status_code == 404
    assert "后台" not in answer.content.decode()


def test_an_error_page_has_no_floating_entry(client):
    assert 'class="float"' not in html(client, "/nothing/")


# Without a database


def broken(error):
    def fail(*args, **kwargs):
        raise error("the database is gone")

    return patch("django.db.backends.utils.CursorWrapper.execute", fail)


@pytest.mark.parametrize("status", sorted(errors.TEXTS))
@pytest.mark.parametrize("address", ["/nothing/", "/admin/", "/consult/"])
def test_without_a_database_every_error_keeps_its_number_and_words(status, address):
    with broken(OperationalError):
        answer = errors.page(RequestFactory().get(address), status)
    page = answer.content.decode()
    assert answer.status_code == status
    assert errors.TEXTS[status][0] in page
    assert "/static/css/site" in page
    assert "Traceback" not in page


BAD = {
    "an unknown host": ("GET", "/", {"HTTP_HOST": "evil.example"}, 400),
    "a length that is none": ("POST", "/consult/", {"CONTENT_LENGTH": "x"}, 400),
    "a huge body": ("POST", "/consult/", {"CONTENT_LENGTH": "999999999"}, 413),
    "an odd charset": ("POST", "/consult/", {"CONTENT_TYPE": "a/b; charset=utf-7"}, 415),
    "a delete": ("DELETE", "/contact/", {}, 405),
    "no such page": ("GET", "/nothing/", {}, 503),
    "a page of the office": ("GET", "/admin/login/", {}, 503),
}


@pytest.mark.parametrize(("method", "address", "told", "status"), BAD.values(), ids=BAD)
def test_without_a_database_bad_input_is_still_answered_in_our_design(
    method, address, told, status
):
    client = Client(raise_request_exception=False)
    with broken(OperationalError):
        answer = client.generic(method, address, **told)
    assert answer.status_code == status
    assert 'class="error"' in answer.content.decode()


def test_without_a_database_a_missing_token_is_still_told_in_words():
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    with broken(OperationalError):
        answer = client.post("/admin/login/")
    assert answer.status_code == 403
    assert errors.STALE in answer.content.decode()


def test_a_connection_that_was_closed_is_a_503_too():
    with broken(InterfaceError):
        answer = Client(raise_request_exception=False).get("/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "120")


def test_the_title_of_an_error_page_says_what_went_wrong(client):
    assert f"<title>{errors.TEXTS[404][0]} - " in html(client, "/nothing/")


def test_the_title_of_a_withdrawn_article_says_that_it_is_gone(client):
    gone = make_article(state=State.WITHDRAWN)
    assert f"<title>{GONE} - " in html(client, gone.get_absolute_url())
