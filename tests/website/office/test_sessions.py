"""Sessions of the staff: when they end, what puts the end off, and that no typed word is lost."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from firm.admin import lost_post
from tests.factories import make_superuser
from tests.website.login import unread
from tests.website.second_factor import is_in
from website.office.login import sessions
from website.office.login.sessions import IDLE, KEY, LONGEST, NOTED_EVERY, WAS_IDLE, WAS_LONG

pytestmark = pytest.mark.django_db
DESK, LOGIN, TOKEN = "/admin/", "/admin/login/", "/admin/token/"
END = "/admin/session/"
MINUTE = 60
ADD = "/admin/consult/cannedreply/add/"
TYPED = {
    "_save": "保存",
    "title": "劳动仲裁",
    "text": "您好：\n请先申请劳动仲裁，一年之内。",
    "order": "3",
}


@pytest.fixture
def clock(monkeypatch):
    """Moves the time that the sessions are measured by."""
    passed = [0]
    real = time.time
    monkeypatch.setattr(sessions.time, "time", lambda: real() + passed[0])

    def forward(seconds):
        passed[0] += seconds

    return forward


@pytest.fixture
def lin(client):
    user = make_superuser(username="lin")
    client.force_login(user)
    return user


def test_who_goes_on_working_stays_but_no_longer_than_twelve_hours(client, lin, clock):
    with unread():
        for _ in range(12 * 60 // 29):
            clock(29 * MINUTE)
            assert is_in(client)
    told = client.post(END).json()
    assert (told["left"], told["last"]) == (pytest.approx(24 * MINUTE, abs=30), True)
    clock(29 * MINUTE)
    assert not is_in(client)


def test_another_login_begins_the_twelve_hours_again(client, lin, clock):
    for _ in range(3):
        clock(20 * MINUTE)
        assert is_in(client)
    client.force_login(lin)
    stamp = client.session[KEY]
    assert stamp["since"] == stamp["seen"]
    clock(24 * 60 * MINUTE)
    client.force_login(lin)
    clock(-24 * 60 * MINUTE)  # one that a clock which was ahead has noted is over
    assert not is_in(client)


@pytest.mark.parametrize("ended", ["idle", "logout"])
def test_the_row_is_gone_and_the_cookie_is_worth_nothing_but_for_a_new_login(
    client, lin, clock, ended
):
    copied = Client()
    copied.cookies["sessionid"] = client.cookies["sessionid"].value
    if ended == "idle":
        clock(29 * MINUTE)
        assert is_in(client)
        clock(IDLE)
        client.get(DESK)
    else:
        client.post("/admin/logout/")
    assert not Session.objects.filter(pk=copied.cookies["sessionid"].value).exists()
    assert not is_in(copied)
    copied.post(LOGIN, {"username": "lin", "password": "x", "next": DESK})
    assert is_in(copied)


@pytest.mark.parametrize(("steps", "why"), [(1, WAS_IDLE), (36, WAS_LONG)])
def test_the_login_page_says_why_and_leads_back_to_the_page(client, lin, clock, steps, why):
    for _ in range(steps - 1):
        clock(20 * MINUTE)
        client.post(END)
    clock(IDLE if steps == 1 else 20 * MINUTE)
    assert client.get(END, follow=True).status_code == 401  # a script leaves the reason there
    page = "/admin/articles/article/?q=%E7%A6%BB%E5%A9%9A"
    answer = client.get(page, follow=True)
    assert why in answer.text
    assert answer.context["next"] == page
    assert why not in client.get(LOGIN).text
    session = client.session  # one without a login is no concern of this
    session["consult_said"] = "sent"
    session.save()
    clock(LONGEST)
    assert client.session["consult_said"] == "sent"


@pytest.mark.parametrize("every", [20, 5 * MINUTE])
def test_what_a_page_asks_by_itself_keeps_nobody_in(client, lin, clock, every):
    for _ in range(0, IDLE, every):
        clock(every)
        client.get(TOKEN)
    assert not is_in(client)


def test_a_post_that_the_server_was_too_busy_for_keeps_nobody_in(client, lin, clock, monkeypatch):
    def away(*_, **__):
        raise RuntimeError

    monkeypatch.setattr("consult.admin.start_page.context", away)
    client.raise_request_exception = False
    clock(20 * MINUTE)
    assert client.post(DESK).status_code == 500
    clock(20 * MINUTE)
    assert client.get("/admin/password_change/").status_code == 302


def test_the_row_is_written_once_a_minute_at_most(client, lin, clock):
    clock(NOTED_EVERY - 10)
    before = Session.objects.get().session_data
    client.get(DESK)
    assert Session.objects.get().session_data == before
    clock(10)
    client.get(DESK)
    assert Session.objects.get().session_data != before


@pytest.mark.engine
@pytest.mark.parametrize("has_left", [False, True])
def test_what_another_request_wrote_meanwhile_is_not_undone(client, lin, clock, has_left):
    clock(NOTED_EVERY)
    mine = sessions.SessionStore(client.session.session_key)
    assert mine[KEY]
    other = client.session
    other["note"] = "kept"
    client.post("/admin/logout/") if has_left else other.save()
    sessions.note(mine, somebody=True)
    if has_left:
        assert not Session.objects.exists()
        return
    assert client.session["note"] == "kept"
    assert client.session[KEY]["seen"] - client.session[KEY]["since"] >= NOTED_EVERY


def test_a_page_may_ask_how_long_it_has_and_only_a_sign_of_somebody_puts_it_off(client, lin, clock):
    for method in (Client().get, Client().post):
        answer = method(END)
        assert (answer.status_code, answer.json()) == (401, {})
    clock(29 * MINUTE)
    told = client.get(END)
    assert (told.json()["left"], told.json()["last"]) == (pytest.approx(MINUTE, abs=2), False)
    assert "no-store" in told["Cache-Control"]
    assert client.post(END).json()["left"] == pytest.approx(IDLE, abs=2)
    clock(29 * MINUTE)
    assert is_in(client)


def test_every_word_of_a_form_comes_back_and_goes_with_one_retry(client, lin, clock):
    clock(IDLE)
    lost = client.post(ADD, TYPED)
    assert (lost.status_code, lost.context["why"]) == (401, lost_post.LOGGED_OUT)
    assert dict(lost.context["kept"]) == TYPED
    assert [text[:2] for text in lost.context["texts"]] == [("title", "标题"), ("text", "内容")]
    assert WAS_IDLE not in lost.text
    assert WAS_IDLE in client.get(LOGIN).text
    client.force_login(lin)
    assert client.post(ADD, dict(lost.context["kept"])).status_code == 302


def test_passwords_and_buttons_without_a_word_lead_to_the_login(client, lin, clock):
    clock(IDLE)
    answer = client.post("/admin/consult/cannedreply/", {"action": "x", "_selected_action": "1"})
    assert answer.url == "/admin/login/?next=/admin/consult/cannedreply/"
    typed = dict.fromkeys(["old_password", "new_password1", "new_password2"], "雨后的 梧桐树")
    assert client.post("/admin/password_change/", typed).status_code == 302
