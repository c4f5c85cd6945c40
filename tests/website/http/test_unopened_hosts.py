"""The host of a lawyer that is not allowed yet: a page in our design, which leads to the firm."""

from itertools import product

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


def test_a_page_says_that_the_site_is_not_open_yet(client):
    for host, method in product([OWN, "LIN.example.cn", f"{OWN}:8000", f"{OWN}."], ["get", "post"]):
        answer = ask(client, host, "/articles/", method)
        assert (answer.status_code, answer["Retry-After"]) == (503, "86400"), host
        assert "Location" not in answer
        page = BeautifulSoup(answer.content, "html.parser")
        assert page.h1.get_text() == errors.UNOPENED_TITLE.format("林致远律师")
        assert [one["href"] for one in page.find_all("a")] == ["http://127.0.0.1:8000/lawyers/lin/"]
        assert host.encode() not in answer.content


def test_another_host_is_refused_and_not_repeated_nor_a_lawyer_named_who_is_not_shown(client, lin):
    type(lin).objects.update(is_published=False)
    for host in ("evil.example", "<b>.example.cn", "", "lin.example.cn/evil", OWN):
        answer = ask(client, host)
        assert answer.status_code == 400, host
        assert not [word for word in ("evil", "<b>", "林致远") if word in answer.text], host


def test_the_office_is_told_where_the_name_is_typed(lin, settings):
    page = Screen.at(browser(make_superuser()), f"/admin/firm/lawyer/{lin.pk}/change/")
    warning = NOT_OPEN.format(OWN)
    assert warning in page.text
    assert warning in page.press("保存").soup.select_one(".messagelist").get_text()
    settings.ALLOWED_HOSTS = ["*"]
    page = Screen.at(browser(make_superuser()), f"/admin/firm/lawyer/{lin.pk}/change/")
    assert "ALLOWED_HOSTS" not in page.press("保存").text
