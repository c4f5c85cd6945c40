"""A consultation that was told by telephone or at the desk, written down by the staff."""

import io
import zipfile

import pytest

from consult import services
from consult.admin import registering
from consult.base.enums import Conflict, ConsentKind, EventKind, PartyRole, Sender, Source, State
from consult.client import data_export
from consult.client.data_export import PAGE, TEXT
from consult.forms.base import NO_PHONE, NOT_ABLE
from consult.models import Consultation
from outbox.models import Notice
from tests.consult.conflicts.test_parties import make_party
from tests.consult.posting import token
from tests.consult.registering import (
    CHANGE,
    DONE,
    REGISTER,
    SAID,
    SEND,
    VIEW,
    call,
    code_shown,
    make_registrar,
    make_secretary,
)
from tests.factories import make_area, make_notice, make_settings, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def lawyer(client):
    """A lawyer at the telephone, logged in."""
    user = make_registrar(email="lin@example.com")
    client.force_login(user)
    return user


def kinds(consultation):
    return [event.kind for event in consultation.events.all()]


def test_a_call_is_kept_as_the_form_of_the_site_keeps_a_question(client, lawyer):
    make_settings(reply_promise_hours=8)
    answer = client.post(REGISTER, call(phone="139-0000-0147", opponent="某某建材厂", to=lawyer.pk))
    assert answer["Location"] == DONE
    kept = Consultation.objects.get()
    assert (kept.name, kept.opponent, kept.source) == ("陈小满", "某某建材厂", Source.PHONE)
    assert kept.phone_index
    assert kept.name_index
    assert kept.promised_at > kept.received_at
    assert kept.promise_told
    assert kept.state == State.NEW
    assert not kept.doubts
    message = kept.messages.get()
    assert (message.sender, message.text) == (Sender.CLIENT, SAID)
    assert kept.registered_by == kept.assignee == lawyer
    assert kinds(kept) == [EventKind.REGISTERED, EventKind.ASSIGNED]
    assert {event.actor for event in kept.events.all()} == {lawyer}


def test_the_consents_say_who_told_them_and_under_which_notice(client, lawyer):
    area = make_area(sensitive=True, sensitive_reason="病历。")
    client.post(REGISTER, call(area=area.pk, sensitive_consent="on"))
    given = Consultation.objects.get().consents.order_by("kind")
    assert [one.kind for one in given] == [ConsentKind.PROCESSING, ConsentKind.SENSITIVE]
    assert {(one.told_by, one.given_orally, one.notice) for one in given} == {
        (lawyer, True, make_notice())
    }


def test_the_code_is_shown_to_who_registered_and_opens_the_thread(client, lawyer):
    answer = client.post(REGISTER, call())
    code = code_shown(client)
    assert services.find_by_code(code=code) == Consultation.objects.get()
    assert code not in f"{answer.headers} {answer.cookies} {client.session.items()}"
    page = client.get(DONE)
    assert "no-store" in page["Cache-Control"]
    assert SAID not in page.text
    assert "陈" not in page.text
    client.force_login(make_registrar(name="沈若宁"))
    assert client.get(DONE).context.get("code") is None


def test_a_double_click_is_one_consultation_with_one_code(client, lawyer):
    fields = call()
    codes = {(client.post(REGISTER, fields), code_shown(client))[1] for _ in range(2)}
    assert Consultation.objects.count() == len(codes) == 1


def test_without_a_code_the_way_leads_to_the_consultation(client, lawyer):
    answer = client.post(REGISTER, call(no_code="on"), follow=True)
    kept = Consultation.objects.get()
    assert answer.context["consultation"] == kept
    assert registering.STORED.format(kept.reference) in answer.text
    assert client.get(DONE).context.get("code") is None


def test_the_next_call_begins_on_an_empty_form_that_leads_to_the_code(client, lawyer):
    page = client.post(REGISTER, call(again="1"), follow=True)
    assert page.request["PATH_INFO"] == REGISTER
    assert "陈小满" not in page.text
    assert f'href="{DONE}"' in page.text
    assert code_shown(client)


def test_what_was_answered_is_with_the_client_at_once(client, lawyer):
    client.post(REGISTER, call(answer="先把打卡记录留好。"))
    kept = Consultation.objects.get()
    answered = kept.messages.get(sender=Sender.LAWYER)
    assert answered in kept.messages.for_client()
    assert answered.author == lawyer
    assert kept.state == State.ANSWERED
    assert kept.answered_at == answered.visible_at
    assert answered.signature == "林致远律师"
    assert EventKind.REPLIED in kinds(kept)


def test_a_secretary_goes_on_with_what_she_gave_to_a_lawyer(client):
    lawyer = make_registrar(email="lin@example.com")
    secretary = make_secretary()
    client.force_login(secretary)
    client.post(REGISTER, call(to=lawyer.pk, answer="先把打卡记录留好。"))
    kept = Consultation.objects.get()
    assert (kept.assignee, kept.registered_by) == (lawyer, secretary)
    assert list(kept.shared_with.all()) == [secretary]
    assert kept.drafts.get().text == "先把打卡记录留好。"
    assert kept.answered_at is None
    assert kept.messages.count() == 1
    assert kept.state == State.NEW


