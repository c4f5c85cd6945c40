"""Each cookie that any page sets is a line of docs/privacy.md, with its life, place and flags."""

import pytest

from firm.models import PageKind
from firm.site import legal_pages
from firm.site.legal_pages import written
from tests.factories import make_settings
from tests.privacy import told
from tests.privacy.flows import a_client_asks, the_office_works

pytestmark = pytest.mark.django_db


def test_every_cookie_is_told_with_its_life_and_flags_and_no_other(jar):
    make_settings()
    a_client_asks(), the_office_works()
    assert list(jar.faults()) == []
    assert {cookie.name for cookie, _ in jar.set} == set(told.cookies())


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
