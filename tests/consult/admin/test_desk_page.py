"""One consultation on the desk: who sees it, what each button does, what is recorded."""

import uuid

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from consult import services
from consult.admin.page import NO_ACT
from consult.base.enums import EventKind, State
from consult.base.policy import cannot_become
from consult.models import Consultation, Event, Message, Note
from tests.consult.desk_pages import ALL, VIEW, act, make_answering, page_of
from tests.factories import make_consultation, make_staff, make_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return make_consultation(name="王小明", question="第一行\n第二行，很长的一行。")[0]


@pytest.fixture
def lawyer(client):
    user = make_answering()
    client.force_login(user)
    return user


def test_it_shows_facts_thread_notes_and_events(client, asked, lawyer):
    services.add_note(consultation=asked, user=lawyer, text="内部的话", token="n")
    html = client.get(page_of(asked)).content.decode()
    for shown in (
        "王小明",
        "第一行<br>第二行",
        "内部的话",
        EventKind.RECEIVED.label,
        EventKind.OPENED.label,
        asked.reference,
    ):
        assert shown in html


def test_each_look_is_recorded_with_its_reader(client, asked, lawyer):
    client.get(page_of(asked)), client.get(page_of(asked))
    opened = Event.objects.filter(kind=EventKind.OPENED)
    assert [event.actor for event in opened] == [lawyer, lawyer]


def test_no_copy_of_the_page_is_kept(client, asked, lawyer):
    assert "no-store, private" in client.get(page_of(asked))["Cache-Control"]


def test_an_anonymous_visitor_is_sent_to_the_login(client, asked):
    assert "/admin/login/" in client.get(page_of(asked)).url
    assert "/admin/login/" in act(client, asked, "close").url
    assert Event.objects.count() == 1


@pytest.mark.parametrize("pk", ["known", "unknown"])
def test_staff_without_the_permission_learn_not_even_whether_it_exists(client, asked, pk):
    client.force_login(make_staff())
    other = Consultation(pk=uuid.uuid4())
    address = page_of(asked if pk == "known" else other)
    assert client.get(address).status_code == client.post(address).status_code == 403
    assert Event.objects.count() == 1


def test_who_may_only_look_has_no_buttons(client, asked):
    client.force_login(make_staff(VIEW, ALL))
    html = client.get(page_of(asked)).content.decode()
    assert "王小明" in html
    assert 'name="action"' not in html


@pytest.mark.parametrize("action", ["reply", "note", "close", "reopen", "release", ""])
def test_who_may_only_look_cannot_act(client, asked, action):
    client.force_login(make_staff(VIEW, ALL))
    assert act(client, asked, action, text="答复", note="备注").status_code == 403
    assert (Message.objects.count(), Note.objects.count(), Event.objects.count()) == (1, 0, 1)


def test_a_reply_is_sent_and_said(client, asked, lawyer):
    response = act(client, asked, "reply", text="可以申请仲裁。")
    assert response.url == page_of(asked)
    assert 'value="withdraw"' in client.get(page_of(asked)).content.decode()
    assert Consultation.objects.get().state == State.ANSWERED


def test_a_double_click_on_reply_is_one_message(client, asked, lawyer):
    for _ in range(2):
        assert act(client, asked, "reply", text="可以申请仲裁。").status_code == 302
    assert Message.objects.filter(sender="lawyer").count() == 1


@pytest.mark.parametrize(("action", "field"), [("reply", "text"), ("note", "note")])
@pytest.mark.parametrize("text", ["", " ", "坏\x00的", "坏\ufffd的", "字" * 20_001])
def test_a_wrong_text_comes_back_as_it_was(client, asked, lawyer, action, field, text):
    response = act(client, asked, action, **{field: text})
    assert response.status_code == 422
    assert response.context[f"{action}_form"].errors
    assert response.context[f"{action}_form"][field].value() == text
    assert (Message.objects.count(), Note.objects.count()) == (1, 0)


def test_a_note_is_kept(client, asked, lawyer):
    assert act(client, asked, "note", note="内部的话").status_code == 302
    assert Note.objects.get().author == lawyer


def test_closing_and_reopening(client, asked, lawyer):
    act(client, asked, "close")
    assert Consultation.objects.get().state == State.CLOSED
    assert 'value="reopen"' in client.get(page_of(asked)).content.decode()
    act(client, asked, "reopen")
    assert Consultation.objects.get().state == State.WAITING_LAWYER


