"""How long a browser may see a thread."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from consult.client import session
from tests.consult.posting import THREAD, enter, shift, token
from tests.factories import make_consultation, make_superuser

pytestmark = pytest.mark.django_db
TOLD = 'role="alert" id="code-said"'
MINUTES = f"{session.IDLE_SECONDS // 60}分钟"


@pytest.fixture
def inside(client):
    kept, code = make_consultation(question="第一个人的问题，很长很长。")
    enter(client, code)
    return kept


def sees(client):
    return "第一个人的问题" in client.get(THREAD).content.decode()


def leave(client):
    return client.post(THREAD, {"action": "leave"})


def test_reading_keeps_the_access_for_15_minutes(client, inside, monkeypatch):
    for _ in range(3):
        shift(monkeypatch, minutes=14)
        assert sees(client)


def test_15_idle_minutes_end_it(client, inside, monkeypatch):
    shift(monkeypatch, minutes=16)
    assert not sees(client)
    assert not Session.objects.exists()


def test_a_text_written_for_too_long_is_not_lost(client, inside, monkeypatch):
    shift(monkeypatch, minutes=16)
    typed = {"action": "message", "text": "写了很久的补充", "token": token()}
    response = client.post(THREAD, typed)
    assert TOLD in response.content.decode()
    assert "写了很久的补充</textarea>" in response.content.decode()
    assert inside.messages.count() == 1


def test_a_kept_text_is_in_the_box_after_the_code(client, monkeypatch):
    _, code = make_consultation()
    response = client.post(THREAD, {"action": "code", "code": code, "text": "写了很久的补充"})
    assert response.status_code == 200
    assert "写了很久的补充</textarea>" in response.content.decode()


def test_a_kept_text_survives_a_wrong_code(client):
    response = client.post(THREAD, {"action": "code", "code": "1", "text": "写了很久的补充"})
    assert "写了很久的补充</textarea>" in response.content.decode()


def test_leaving_ends_it(client, inside):
    assert leave(client).url == THREAD
    assert not sees(client)


def test_leaving_ends_it_also_for_a_copy_of_the_cookie(client, inside):
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert sees(thief)
    leave(client)
    assert not sees(thief)
    assert not Session.objects.exists()


def test_the_session_is_a_new_one_for_each_code(client, inside):
    before = client.cookies["sessionid"].value
    enter(client, make_consultation()[1])
    assert client.cookies["sessionid"].value != before
    assert Session.objects.count() == 1


def test_a_second_code_takes_the_place_of_the_first(client, inside):
    enter(client, make_consultation(question="第二个人的问题，很长很长。")[1])
    assert not sees(client)
    assert "第二个人的问题" in client.get(THREAD).content.decode()


def test_a_wrong_code_leaves_the_open_thread_alone(client, inside):
    enter(client, "1")
    assert sees(client)


def test_an_erased_consultation_is_gone(client, inside):
    inside.delete()
    response = client.get(THREAD)
    assert (response.status_code, sees(client)) == (200, False)


def test_a_login_of_the_staff_is_not_disturbed(client):
    client.force_login(make_superuser())
    enter(client, make_consultation(question="第一个人的问题，很长很长。")[1])
    assert sees(client)
    leave(client)
    assert client.get("/admin/").status_code == 200
    assert not sees(client)


def test_what_a_session_holds_tells_nothing_of_code_or_content(client, inside):
    held = Session.objects.get().get_decoded()
    assert set(held) == {"consult_thread"}
    assert set(held["consult_thread"]) == {"id", "seen"}


def test_a_page_that_was_left_open_says_why_it_closed(client, inside, monkeypatch):
    shift(monkeypatch, minutes=16)
    first, again = client.get(THREAD).text, client.get(THREAD).text
    assert all(told in first for told in (TOLD, MINUTES))
    assert not any(told in again for told in (TOLD, MINUTES))


def test_who_never_had_access_is_not_told_of_a_time(client):
    page = client.get(f"{THREAD}erase/")
    assert page.status_code == 403
    assert TOLD in page.text
    assert MINUTES not in page.text
