"""忘记密码: one answer for every address, one use of a link, no way past the second factor."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test import Client

from consult.models import Throttle
from consult.spam.rate_limit import Limit
from outbox import services as outbox
from outbox.models import Notice
from tests.consult.posting import solved
from tests.factories import make_member, make_settings
from tests.website.office.people.conftest import CONSOLE
from tests.website.second_factor import LOGIN, NEW_PASSWORD, clock, is_in
from website.office import accounts, forgotten
from website.office.login import backend as ceilings
from website.office.second_factor import devices

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
ASK, SET = "/admin/forgotten/", "/admin/new-password/"


@pytest.fixture
def lin():
    make_settings()
    return make_member("律师", username="lin", email="Lin@example.com")


def code_of_mail():
    outbox.deliver_due()
    return re.search(r"/admin/new-password/#(\w+)", mail.outbox[-1].body)[1]


def asked(client, email="lin@example.com", **more):
    return client.post(ASK, {"email": email, **more}, follow=True)


def set_by(client, code, password=NEW_PASSWORD):
    typed = {"code": code, "new_password1": password, "new_password2": password}
    return client.post(SET, typed, follow=True)


def test_the_link_sets_one_good_password_ends_sessions_and_waits_and_the_login_follows(client, lin):
    assert f'href="{ASK}"' in client.get(LOGIN).text
    thief, stranger = Client(), Client()
    thief.force_login(lin)
    for _ in range(11):
        stranger.post(LOGIN, {"username": "lin", "password": "wrong"})
    asked(client)
    code = code_of_mail()
    assert set_by(client, code, "lin12345").status_code == 422
    assert forgotten.RENEWED in set_by(client, code).text
    assert [is_in(one) for one in (client, thief)] == [False, False]
    assert not ceilings.wait_of(lin)
    told = Notice.objects.get(kind=accounts.KIND)
    assert (told.recipient, forgotten.SET_BY_LINK in told.payload["body"]) == (lin.email, True)
    client.post(LOGIN, {"username": "lin", "password": NEW_PASSWORD})
    assert is_in(client)
    assert forgotten.GONE in set_by(Client(), code, "andere-Bete-8-Gurken").text
    assert User.objects.get(username="lin").check_password(NEW_PASSWORD)


def test_known_and_unknown_are_answered_and_cost_the_same(client, lin, django_assert_num_queries):
    answers = []
    asked(Client(), "first@example.com")  # what a process learns once is no part of the answer
    for email in ("somebody@example.com", "lin@example.com", "nobody@example.com"):
        Throttle.objects.all().delete()
        locks = 1 if connection.vendor == "postgresql" else 0  # SQLite holds the whole file
        with django_assert_num_queries(14 + locks):
            page = asked(Client(), email)
        token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|nonce-[\w-]+')
        answers.append((page.status_code, token.sub("", page.text)))
    assert answers[0] == answers[1] == answers[2]
    assert forgotten.SENT in answers[0][1]


def test_what_a_stranger_typed_is_kept_nowhere_and_who_never_opened_the_account_gets_no_letter(
    client, lin
):
    asked(client, "nobody@example.com")
    notice = Notice.objects.get()
    assert "nobody" not in f"{notice.recipient}{notice.payload}{notice.dedupe_key}"
    outbox.deliver_due()
    assert Notice.objects.get().why == forgotten.NOBODY
    lin.set_unusable_password()
    lin.save()
    asked(client)
    outbox.deliver_due()
    assert not mail.outbox
    assert forgotten.GONE in set_by(client, forgotten.code_of(lin)).text


def test_a_link_is_good_for_an_hour_and_nothing_once_the_account_is_another(
    client, lin, monkeypatch
):
    asked(client)
    code = code_of_mail()
    for change in ({"email": "new@example.com"}, {"is_active": False}):
        User.objects.update(**change)
        assert forgotten.GONE in set_by(client, code).text, change
        User.objects.update(email=lin.email, is_active=True)
    now = forgotten.tokens._now()
    monkeypatch.setattr(forgotten.tokens, "_now", lambda: now + timedelta(hours=1, seconds=2))
    assert site_settings.PASSWORD_RESET_TIMEOUT == 60 * 60
    assert forgotten.GONE in set_by(client, code).text


def test_what_is_no_code_of_the_account_opens_nothing(client, lin):
    other, good = make_member("咨询主管", username="zhou"), forgotten.code_of(lin)
    foreign = forgotten.code_of(other)[: -forgotten.HASH] + good[-forgotten.HASH :]
    assert forgotten.GONE in set_by(client, foreign).text
    for code in ("", "x", "zz" * 30, "1" + "0" * 38, "\x00", "密码" * 20):
        assert set_by(client, code).status_code == 422, code
    assert User.objects.get(username="lin").check_password("x")


def test_the_second_factor_is_asked_as_ever(client, lin, settings):
    settings.OTP_REQUIRED = True
    set_by(client, forgotten.code_of(lin))
    answer = client.post(LOGIN, {"username": "lin", "password": NEW_PASSWORD}, follow=True)
    assert "请先开通两步验证" in answer.text
    assert not is_in(client)
    settings.OTP_REQUIRED = False
    device, _ = devices.enrol(lin)
    lin.refresh_from_db()
    set_by(client, forgotten.code_of(lin))
    typed = {"username": "lin", "password": NEW_PASSWORD}
    client.post(LOGIN, typed)
    assert not is_in(client)
    client.post(LOGIN, {**typed, "otp_token": clock(device)})
    assert is_in(client)


def test_two_accounts_of_one_mailbox_have_a_line_each_in_one_letter_also_of_a_double_click(
    client, lin, monkeypatch
):
    monkeypatch.setattr(forgotten.time, "time", lambda: 0.0)
    make_member("编辑", username="lin2", email="lin@example.com")
    asked(client), asked(client)
    assert Notice.objects.count() == 1
    outbox.deliver_due()
    assert {"用户名：lin", "用户名：lin2"} <= set(mail.outbox[0].body.splitlines())


def test_whoever_asks_for_a_mailbox_its_holder_has_a_letter_of_the_last_minutes(
    client, lin, monkeypatch
):
    for minute in range(0, 61, 5):
        monkeypatch.setattr(forgotten.time, "time", lambda minute=minute: minute * 60.0)
        for _ in range(3):
            address = f"198.51.100.{minute}"
            assert client.post(ASK, {"email": lin.email}, REMOTE_ADDR=address).status_code == 302
        assert Notice.objects.count() == 1 + minute // 20


def test_above_what_is_free_work_is_asked_for_and_nobody_is_refused(client, lin, monkeypatch):
    monkeypatch.setattr(forgotten, "ALL", Limit(forgotten.KIND, 3, ceilings.HOUR))
    monkeypatch.setattr(forgotten, "ADDRESS", Limit(forgotten.KIND, 2, ceilings.HOUR))
    flood = [
        client.post(ASK, {"email": f"n{n}@example.com"}, REMOTE_ADDR=f"198.51.100.{n // 3}")
        for n in range(9)
    ]
    assert [one.status_code for one in flood] == [302, 302, 429, 302, 429, 429, 429, 429, 429]
    assert forgotten.OFTEN in flood[-1].text
    work = solved()
    assert forgotten.SENT in asked(client, proof=work).text
    assert set_by(client, code_of_mail()).redirect_chain
    for proof in (work, "x", ""):  # used up, or none
        assert asked(client, proof=proof).status_code == 429


def test_the_pages_are_kept_nowhere_and_without_mail_say_who_helps(client, lin, settings):
    for address in (ASK, SET):
        page = client.get(address)
        assert "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "no-referrer, same-origin"
    settings.EMAIL_BACKEND = CONSOLE
    assert "本站没有设置发送邮件" in client.get(ASK).text
    assert client.post(ASK, {"email": lin.email}).status_code == 200
    assert not Notice.objects.exists()
