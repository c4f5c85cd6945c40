"""Bad days of people: twice, at once, back again, typed oddly, by a clock that is wrong."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult import lifecycle, services
from consult.base import tokens
from consult.models import Consultation, Message
from outbox.models import Notice
from tests.consult.posting import FORM, THREAD, code_of, enter, good_post, shift, token
from tests.factories import make_settings, make_staff, make_superuser
from tests.factories import make_submitted as make_consultation
from tests.threads import aside, together

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
ROOT = Path(__file__).parent.parent


@pytest.fixture
def asked(db):
    make_settings(notify_email="office@example.com")
    return make_consultation()


def page_of(consultation):
    return reverse("admin:consult_consultation_change", args=[consultation.pk])


def reply(user, consultation, text, token):
    office = Client()
    office.force_login(user)
    return office.post(page_of(consultation), {"action": "reply", "text": text, "token": token})


# Twice


def test_the_back_button_and_a_second_post_are_one_consultation_with_one_code(client):
    make_settings(notify_email="office@example.com")
    post = good_post()
    client.post(FORM, post)
    first = code_of(client)
    assert client.post(FORM, post).status_code == 302
    assert code_of(client) == first
    assert (Consultation.objects.count(), Notice.objects.count()) == (1, 1)


def test_a_message_that_is_sent_twice_is_one(client, asked):
    enter(client, asked[1])
    fields = {"action": "message", "text": "再补充一点", "token": token()}
    for _ in range(2):
        assert client.post(THREAD, fields).status_code == 302
    assert Message.objects.count() == 2
    assert Notice.objects.filter(kind="consult_more").count() == 1


# At once


@pytest.fixture
def lawyers(transactional_db):
    return make_superuser(), make_superuser()


@pytest.fixture
def case(transactional_db, lawyers):
    make_settings(notify_email="office@example.com")
    return make_consultation(email="client@example.com")[0]


def test_two_lawyers_who_answer_at_once_both_get_a_page_and_the_client_no_muddle(
    case, lawyers, shared_database
):
    opened = tokens.issue_reply_token(case, timezone.now())
    answers = together(
        *[lambda user=user: reply(user, case, f"答复{user.pk}", opened) for user in lawyers]
    )
    # The later one is shown the earlier answer first, with the own text still in the box.
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    late = next(answer for answer in answers if answer.status_code == 409)
    assert str(services.NewMessagesError()) in late.content.decode()
    assert aside(lambda: Message.objects.filter(sender="lawyer").count()) == 1
    assert aside(lambda: Notice.objects.filter(kind="consult_reply").count()) == 1


def test_a_double_click_of_one_lawyer_is_one_answer_and_one_notice(case, lawyers, shared_database):
    opened = tokens.issue_reply_token(case, timezone.now())
    answers = together(*[lambda: reply(lawyers[0], case, "答复一次", opened)] * 2)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert aside(lambda: Message.objects.filter(sender="lawyer").count()) == 1
    assert aside(lambda: Notice.objects.filter(kind="consult_reply").count()) == 1


# Typed oddly

FULL = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: " ".join(code[at : at + 4] for at in range(0, 16, 4)),
        lambda code: "-".join(code[at : at + 4] for at in range(0, 16, 4)),
        lambda code: "—".join(code[at : at + 4] for at in range(0, 16, 4)),
        lambda code: "－".join(code[at : at + 4] for at in range(0, 16, 4)),
        lambda code: code.translate(FULL),
        lambda code: f"　{code[:8]}\u3000{code[8:]}\n",
        lambda code: f"查询码：{code}。",
        lambda code: f"\u200e{code}\u202c",
    ],
)
def test_a_code_opens_however_it_is_typed(client, asked, typed):
    assert enter(client, typed(asked[1])).status_code == 302


@pytest.mark.parametrize("typed", ["", "查询码", "1" * 15, "1" * 17, "１２３", "\x00", "9" * 5000])
def test_what_is_no_code_is_a_wrong_code_and_no_error(client, asked, typed):
    assert enter(client, typed).status_code == 422


# By a clock that is wrong


def test_an_answer_under_a_clock_that_was_set_back_stands_below_its_question(
    client, asked, monkeypatch
):
    consultation, code = asked
    shift(monkeypatch, hours=-1)
    known = {"consultation": consultation, "user": make_staff()}
    services.reply(**known, text="答复在后", token="t")
    shift(monkeypatch, seconds=31)
    assert enter(client, code).status_code == 302
    page = client.get(THREAD).content.decode()
    assert page.index("公司三个月") < page.index("答复在后")
    assert services.client_message(consultation=consultation, text="谢谢", token="c").sent_at
    assert [one.text for one in consultation.messages.for_client()][-1] == "谢谢"


def test_an_answer_that_was_seen_does_not_vanish_and_is_not_taken_back(client, asked, monkeypatch):
    consultation, code = asked
    lawyer = make_staff()
    message = services.reply(consultation=consultation, user=lawyer, text="看过的答复", token="t")
    shift(monkeypatch, seconds=31)
    enter(client, code)
    assert "看过的答复" in client.get(THREAD).content.decode()
    shift(monkeypatch, hours=-1)
    enter(client, code)
    assert "看过的答复" in client.get(THREAD).content.decode()
    with pytest.raises(services.NotAllowedError):
        services.withdraw_reply(message=message, user=lawyer)


def test_a_form_from_before_the_clock_was_set_back_is_kept_for_a_look(client, monkeypatch):
    post = good_post()
    shift(monkeypatch, hours=-1)
    assert client.post(FORM, post).status_code == 302
    assert Consultation.objects.get().state == "quarantined"


def test_the_day_of_erasure_begins_in_beijing(monkeypatch):
    consultation, _ = make_consultation()
    services.close(consultation=consultation, user=None)
    Consultation.objects.update(purge_on=datetime(2027, 3, 2).date())
    evening = datetime(2027, 3, 1, 15, 59, tzinfo=UTC)  # one minute to midnight in Beijing
    monkeypatch.setattr(timezone, "now", lambda: evening)
    assert not lifecycle.due().exists()
    monkeypatch.setattr(timezone, "now", lambda: evening + timedelta(minutes=1))
    assert lifecycle.due().exists()


def test_the_time_zone_of_the_server_does_not_matter():
    ask = "import time; from django.utils import timezone as t; "
    ask += "print(t.localtime().utcoffset(), time.tzname)"
    env = {**os.environ, "TZ": "America/New_York"}
    command = [sys.executable, "-c", f"import django; django.setup(); {ask}"]
    env["DJANGO_SETTINGS_MODULE"] = "website.settings"
    told = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert told.stdout.strip().splitlines()[-1] == "8:00:00 ('CST', 'CST')"
