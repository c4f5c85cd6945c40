"""Each cookie that any page sets is a line of docs/privacy.md, with its life, place and flags."""

import pytest

from firm.models import PageKind
from firm.site import legal_pages
from firm.site.legal_pages import written
from tests.factories import make_settings
from tests.privacy import told
from tests.privacy.browser import NO_LINE, OPEN, Browser
from tests.privacy.flows import a_client_asks, the_office_works

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("flow", "names"),
    [
        (a_client_asks, {"csrftoken", "sessionid", "receipt", "type"}),
        (the_office_works, {"csrftoken", "sessionid"}),
    ],
)
def test_every_cookie_is_told_with_its_life_and_flags(jar, flow, names):
    make_settings()
    flow()
    assert names <= {cookie.name for cookie, _ in jar.set}  # the flow really happened
    assert list(jar.faults()) == []


def test_a_longer_life_another_place_and_a_new_cookie_are_noticed(jar):
    answer = Browser().get("/healthz")
    answer.set_cookie("csrftoken", "1", max_age=60, httponly=True, samesite="Lax", secure=True)
    answer.set_cookie("new", "1", secure=True)
    answer.set_cookie("type", "1", max_age=365 * 24 * 3600, httponly=True, samesite="Lax")
    jar.note("/planted", answer.cookies)
    found = list(jar.faults())
    assert found[1:] == [NO_LINE.format("/planted", "new"), OPEN.format("/planted", "type")]
    assert "csrftoken" in found[0]


def test_no_line_of_the_table_tells_of_a_cookie_that_nobody_sets(jar):
    make_settings()
    a_client_asks(), the_office_works()
    assert set(told.cookies()) == {cookie.name for cookie, _ in jar.set}


def test_the_notice_names_every_cookie_that_a_visitor_gets_with_its_life():
    make_settings()
    notice = written(PageKind.PRIVACY)
    lives = {told.quoted(row["名称"]): row["浏览器保存到"] for row in told.rows("Cookie一览")
             if row["谁会有"] == "访客"}  # fmt: skip
    assert set(legal_pages.COOKIES) == set(lives)
    for name, life in lives.items():
        words = notice.split(f"<code>{name}</code>", 1)[1].split("</li>")[0]
        assert life in words
        assert life in legal_pages.COOKIES[name]
