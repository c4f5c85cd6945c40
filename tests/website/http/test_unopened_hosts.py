"""The host of a lawyer that is not allowed yet: a page in our design, which leads to the firm."""

import pytest
from bs4 import BeautifulSoup

from firm.admin.lawyers import NOT_OPEN
from tests.factories import make_lawyer, make_settings, make_superuser
from tests.screen import Screen, browser
from website.http import errors

pytestmark = pytest.mark.django_db
OWN, MAIN = "lin.example.cn", "127.0.0.1"


@pytest.fixture(autouse=True)
def lin(settings):
    settings.ALLOWED_HOSTS = [MAIN, "testserver"]
    make_settings()
    return make_lawyer(name="林致远", slug="lin", hostname=OWN)


def ask(client, host, path="/", method="get"):
    return getattr(client, method)(path, headers={"host": host})


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("host", [OWN, "LIN.example.cn", f"{OWN}:8000", f"{OWN}."])
def test_a_page_says_that_the_site_is_not_open_yet(client, method, host):
    answer = ask(client, host, "/articles/", method)
    assert (answer.status_code, answer["Retry-After"]) == (503, "86400")
    assert "Location" not in answer
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.h1.get_text() == errors.UNOPENED_TITLE.format("林致远律师")
    assert [one["href"] for one in page.find_all("a")] == ["http://127.0.0.1:8000/lawyers/lin/"]
    assert host.encode() not in answer.content


@pytest.mark.parametrize("host", ["evil.example", "<b>.example.cn", "", "lin.example.cn/evil"])
def test_another_host_is_refused_as_before_and_not_repeated(client, host):
    answer = ask(client, host)
    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert "<b>" not in answer.text


def test_a_lawyer_who_is_not_shown_is_not_named(client, lin):
    type(lin).objects.update(is_published=False)
    answer = ask(client, OWN)
    assert answer.status_code == 400
    assert "林致远" not in answer.text


def test_a_host_that_is_allowed_costs_no_query_more(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        ask(client, MAIN, "/favicon.ico")


def test_the_office_is_told_where_the_name_is_typed(lin):
    page = Screen.at(browser(make_superuser()), f"/admin/firm/lawyer/{lin.pk}/change/")
    warning = NOT_OPEN.format(OWN)
    assert warning in page.text
    assert warning in page.press("保存").soup.select_one(".messagelist").get_text()


def test_nothing_is_said_of_a_host_that_is_open(lin, settings):
    settings.ALLOWED_HOSTS = ["*"]
    page = Screen.at(browser(make_superuser()), f"/admin/firm/lawyer/{lin.pk}/change/")
    assert "ALLOWED_HOSTS" not in page.press("保存").text
