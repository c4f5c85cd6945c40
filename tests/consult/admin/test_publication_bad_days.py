"""整理成文章 on a bad day: two people, two clicks, a session that ends, odd posts."""

import re

import pytest
from django.test import Client

from articles.models import Article
from consult.admin import desk
from consult.admin.publication import NO_ACT
from consult.base.enums import EventKind
from consult.models import Consultation
from consult.services.publication import CHANGED, GONE
from firm.admin.lost_post import LOGGED_OUT
from tests.consult.desk_pages import VIEW
from tests.consult.publication_page import (
    TICKS,
    address,
    filled,
    one,
    press,
    signed_in,
    written,
)
from tests.consult.publishing import agree, make_answered
from tests.factories import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin(client):
    return signed_in(client)


@pytest.fixture
def case(lin):
    return make_answered(lin)[0]


def test_two_people_at_once_are_told_and_lose_nothing(client, case):
    page = written(client, case)
    mine = filled(page, answer="我写的答复", **TICKS)
    other = filled(page, answer="同事写的答复")
    press(client, case, "save", **other)
    again = press(client, case, "save", **mine)
    assert (again.status_code, CHANGED in again.text) == (409, True)
    assert "我写的答复" in again.text
    assert one().answer == "同事写的答复"
    press(client, case, "save", **{**mine, "version": again.context["form"]["version"].value()})
    assert one().answer == "我写的答复"


def test_pressed_twice_it_is_one(client, case, lin):
    page = written(client, case)
    sent = filled(page, title="能签吗，签了怎么办？", **TICKS)
    press(client, case, "ask", **sent)
    assert case.events.filter(kind=EventKind.ARTICLE_ASKED).count() == 1
    assert press(client, case, "ask", **sent).status_code == 409
    assert case.events.filter(kind=EventKind.ARTICLE_ASKED).count() == 1
    agree(case)
    assert press(client, case, "make").url == press(client, case, "make").url
    assert Article.objects.count() == 1


def test_a_session_that_has_ended_gives_the_texts_back(client, case):
    page = written(client, case)
    lost = Client().post(address(case), {"action": "save", **filled(page, answer="写了很久的答复")})
    assert lost.status_code == 401
    assert LOGGED_OUT in lost.text
    assert "写了很久的答复" in lost.text


def test_handed_on_meanwhile_the_text_comes_back(client, case, lin):
    page = written(client, case)
    sent = {"action": "save", **filled(page, answer="写了很久的答复")}
    Consultation.objects.update(assignee=make_staff(VIEW))
    lin.user_permissions.remove(*lin.user_permissions.filter(codename="see_all_consultations"))
    lost = client.post(address(case), sent)
    assert (lost.status_code, desk.HANDED_ON in lost.text) == (404, True)
    assert "写了很久的答复" in lost.text


def test_given_up_in_another_window_the_text_comes_back(client, case):
    page = written(client, case)
    press(client, case, "drop")
    lost = press(client, case, "save", **filled(page, answer="写了很久的答复"))
    assert (lost.status_code, GONE in lost.text) == (409, True)
    assert "写了很久的答复" in lost.text


@pytest.mark.parametrize("posted", [{}, {"action": "odd"}, {"action": "save"},
                                    {"action": "keep", "version": "x" * 30},
                                    {"action": "again", "version": "9" * 5000},
                                    {"action": "write", "version": "1\x00"}])  # fmt: skip
def test_odd_posts_are_refused_in_chinese(client, case, posted):
    written(client, case)
    page = client.post(address(case), posted)
    assert page.status_code in {400, 409, 422}
    assert re.search("请|不", page.text)
    assert NO_ACT in page.text or posted.get("action") in {"save", "keep", "again", "write"}


@pytest.mark.parametrize("version", ["9" * 5000, "-1", "x", "\x00", ""])
def test_an_odd_version_is_an_older_page(client, case, version):
    written(client, case)
    assert press(client, case, "again", version=version).status_code == 409
