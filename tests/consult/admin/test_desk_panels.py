"""The panels of the page: what a button does there, and what comes back when it cannot."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from consult import services
from consult.admin.side_panels import AFTER_PURGE, HANDED_OVER, NO_DAY, PAST, SHUT_OUT, UNKNOWN
from consult.base import policy
from consult.base.enums import Outcome
from consult.models import Consultation, Note
from tests.consult.desk_pages import CHANGE, SEND, VIEW, act, make_answering, page_of
from tests.consult.posting import token
from tests.factories import make_consultation, make_lawyer, make_staff
from tests.screen import Screen

pytestmark = pytest.mark.django_db
WHY = "问对方收到没有"


@pytest.fixture
def lin(client):
    user = make_staff(VIEW, CHANGE, SEND)
    make_lawyer(name="林致远", user=user)
    client.force_login(user)
    return user


@pytest.fixture
def asked(lin):
    return services.assign(consultation=make_consultation()[0], user=None, to=lin)


def fresh():
    return Consultation.objects.get()


@pytest.mark.parametrize(("after", "days"), [("1", 1), ("3", 3), ("7", 7)])
def test_a_button_sets_the_day_and_keeps_the_words(client, asked, after, days):
    act(client, asked, "follow_up", on="garbled", why=WHY, after=after)
    wanted = timezone.localdate() + timedelta(days=days)
    assert (fresh().follow_up_on, fresh().follow_up_why) == (wanted, WHY)


@pytest.mark.parametrize(
    ("typed", "said"), [("1999-01-01", PAST), ("", NO_DAY), ("明天", "2027-03-01")]
)
def test_a_wrong_day_is_told_beside_it_and_the_words_stay(client, asked, typed, said):
    response = act(client, asked, "follow_up", on=typed, why=WHY)
    assert response.status_code == 422
    assert said in response.text
    assert f'value="{WHY}"' in response.text
    assert fresh().follow_up_on is None


def test_a_day_after_the_erasure_is_refused(client, asked, lin):
    services.close(consultation=asked, user=lin)
    purged = fresh().purge_on
    response = act(client, asked, "follow_up", on=purged.isoformat())
    assert AFTER_PURGE.format(purged) in response.text


def test_what_is_due_stands_on_top_and_is_done_in_one_tap(client, asked):
    act(client, asked, "follow_up", on=timezone.localdate().isoformat(), why=WHY)
    assert "跟进完成" in client.get(page_of(asked)).text
    assert "今天跟进" in client.get("/admin/").text
    there = client.get("/admin/consult/consultation/?work=follow_up").text
    assert asked.reference in there
    assert WHY in there
    act(client, asked, "follow_up", after="done")
    assert asked.reference not in client.get("/admin/consult/consultation/?work=follow_up").text


def test_after_the_end_the_page_asks_what_became_of_it(asked, client):
    ended = Screen.at(client, page_of(asked)).press("结束咨询")
    assert "这条咨询结果如何" in ended.text
    known = ended.press("已委托")
    assert fresh().outcome == Outcome.ENGAGED
    assert "这条咨询结果如何" not in known.text


@pytest.mark.parametrize("fields", [{"outcome": "x"}, {"outcome": "not_engaged", "reason": "x"}])
def test_an_outcome_that_there_is_not_is_refused(client, asked, fields):
    assert act(client, asked, "outcome", **fields).status_code == 422
    assert act(client, asked, "source", source="x").status_code == 422
    assert fresh().outcome == ""


def test_a_hand_over_without_its_note_comes_back(client, asked):
    zhang = make_answering("张敏")
    known = {"to": zhang.pk, "seen": asked.assignee_id}
    assert act(client, asked, "hand_over", **known, handing_note=" ").status_code == 422
    response = act(client, asked, "hand_over", seen=asked.assignee_id, handing_note="请接手")
    assert response.status_code == 422
    assert "请接手" in response.text
    assert not Note.objects.exists()


def test_clicked_twice_it_says_that_it_is_done(client, asked):
    posted = {
        "action": "hand_over",
        "to": make_answering("张敏").pk,
        "seen": asked.assignee_id,
        "handing_note": "请接手",
        "token": token(),
    }
    for _ in range(2):
        response = client.post(page_of(asked), posted, follow=True)
        assert HANDED_OVER in response.text
    assert Note.objects.count() == 1


def test_who_is_not_in_charge_is_told_so_and_keeps_the_words(client, asked, lin):
    zhang = make_answering("张敏")
    services.assign(consultation=asked, user=None, to=zhang)
    services.share(consultation=asked, user=None, people=[lin])
    response = act(client, asked, "hand_over", to=zhang.pk, handing_note="请接手")
    assert response.status_code == 409
    assert policy.NOT_IN_CHARGE in response.text
    assert "请接手" in response.text


def test_words_come_back_after_the_session_has_ended(asked):
    posted = {"action": "hand_over", "handing_note": "请接手", "why": WHY}
    response = Client().post(page_of(asked), posted)
    assert response.status_code == 401
    assert "请接手" in response.text
    assert WHY in response.text


def test_who_was_named_and_not_told_is_said_without_a_word_of_the_note(client, asked):
    make_staff(VIEW, last_name="何", first_name="静")
    act(client, asked, "note", note="@何静 @李四 请看")
    page = client.get(page_of(asked)).text
    assert SHUT_OUT.format("何静") in page
    assert UNKNOWN in page


def test_a_note_that_names_one_is_found_and_marked_until_it_is_read(client, asked, lin):
    boss = make_answering("周明")
    services.add_note(consultation=asked, user=boss, text="@林致远 请看", token="n")
    listed = "/admin/consult/consultation/?work=all&who=mentioned"
    assert asked.reference in client.get(listed).text
    assert "提到您" in client.get(page_of(asked)).text
    assert "提到您" not in client.get(page_of(asked)).text
    assert asked.reference not in client.get(listed).text


def test_a_colleague_is_chosen_beside_the_note(client, asked):
    zhang = make_answering("张敏")
    assert act(client, asked, "note", note="请看", remind=zhang.pk).status_code == 302
    assert Note.objects.get().mentions.get().user == zhang
