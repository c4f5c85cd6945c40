"""A reply goes to whom it was written for, after all was seen, and can be taken back in time."""

import pytest
from django.utils import timezone

from consult import services
from consult.admin.replying import FOREIGN
from consult.base.enums import EventKind, Sender, State
from consult.models import Consultation, Draft, Event, Message
from consult.services.replies import TOO_LATE
from tests.consult.desk_pages import (
    CHANGE,
    SEND,
    VIEW,
    act,
    make_answering,
    make_assistant,
    page_of,
)
from tests.consult.posting import reply_token, shift, token
from tests.factories import make_consultation, make_lawyer, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
ANSWER = "可以申请劳动仲裁。"


@pytest.fixture
def asked():
    return make_consultation()[0]


@pytest.fixture
def lawyer(client):
    user = make_answering()
    client.force_login(user)
    return user


def answers():
    return Message.objects.filter(sender=Sender.LAWYER)


def test_a_reply_written_for_another_client_is_refused_and_its_text_kept(client, asked, lawyer):
    other = make_consultation()[0]
    response = act(client, asked, "reply", text=ANSWER, token=reply_token(other))
    html = response.content.decode()
    assert response.status_code == 409
    assert FOREIGN in html
    assert html.count(ANSWER) == 1  # to copy, and not in the box where a second click would send it
    assert not response.context["reply_form"]["text"].value()
    assert not answers().exists()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("action", ["draft", "take_over", "canned"])
def test_no_other_button_takes_a_text_for_another_client_either(client, asked, lawyer, action):
    foreign = reply_token(make_consultation()[0])
    services.save_draft(consultation=asked, user=make_assistant(), text="要点")
    fields = {"draft": Draft.objects.get().pk, "canned": "1"}
    act(client, asked, action, text=ANSWER, token=foreign, **fields)
    assert not Draft.objects.filter(author=lawyer).exists()


@pytest.mark.parametrize("forged", ["", "x", token(), "☃"])
def test_without_its_token_a_reply_is_asked_for_once_more(client, asked, lawyer, forged):
    response = act(client, asked, "reply", text=ANSWER, token=forged)
    assert response.status_code == 409
    assert ANSWER in response.content.decode()
    assert not answers().exists()


def send_again(client, consultation, response, text=ANSWER):
    """Press the button of the page that came back."""
    again = response.context["reply_form"]["token"].value()
    return act(client, consultation, "reply", text=text, token=again)


def test_what_the_client_wrote_meanwhile_is_shown_before_the_answer_goes(client, asked, lawyer):
    opened = reply_token(asked)
    services.client_message(consultation=asked, text="对方刚刚还钱了", token="c")
    response = act(client, asked, "reply", text=ANSWER, token=opened)
    html = response.content.decode()
    assert response.status_code == 409
    assert '<div class="desk-look">' in html
    assert [one.text for one in response.context["new_messages"]] == ["对方刚刚还钱了"]
    assert Draft.objects.get().text == ANSWER
    assert not answers().exists()
    assert send_again(client, asked, response).status_code == 302
    assert answers().get().text == ANSWER


def test_what_a_colleague_answered_meanwhile_is_shown_too(client, asked, lawyer):
    opened = reply_token(asked)
    services.reply(consultation=asked, user=make_answering(), text="我先答了", token="t")
    response = act(client, asked, "reply", text=ANSWER, token=opened)
    assert [one.text for one in response.context["new_messages"]] == ["我先答了"]


def test_ones_own_last_reply_is_no_news(client, asked, lawyer):
    opened = reply_token(asked)
    act(client, asked, "reply", text=ANSWER, token=opened)
    assert act(client, asked, "reply", text="还有一点。", token=opened).status_code == 302
    assert answers().count() == 2


def take_back(client, consultation):
    return act(client, consultation, "withdraw", message=answers().get().pk)


