"""What the thread says of its state: no more than is meant for the client."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from consult import services
from consult.base.enums import STATES, Conflict, State
from consult.client.status import DECLINED
from consult.models import Consultation
from tests.consult.posting import THREAD, enter, shift
from tests.factories import make_area, make_consultation, make_settings, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(client):
    make_settings(reply_promise_hours=24)
    kept, code = make_consultation()
    enter(client, code)
    return kept


def page(client):
    return client.get(THREAD).content.decode()


def answer(consultation, text="可以申请劳动仲裁。", token="t"):
    known = {"consultation": consultation, "user": make_staff(), "token": token}
    return services.reply(**known, text=text)


def test_an_answer_that_can_be_withdrawn_shows_in_nothing(client, asked, monkeypatch):
    assert 'class="seen"' not in page(client)
    asked.messages.update(seen_at=timezone.now())
    before = page(client)
    assert 'class="seen"' in before
    message = answer(asked)
    assert plain(page(client)) == plain(before)
    message.refresh_from_db()
    assert message.seen_at is None
    shift(monkeypatch, seconds=31)
    assert STATES[State.ANSWERED].for_client in page(client)
    assert "可以申请劳动仲裁" in page(client)
    message.refresh_from_db()
    assert message.seen_at is not None  # once it is on the screen


def test_a_second_answer_leaves_the_first_state_until_it_is_seen(client, asked, monkeypatch):
    answer(asked)
    shift(monkeypatch, seconds=31)
    services.client_message(consultation=asked, text="再问一句", token="c")
    answer(asked, text="第二个答复", token="t2")
    assert STATES[State.WAITING_LAWYER].for_client in page(client)
    shift(monkeypatch, seconds=31)
    assert "第二个答复" in page(client)


def plain(html):
    """A page without what differs between two visits: tokens, files and times."""
    html = re.sub(r'name="(?:csrfmiddlewaretoken|token)" value="[^"]*"', "", html)
    return re.sub(r"\d+年\d+月\d+日 \d\d:\d\d|datetime=\"[^\"]*\"", "", html)


def test_a_sealed_consultation_looks_like_any_other():
    area, pages = make_area(), set()
    for conflict in (Conflict.CLEAR, Conflict.SEALED):
        browser, (kept, code) = Client(), make_consultation(area=area)
        Consultation.objects.filter(pk=kept.pk).update(conflict=conflict)
        enter(browser, code)
        pages.add(plain(page(browser)))
    assert len(pages) == 1


def test_a_declined_one_says_so_and_takes_nothing_more(client, asked):
    declined = {"conflict": Conflict.DECLINED, "conflict_at": timezone.now()}
    Consultation.objects.filter(pk=asked.pk).update(**declined)
    html = page(client)
    assert DECLINED in html
    assert 'name="text"' not in html
    response = client.post(THREAD, {"action": "message", "text": "再补充一点。", "token": "x"})
    assert response.status_code == 409
    assert asked.messages.count() == 1


def test_the_promise_and_the_erasure_are_dated(client, asked, monkeypatch):
    html = page(client)
    assert f"{timezone.localtime(asked.promised_at):%H:%M}前" in html
    assert "180天后" in html
    assert "承诺的时间不变" in html
    services.close(consultation=asked, user=make_staff())
    asked.refresh_from_db()
    day = asked.purge_on
    html = page(client)
    assert f"{day.year}年{day.month}月{day.day}日" in html
    assert re.search(r"现在发送，\d+月\d+日（周.）\d\d:\d\d前答复", html)