def test_a_suspect_one_is_released_and_not_answered_before(client, lawyer):
    kept = make_consultation(doubts="提交过快")[0]
    html = client.get(page_of(kept)).content.decode()
    assert "提交过快" in html
    assert 'value="reply"' not in html
    act(client, kept, "release")
    assert Consultation.objects.get().state == State.NEW


def test_a_move_that_the_state_refuses_is_told(client, asked, lawyer):
    response = act(client, asked, "release")
    assert response.status_code == 409
    assert cannot_become(State.NEW)(asked) in response.content.decode()


@pytest.mark.parametrize("action", ["delete", "", "Reply", "\x00"])
def test_an_unknown_action_does_nothing_and_says_so(client, asked, lawyer, action):
    response = act(client, asked, action, text="答复")
    assert response.status_code == 400
    assert NO_ACT in response.content.decode()
    assert Message.objects.count() == 1


@pytest.mark.parametrize("pk", ["x", "1", uuid.uuid4(), "字", "0" * 500, "a/b"])
def test_a_bad_address_is_a_404_that_says_what_may_be_the_reason(client, lawyer, pk):
    response = client.get(f"/admin/consult/consultation/{pk}/change/")
    assert response.status_code == 404
    used = [template.name for template in response.templates]
    assert "admin/consult/consultation/not_yours.html" in used


def test_the_history_is_on_the_page(client, asked, lawyer):
    address = reverse("admin:consult_consultation_history", args=[asked.pk])
    assert client.get(address).url == page_of(asked)


def test_without_the_key_a_sentence_stands_in_place_of_the_content(client, asked, lawyer, settings):
    settings.CONSULT_KEYS = {"other": bytes(range(32))}
    response = client.get(page_of(asked))
    assert response.status_code == 200
    assert '<p class="errornote">' in response.content.decode()
    assert 'value="reply"' not in response.content.decode()
    assert "enc1:" not in response.content.decode()


def test_without_the_key_it_can_still_be_closed_and_nothing_is_lost(
    client, asked, lawyer, settings
):
    keys, settings.CONSULT_KEYS = settings.CONSULT_KEYS, {"other": bytes(range(32))}
    act(client, asked, "close")
    settings.CONSULT_KEYS = keys
    assert Consultation.objects.get().name == "王小明"


def test_what_a_client_wrote_is_escaped(client, lawyer):
    bad = "<script>alert(1)</script>\n<img src=x onerror=alert(1)>"
    kept = make_consultation(
        question=bad, name=bad, opponent=bad, city="{{ settings.SECRET_KEY }}"
    )[0]
    services.reply(consultation=kept, user=lawyer, text=bad, token="t")
    services.add_note(consultation=kept, user=lawyer, text=bad, token="n")
    html = client.get(page_of(kept)).content.decode()
    # Twice of them in the form by which name and opponent are corrected.
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 7
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "{{ settings.SECRET_KEY }}" in html


def test_no_log_of_the_admin_holds_anything(client, asked):
    client.force_login(make_superuser())
    act(client, asked, "reply", text="可以申请仲裁。")
    act(client, asked, "note", note="内部的话")
    act(client, asked, "close")
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_as_many_queries_for_three_messages_as_for_one(
    client, asked, lawyer, number, django_assert_num_queries
):
    for n in range(number):
        services.reply(consultation=asked, user=lawyer, text=f"答复 {n}", token="t")
        services.add_note(consultation=asked, user=make_staff(), text=f"备注 {n}", token="n")
        services.record_opening(consultation=asked, user=make_staff())
    with django_assert_num_queries(36):
        client.get(page_of(asked))


@pytest.mark.parametrize("fields", [{"action": "bogus"}, {"action": "reply", "text": ""}])
def test_a_refused_post_that_shows_it_is_recorded_too(client, asked, lawyer, fields):
    client.post(page_of(asked), fields)
    assert Event.objects.filter(kind=EventKind.OPENED, actor=lawyer).count() == 1


def test_a_released_one_is_no_longer_called_suspect(client, lawyer):
    asked, _ = make_consultation(doubts="提交过快")
    assert f"{State.QUARANTINED.label}：提交过快" in client.get(page_of(asked)).text
    act(client, asked, "release")
    assert "提交过快" not in client.get(page_of(asked)).text
