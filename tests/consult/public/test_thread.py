"""The thread: the right code opens it for a while, nothing else does and nothing else tells."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consult import services
from consult.base.enums import STATES, Conflict, EventKind, Sender, State
from consult.client import session
from consult.client.session import NextPageMessage
from consult.client.status import DECLINED
from consult.models import Consultation, Message, Throttle
from consult.public.thread import NEWEST
from consult.spam import rate_limit
from firm.site import service_hours
from outbox.models import Notice
from tests.consult.desk_pages import make_answering
from tests.consult.posting import THREAD, enter, shift, token
from tests.factories import (
    make_area,
    make_consultation,
    make_settings,
    make_staff,
    make_statute,
    make_superuser,
)

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
UNKNOWN = "0" * 16
HOUR = timedelta(hours=1)
WRONG = [UNKNOWN, "9999-9999-9999-9999", "1234 5678 9012 3456", "１２３４" * 4]
MALFORMED = {"123": 3, "": 0, "abc": 0, "\x00": 0, "9" * 100: 100, "1234 5678 9012 345": 15}
QUESTION = "第一个人的问题，对方提到《示例条款法》第二条。"
TOLD = 'role="alert" id="code-said"'
MINUTES = f"{session.IDLE_SECONDS // 60}分钟"


@pytest.fixture
def asked():
    make_settings(notify_email="office@example.com")
    return make_consultation(name="王某", question=QUESTION)


@pytest.fixture
def inside(client, asked):
    enter(client, asked[1])
    return asked[0]


def say(client, text="再补充一点情况。", **extra):
    return client.post(THREAD, {"action": "message", "text": text, "token": token(), **extra})


def sees(client):
    return "第一个人的问题" in client.get(THREAD).text


def leave(client):
    return client.post(THREAD, {"action": "leave"})


def plain(response):
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)


def test_the_right_code_leads_to_the_thread_however_it_is_typed(client, asked):
    kept, code = asked
    for typed in (code, f"{code[:4]}-{code[4:]}", f" {code[:8]} {code[8:]}"):
        assert enter(client, typed).status_code == 302
    page = client.get(THREAD)
    assert kept.messages.get().text in page.text
    assert kept.events.last().kind == EventKind.CLIENT_OPENED
    held = Session.objects.get().get_decoded()  # which tells nothing of code or content
    assert set(held) == {"consult_thread"}
    assert set(held["consult_thread"]) == {"id", "seen"}


def test_every_wrong_code_gives_the_same_page_the_same_work_and_no_session(
    asked, django_assert_num_queries
):
    pages = set()
    enter(Client(), UNKNOWN)  # the first try makes the row of the address
    locks = connection.vendor == "postgresql"  # SQLite's transaction holds the whole file
    for code in WRONG:
        with django_assert_num_queries(10 + locks):
            response = enter(Client(), code)
        assert response.status_code == 422
        assert "sessionid" not in response.cookies
        pages.add(plain(response))
    assert len(pages) == 1
    for query in ("", "?code=1", "?action=leave"):
        assert "sessionid" not in Client().get(THREAD + query).cookies
    assert not Session.objects.exists()


def test_a_code_with_the_wrong_number_of_digits_is_told_apart_and_is_no_guess(client, asked):
    for typed, digits in MALFORMED.items():
        with CaptureQueriesContext(connection) as queries:
            page = enter(client, typed)
        assert not any("code_hash" in query["sql"] for query in queries)
        said = page.text.split('id="code-said"')[1].split("</p>")[0]
        assert (page.status_code, "16位" in said) == (422, True)
        assert not digits or f"{digits}位" in said.replace("16位", "")
        assert "1234 5678 9012 345" not in page.text
    assert not Throttle.objects.exists()
    assert enter(client, asked[1]).status_code == 302


def test_a_message_is_stored_once_and_the_office_is_told(client, asked, inside):
    say(client)
    assert say(client).url == THREAD
    assert [m.text for m in inside.messages.all()] == [QUESTION, "再补充一点情况。"]
    assert Notice.objects.filter(kind="consult_more").count() == 1
    page = client.get(THREAD).text
    assert NextPageMessage.SENT.label in page
    assert "您的来信" not in page  # what nobody has answered is not folded
    assert NextPageMessage.SENT.label not in client.get(THREAD).text
    services.reply(consultation=inside, user=make_staff(), text="可以。", token="r")
    inside.messages.update(visible_at=timezone.now())
    assert client.get(THREAD).text.count("您的来信") == 2
    say(client, "后来又有变化。")
    assert client.get(THREAD).text.count("您的来信") == 2
    services.reply(consultation=inside, user=make_staff(), text="也可以。", token="s")
    inside.messages.update(visible_at=timezone.now())
    assert client.get(THREAD).text.count("您的来信") == 3


def test_a_message_that_is_wrong_or_one_too_many_comes_back_as_it_was(client, inside, monkeypatch):
    for text in ("", "短", "字" * 5001, "坏的\ufffd字", "坏的\x00字"):
        response = say(client, text)
        assert response.status_code == 422
        assert response.context["form"]["text"].value() == text
    monkeypatch.setattr(rate_limit, "POSTS", rate_limit.Limit("post", 0, rate_limit.POSTS.period))
    response = say(client)
    assert (response.status_code, "再补充一点情况。" in response.text) == (429, True)
    assert Message.objects.count() == 1


def answered(consultation, user, *texts):
    """Answers that can be withdrawn no longer."""
    for text in texts:
        services.reply(consultation=consultation, user=user, text=text, token=text)
    consultation.messages.filter(sender=Sender.LAWYER).update(visible_at=timezone.now())


def test_answers_are_signed_escaped_and_lead_to_the_law(client, asked):
    kept, code = asked
    law = make_statute(["一", "二"], short_name="示例条款法")
    services.add_note(consultation=kept, user=make_staff(), text="内部的话", token="n")
    text = "<b>好</b>\n请看《示例条款法》第二条。"
    answered(kept, make_answering(), "第一次答复", text)
    assert enter(client, code).url == f"{THREAD}#{NEWEST}"  # to the newest message
    page = client.get(THREAD)
    assert "&lt;b&gt;好&lt;/b&gt;<br>请看" in page.text
    assert "青石律师网" in page.text
    assert STATES[State.ANSWERED].for_client in page.text
    assert "内部的话" not in page.text
    soup = BeautifulSoup(page.content, "html.parser")
    heading = soup.find(id=NEWEST)
    assert "请看" in heading.find_parent("li").get_text()
    assert heading["tabindex"] == "-1"  # so that the focus goes there with it
    (link,) = soup.select(".message a.cite")  # ones own words stand as they were written
    assert link["href"] == f"{law.get_absolute_url()}2/"
    assert link["data-statute-card"] == f"{link['href']}card/"
    assert link.find_parent("li")["class"] == ["message", "message-lawyer"]


@pytest.mark.parametrize("state", [State.NEW, State.ANSWERED, State.CLOSED, State.SPAM])
def test_beside_what_is_added_stands_the_time_that_will_be_promised(client, inside, state):
    make_settings(reply_promise_hours=24)
    received = timezone.now() - timedelta(days=9)
    known = {"state": state, "promised_at": received, "promise_told": True}
    if state == State.CLOSED:
        known |= {"closed_at": timezone.now(), "purge_on": timezone.localdate() + 9 * HOUR * 24}
    Consultation.objects.filter(pk=inside.pk).update(**known)
    page = client.get(THREAD).text
    assert ("承诺的时间不变" in page) is (state == State.NEW)
    told = re.search(r"现在发送，.*?前答复", page)
    say(client)
    inside.refresh_from_db()
    renewed = inside.promised_until != received
    assert renewed is bool(told) is (state in {State.ANSWERED, State.CLOSED})
    if told:
        until = service_hours.to_half_hour(timezone.localtime(inside.promised_until))
        assert f"{until.month}月{until.day}日" in told[0]


def test_what_does_not_open_is_told_and_is_no_500(client, inside):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consult_message SET text = 'enc1:gone:QUJD'")
    response = client.get(THREAD)
    assert response.status_code == 503
    assert 'class="notice notice-wrong" role="alert"' in response.text
    assert '<ol class="thread"' not in response.text


def test_reading_keeps_the_access_and_15_idle_minutes_end_it_with_a_word(
    client, inside, monkeypatch
):
    for _ in range(3):
        shift(monkeypatch, minutes=14)
        assert sees(client)
    shift(monkeypatch, minutes=16)
    response = say(client, "写了很久的补充")
    assert TOLD in response.text
    assert "写了很久的补充</textarea>" in response.text
    assert inside.messages.count() == 1
    assert not Session.objects.exists()


def test_a_page_that_was_left_open_says_once_why_it_closed(client, inside, monkeypatch):
    page = Client().get(f"{THREAD}erase/")  # who never had access is not told of a time
    assert (page.status_code, TOLD in page.text, MINUTES in page.text) == (403, True, False)
    shift(monkeypatch, minutes=16)
    first, again = client.get(THREAD).text, client.get(THREAD).text
    assert all(told in first for told in (TOLD, MINUTES))
    assert not any(told in again for told in (TOLD, MINUTES))


def test_leaving_ends_it_also_for_a_copy_of_the_cookie_and_no_login_of_the_staff(
    client, inside, asked
):
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert sees(thief)
    assert leave(client).url == THREAD
    assert [sees(client), sees(thief)] == [False, False]
    assert not Session.objects.exists()
    client.force_login(make_superuser())
    enter(client, asked[1])
    assert sees(client)
    leave(client)
    assert client.get("/admin/").status_code == 200
    assert not sees(client)


def test_a_second_code_takes_the_place_of_the_first_in_a_new_session(client, inside):
    enter(client, "1")
    assert sees(client)  # a wrong code leaves the open thread alone
    before = client.cookies["sessionid"].value
    enter(client, make_consultation(question="第二个人的问题，很长很长。")[1])
    assert client.cookies["sessionid"].value != before
    assert Session.objects.count() == 1
    assert not sees(client)
    assert "第二个人的问题" in client.get(THREAD).text


def test_a_right_code_opens_however_many_wrong_ones_were_typed_and_the_guessing_is_named(
    asked, monkeypatch
):
    monkeypatch.setattr(rate_limit, "ALL_WRONG", rate_limit.Limit("wrong", 20, HOUR))
    doors = [(rate_limit.ALL_WRONG, "有人试猜。")]
    first, *others = [enter(Client(), UNKNOWN) for _ in range(19)]  # behind one address
    assert {(one.status_code, plain(one)) for one in others} == {(422, plain(first))}
    assert rate_limit.dear(doors) == []
    for number in range(3):
        enter(Client(), UNKNOWN, REMOTE_ADDR=f"198.51.100.{number}")
    assert rate_limit.dear(doors) == ["有人试猜。"]
    assert Throttle.objects.get().count == 20  # above it nobody waits for a row
    assert enter(Client(), asked[1]).status_code == 302
    assert plain(enter(Client(), UNKNOWN)) == plain(first)
    shift(monkeypatch, minutes=61)
    assert rate_limit.dear(doors) == []


@pytest.fixture
def waiting(client):
    make_settings(reply_promise_hours=24)
    kept, code = make_consultation()
    enter(client, code)
    return kept


def shown(client):
    return client.get(THREAD).content.decode()


def answer(consultation, text="可以申请劳动仲裁。", token="t"):
    known = {"consultation": consultation, "user": make_staff(), "token": token}
    return services.reply(**known, text=text)


def test_an_answer_that_can_be_withdrawn_shows_in_nothing_and_a_second_leaves_the_state(
    client, waiting, monkeypatch
):
    assert 'class="seen"' not in shown(client)
    waiting.messages.update(seen_at=timezone.now())
    before = shown(client)
    assert 'class="seen"' in before
    message = answer(waiting)
    assert undated(shown(client)) == undated(before)
    message.refresh_from_db()
    assert message.seen_at is None
    shift(monkeypatch, seconds=31)
    assert STATES[State.ANSWERED].for_client in shown(client)
    seen = type(message).objects.get(pk=message.pk).seen_at
    assert seen is not None  # once it is on the screen
    assert "可以申请劳动仲裁" in shown(client)
    message.refresh_from_db()
    assert message.seen_at == seen
    shift(monkeypatch, seconds=31)
    services.client_message(consultation=waiting, text="再问一句", token="c")
    answer(waiting, text="第二个答复", token="t2")
    assert STATES[State.WAITING_LAWYER].for_client in shown(client)
    shift(monkeypatch, seconds=31)
    assert "第二个答复" in shown(client)


def undated(html):
    """A page without what differs between two visits: tokens, files and times."""
    html = re.sub(r'name="(?:csrfmiddlewaretoken|token)" value="[^"]*"', "", html)
    return re.sub(r"\d+年\d+月\d+日 \d\d:\d\d|datetime=\"[^\"]*\"", "", html)


def test_a_sealed_consultation_looks_like_any_other():
    area, pages = make_area(), set()
    for conflict in (Conflict.CLEAR, Conflict.SEALED):
        browser, (kept, code) = Client(), make_consultation(area=area)
        Consultation.objects.filter(pk=kept.pk).update(conflict=conflict)
        enter(browser, code)
        pages.add(undated(shown(browser)))
    assert len(pages) == 1


def test_a_declined_one_says_so_and_takes_nothing_more(client, waiting):
    declined = {"conflict": Conflict.DECLINED, "conflict_at": timezone.now()}
    Consultation.objects.filter(pk=waiting.pk).update(**declined)
    html = shown(client)
    assert DECLINED in html
    assert 'name="text"' not in html
    response = client.post(THREAD, {"action": "message", "text": "再补充一点。", "token": "x"})
    assert response.status_code == 409
    assert waiting.messages.count() == 1


def test_the_promise_and_the_erasure_are_dated(client, waiting):
    html = shown(client)
    assert f"{timezone.localtime(waiting.promised_at):%H:%M}前" in html
    assert all(words in html for words in ("180天后", "承诺的时间不变"))
    services.close(consultation=waiting, user=make_staff())
    waiting.refresh_from_db()
    day, html = waiting.purge_on, shown(client)
    assert f"{day.year}年{day.month}月{day.day}日" in html
    assert re.search(r"现在发送，\d+月\d+日（周.）\d\d:\d\d前答复", html)