def test_only_a_colleague_who_did_not_register_it_hears_of_it(client, lawyer):
    client.post(REGISTER, call(to=lawyer.pk))
    assert not Notice.objects.exists()
    colleague = make_registrar(name="沈若宁", email="shen@example.com")
    client.post(REGISTER, call(token=token(random="2" * 32), to=colleague.pk))
    assert [one.recipient for one in Notice.objects.all()] == ["shen@example.com"]


def test_a_conflict_seals_it_and_tells_nothing_of_whom(client, lawyer):
    make_party("宏达建材有限公司", role=PartyRole.CLIENT, matter="买卖合同")
    client.post(REGISTER, call(opponent="宏达建材有限公司", answer="口头答复过。", to=lawyer.pk))
    kept = Consultation.objects.get()
    assert kept.conflict == Conflict.SEALED
    assert kept.assignee is None
    assert kept.addressee == lawyer.lawyer
    assert kept.answered_at is None
    assert kept.drafts.get().text == "口头答复过。"
    page = client.get(DONE)
    assert page.context["code"]
    assert "冲突待审查" in page.text
    assert "宏达" not in page.text
    assert "买卖合同" not in page.text
    assert SAID not in client.get(f"/admin/consult/consultation/{kept.pk}/change/").text


def test_once_allowed_it_comes_to_the_lawyer_who_was_chosen(client, lawyer):
    make_party("宏达建材有限公司", role=PartyRole.CLIENT)
    client.post(REGISTER, call(opponent="宏达建材有限公司", to=lawyer.pk))
    boss = make_staff("consult.decide_conflict")
    services.decide_conflict(
        consultation=Consultation.objects.get(),
        user=boss,
        decision=Conflict.ALLOWED,
        reason="同名",
    )
    assert Consultation.objects.get().assignee == lawyer


WRONG = [
    ({"name": ""}, "name", registering.NO_NAME),
    ({"phone": "12345"}, "phone", NO_PHONE),
    ({"area": "0"}, "area", "所选业务领域已不存在，请重新选择。"),
    ({"question": ""}, "question", "请填写对方说了什么。"),
    ({"question": "a\x00b"}, "question", "含有不可见的空字符，请删去或重新输入。"),
    ({"consent": None}, "consent", registering.NO_CONSENT),
    ({"to": "9" * 30}, "to", NOT_ABLE),
    ({"source": "site"}, "source", registering.HOW),
]


@pytest.mark.parametrize(("changed", "field", "said"), WRONG)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    client, lawyer, changed, field, said
):
    page = client.post(REGISTER, call(**changed))
    assert page.status_code == 422
    assert page.context["form"].errors[field] == [said]
    assert f'id="id_{field}_error"' in page.text
    assert not Consultation.objects.exists()
    assert SAID in page.text or "question" in changed


def test_a_sensitive_area_takes_a_consent_of_its_own(client, lawyer):
    area = make_area(sensitive=True, sensitive_reason="病历。")
    page = client.post(REGISTER, call(area=area.pk))
    assert page.context["form"].errors == {"sensitive_consent": [registering.NOT_SEPARATELY]}


def test_without_a_notice_nothing_is_registered_and_the_words_come_back(client, lawyer):
    fields = call()
    make_settings(firm_name="另一家律师事务所")
    page = client.post(REGISTER, fields)
    assert page.status_code == 409
    assert SAID in page.text
    assert registering.NO_NOTICE in page.text
    assert not Consultation.objects.exists()
    assert "<form" in page.text
    assert client.get(REGISTER).status_code == 200


def test_a_notice_that_changed_meanwhile_is_told_again(client, lawyer):
    page = client.post(REGISTER, call(notice="0"))
    assert page.status_code == 422
    assert "consent" in page.context["form"].errors


def test_who_has_no_right_registers_nothing(client):
    client.force_login(make_staff(VIEW, CHANGE, SEND))
    for answer in (client.get(REGISTER), client.post(REGISTER, call()), client.get(DONE)):
        assert answer.status_code == 403
    assert not Consultation.objects.exists()


def test_words_of_a_session_that_has_ended_come_back(client):
    page = client.post(REGISTER, call(answer="口头答复过。"))
    assert page.status_code == 401
    assert SAID in page.text
    assert "口头答复过。" in page.text
    assert not Consultation.objects.exists()
    client.force_login(make_registrar())
    again = dict(page.context["kept"])
    again |= {name: text for name, _, text in page.context["texts"]}
    assert client.post(REGISTER, again).status_code == 302
    assert Consultation.objects.get().messages.count() == 2


def test_the_desk_and_the_copy_say_that_the_consent_was_given_by_mouth(client, lawyer):
    client.post(REGISTER, call(to=lawyer.pk))
    kept = Consultation.objects.get()
    page = client.get(f"/admin/consult/consultation/{kept.pk}/change/").text
    assert "口头同意（林致远律师告知）" in page
    told = b"".join(data_export.archive(kept))
    with zipfile.ZipFile(io.BytesIO(told)) as bundle:
        assert all("口头同意" in bundle.read(name).decode() for name in (PAGE, TEXT))
