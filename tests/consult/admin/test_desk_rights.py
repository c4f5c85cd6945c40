"""Who may do what on the page of a consultation, and what stays closed to everybody."""

import re

import pytest
from django.utils import timezone

from consult import services
from consult.admin import page
from consult.base import policy
from consult.base.enums import Conflict, ConsentKind, EventKind, State
from consult.base.policy import Action
from consult.models import Consultation, Draft, Event, Message, Note
from tests.consult.desk_pages import (
    ALL,
    CHANGE,
    SEND,
    VIEW,
    act,
    make_answering,
    make_assistant,
    page_of,
)
from tests.factories import make_consultation, make_staff, make_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return make_consultation(name="王小明", phone="13800000000")[0]


def test_a_button_is_shown_to_who_may_press_it_alone(client, asked):
    client.force_login(make_superuser())
    html = client.get(page_of(asked)).content.decode()
    for action in ("reply", "draft", "note", "close", "assign", "share", "hold", "export"):
        assert f'value="{action}"' in html
    client.force_login(make_staff(VIEW, ALL))
    assert 'name="action"' not in client.get(page_of(asked)).content.decode()


def test_an_assistant_writes_and_a_lawyer_sends(client, asked):
    client.force_login(make_assistant())
    html = client.get(page_of(asked)).content.decode()
    assert 'value="draft"' in html
    assert 'value="reply"' not in html
    assert act(client, asked, "draft", text="要点").status_code == 302
    assert act(client, asked, "reply", text="要点").status_code == 403
    assert not Message.objects.filter(sender="lawyer").exists()


def test_an_assistants_look_is_no_lawyers(client, asked):
    client.force_login(make_assistant())
    client.get(page_of(asked))
    assert asked.messages.get().seen_at is None
    client.force_login(make_answering())
    client.get(page_of(asked))
    assert asked.messages.get().seen_at is not None


@pytest.mark.parametrize("method", ["get", "post"])
def test_one_that_is_not_ones_own_answers_like_none_at_all(client, asked, method):
    client.force_login(make_staff(VIEW, CHANGE, SEND))
    unknown = Consultation()
    told = [getattr(client, method)(page_of(one)) for one in (asked, unknown)]
    assert {one.status_code for one in told} == {404}
    texts = [
        re.sub(r'value="\w{64}"|data-left="\d+"|' + str(one.pk), "", answer.content.decode())
        for answer, one in zip(told, (asked, unknown), strict=True)
    ]
    assert texts[0] == texts[1]
    assert Event.objects.count() == 1


def test_one_is_opened_by_who_is_in_charge_and_by_colleagues_it_is_shared_with(client, asked):
    charge, helper = make_staff(VIEW, SEND), make_staff(VIEW)
    services.assign(consultation=asked, user=None, to=charge)
    services.share(consultation=asked, user=charge, people=[helper])
    for user in (charge, helper):
        client.force_login(user)
        assert "王小明" in client.get(page_of(asked)).content.decode()


def seal(consultation, conflict=Conflict.SEALED):
    rows = Consultation.objects.filter(pk=consultation.pk)
    rows.update(conflict=conflict, conflict_at=timezone.now())


def closed(consultation, user):
    """What the page says in place of the content, and why."""
    kept = Consultation.objects.get(pk=consultation.pk)
    return f'<p class="desk-closed">{kept.refusal(Action.READ, user)}</p>'


@pytest.mark.parametrize("conflict", [Conflict.SEALED, Conflict.DECLINED])
def test_a_sealed_one_shows_nothing_of_what_was_confided(client, asked, conflict):
    services.add_note(consultation=asked, user=make_staff(), text="内部的话", token="n")
    seal(asked, conflict)
    reasons = {make_answering(): policy.TO_WAIT, make_superuser(): policy.TO_DECIDE}
    for user, why in reasons.items():
        client.force_login(user)
        html = client.get(page_of(asked)).content.decode()
        assert asked.reference in html
        assert (policy.DECLINED_BY_REVIEW if conflict == Conflict.DECLINED else why) in html
        for hidden in ("王小明", "13800000000", "公司三个月没有发工资", "内部的话", 'id="reply"'):
            assert hidden not in html
    assert asked.messages.get().seen_at is None


@pytest.mark.parametrize("action", ["reply", "draft", "note", "find", "limitation", "export"])
def test_a_sealed_one_takes_nothing_in_and_gives_nothing_out(client, asked, action):
    seal(asked)
    client.force_login(make_superuser())
    response = act(client, asked, action, text="写好的话", note="写好的话")
    html = response.content.decode()
    assert response.status_code == 409
    assert page.NOT_DONE.format(policy.TO_DECIDE) in html
    assert "王小明" not in html
    assert (Message.objects.count(), Note.objects.count(), Draft.objects.count()) == (1, 0, 0)
    if action in {"reply", "draft", "note"}:
        assert "写好的话" in html


def test_a_sealed_one_is_not_ended_before_somebody_has_decided(client, asked):
    seal(asked)
    client.force_login(make_superuser())
    assert 'value="close"' not in client.get(page_of(asked)).content.decode()
    assert act(client, asked, "close").status_code == 409
    assert Consultation.objects.get().state == State.NEW


def test_what_a_manager_allows_opens_again(client, asked):
    seal(asked, Conflict.ALLOWED)
    client.force_login(make_answering())
    assert "王小明" in client.get(page_of(asked)).content.decode()


def test_after_consent_is_withdrawn_the_content_is_closed(client, asked):
    services.withdraw_consent(consultation=asked, kind=ConsentKind.PROCESSING)
    user = make_superuser()
    client.force_login(user)
    html = client.get(page_of(asked)).content.decode()
    assert closed(asked, user) in html
    assert "王小明" not in html
    assert 'value="reopen"' not in html
    assert act(client, asked, "reply", text="写好的话").status_code == 409
    assert not Message.objects.filter(sender="lawyer").exists()


def test_an_erased_one_is_a_record_without_content(client, asked):
    services.erase_now(consultation=asked)
    user = make_superuser()
    client.force_login(user)
    html = client.get(page_of(asked)).content.decode()
    assert closed(asked, user) in html
    assert EventKind.CLIENT_ERASED.label in html
    for action in ("reply", "note", "export", "limitation", "hold", "close"):
        assert f'value="{action}"' not in html


def test_a_text_that_comes_after_the_erasure_is_shown_back_and_not_kept(client, asked):
    client.force_login(make_answering())
    services.erase_now(consultation=asked)
    response = act(client, asked, "reply", text="写好的话")
    assert response.status_code == 409
    assert "写好的话" in response.content.decode()
    assert Consultation.objects.get().state == State.ERASED
    assert not Message.objects.exists()


def test_a_refused_page_records_nothing_and_tells_nothing(client, asked):
    client.force_login(make_staff(SEND, ALL))
    response = client.get(page_of(asked))
    assert response.status_code == 403
    assert asked.reference not in response.content.decode()
    assert not Event.objects.filter(kind=EventKind.OPENED).exists()