def test_a_reply_is_taken_back_and_its_text_is_in_the_box_again(client, asked, lawyer):
    act(client, asked, "reply", text=ANSWER)
    html = client.get(page_of(asked)).content.decode()
    assert "撤回" in html
    assert timezone.localtime(answers().get().visible_at).strftime("%H:%M:%S") in html
    assert take_back(client, asked).url == f"{page_of(asked)}#reply"
    assert Consultation.objects.get().state == State.NEW
    assert not answers().exists()
    assert client.get(page_of(asked)).context["reply_form"]["text"].value() == ANSWER
    assert Event.objects.filter(kind=EventKind.REPLY_WITHDRAWN, actor=lawyer).count() == 1


def test_what_was_begun_since_follows_below_the_text_taken_back(client, asked, lawyer):
    act(client, asked, "reply", text=ANSWER)
    services.save_draft(consultation=asked, user=lawyer, text="另外，")
    take_back(client, asked)
    assert Draft.objects.get().text == f"{ANSWER}\n\n另外，"


def test_after_thirty_seconds_it_stands(client, asked, lawyer, monkeypatch):
    act(client, asked, "reply", text=ANSWER)
    shift(monkeypatch, seconds=31)
    assert 'value="withdraw"' not in client.get(page_of(asked)).content.decode()
    response = take_back(client, asked)
    assert response.status_code == 409
    assert TOO_LATE in response.content.decode()
    assert answers().count() == 1


def test_a_colleagues_reply_is_not_ones_own_to_take_back(client, asked, lawyer):
    services.reply(consultation=asked, user=make_answering(), text=ANSWER, token="t")
    assert 'value="withdraw"' not in client.get(page_of(asked)).content.decode()
    assert take_back(client, asked).status_code == 409
    assert answers().count() == 1


@pytest.mark.parametrize("message", ["", "x", "\x00", "00000000-0000-0000-0000-000000000000"])
def test_taking_back_nothing_is_told(client, asked, lawyer, message):
    assert act(client, asked, "withdraw", message=message).status_code == 409


def test_a_reply_is_taken_back_although_the_client_wrote_in_that_minute(client, asked, lawyer):
    act(client, asked, "reply", text=ANSWER)
    services.client_message(consultation=asked, text="对方刚刚还钱了", token="c")
    assert take_back(client, asked).status_code == 302
    assert Consultation.objects.get().state == State.WAITING_LAWYER


def test_the_page_says_what_the_client_has_seen(client, asked, lawyer, monkeypatch):
    act(client, asked, "reply", text=ANSWER)
    assert "看不到" in client.get(page_of(asked)).content.decode()
    shift(monkeypatch, minutes=1)
    assert "咨询人未查看" in client.get(page_of(asked)).content.decode()
    services.record(asked, EventKind.CLIENT_OPENED)
    answers().update(seen_at=timezone.now())
    assert "已查看" in client.get(page_of(asked)).content.decode()


def test_who_answers_what_nobody_is_in_charge_of_is_in_charge_of_it(client, asked, lawyer):
    act(client, asked, "reply", text=ANSWER)
    asked.refresh_from_db()
    assert asked.assignee == lawyer
    assert Event.objects.filter(kind=EventKind.ASSIGNED, actor=lawyer).count() == 1


def test_an_answer_leaves_the_one_in_charge_where_they_are(client, asked, lawyer):
    other = make_answering("沈若宁")
    services.assign(consultation=asked, user=lawyer, to=other)
    act(client, asked, "reply", text=ANSWER)
    asked.refresh_from_db()
    assert asked.assignee == other


def test_a_text_for_one_that_was_handed_on_meanwhile_comes_back(client, asked):
    late = make_staff(VIEW, CHANGE, SEND)
    make_lawyer(user=late)  # without areas: whatever nobody is in charge of is open
    client.force_login(late)
    assert client.get(page_of(asked)).status_code == 200
    services.assign(consultation=asked, user=None, to=make_answering())
    response = act(client, asked, "reply", text=ANSWER)
    assert response.status_code == 404
    assert ANSWER in response.content.decode()
    assert not answers().exists()
