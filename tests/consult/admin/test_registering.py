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
from tests.consult.conflicts.test_parties import make_party
from tests.consult.desk_pages import page_of
from tests.consult.posting import token
from tests.consult.registering import DONE, REGISTER, SAID, call, code_shown, make_registrar
from tests.consult.rows import kinds
from tests.factories import make_area, make_notice, make_settings, make_staff

pytestmark = pytest.mark.django_db
ANSWER = "先把打卡记录留好。"


@pytest.fixture
def sensitive():
    return make_area(sensitive=True, sensitive_reason="病历。")


def test_a_call_is_kept_as_the_form_of_the_site_keeps_a_question(client, registrar, sensitive):
    make_settings(reply_promise_hours=8)
    typed = {"phone": "139-0000-0147", "opponent": "某某建材厂", "to": registrar.pk}
    fields = call(**typed, area=sensitive.pk, sensitive_consent="on")
    codes = set()
    for _ in range(2):  # a double click
        assert client.post(REGISTER, fields)["Location"] == DONE
        codes.add(code_shown(client))
    kept = Consultation.objects.get()
    assert (kept.name, kept.opponent, kept.source) == ("陈小满", "某某建材厂", Source.PHONE)
    assert kept.phone_index
    assert kept.name_index
    assert kept.promised_at > kept.received_at
    assert kept.promise_told
    assert (kept.state, kept.doubts) == (State.NEW, "")
    message = kept.messages.get()
    assert (message.sender, message.text) == (Sender.CLIENT, SAID)
    assert kept.registered_by == kept.assignee == registrar
    assert kinds(kept) == [EventKind.REGISTERED, EventKind.ASSIGNED]
    assert {event.actor for event in kept.events.all()} == {registrar}
    given = kept.consents.order_by("kind")
    assert [one.kind for one in given] == [ConsentKind.PROCESSING, ConsentKind.SENSITIVE]
    told = {(one.told_by, one.given_orally, one.notice) for one in given}
    assert told == {(registrar, True, make_notice())}
    (code,) = codes
    assert services.find_by_code(code=code) == kept
    assert "口头同意（林致远律师告知）" in client.get(page_of(kept)).text
    with zipfile.ZipFile(io.BytesIO(b"".join(data_export.archive(kept)))) as bundle:
        assert all("口头同意" in bundle.read(name).decode() for name in (PAGE, TEXT))


def test_the_code_is_shown_to_who_registered_alone(client, registrar):
    answer = client.post(REGISTER, call())
    code = code_shown(client)
    assert code not in f"{answer.headers} {answer.cookies} {client.session.items()}"
    page = client.get(DONE)
    assert "no-store" in page["Cache-Control"]
    assert SAID not in page.text
    assert "陈" not in page.text
    client.force_login(make_registrar(name="沈若宁"))
    assert client.get(DONE).context.get("code") is None


def test_without_a_code_the_way_leads_to_the_consultation(client, registrar):
    answer = client.post(REGISTER, call(no_code="on"), follow=True)
    kept = Consultation.objects.get()
    assert answer.context["consultation"] == kept
    assert registering.STORED.format(kept.reference) in answer.text
    assert client.get(DONE).context.get("code") is None
    page = client.post(REGISTER, call(again="1", token=token(random="2" * 32)), follow=True)
    assert page.request["PATH_INFO"] == REGISTER  # the next call begins on an empty form
    assert "陈小满" not in page.text
    assert f'href="{DONE}"' in page.text
    assert code_shown(client)


def test_a_conflict_seals_it_tells_nothing_of_whom_and_allowed_it_comes_back(client, registrar):
    make_party("宏达建材有限公司", role=PartyRole.CLIENT, matter="买卖合同")
    client.post(REGISTER, call(opponent="宏达建材有限公司", answer=ANSWER, to=registrar.pk))
    kept = Consultation.objects.get()
    assert (kept.conflict, kept.assignee) == (Conflict.SEALED, None)
    assert (kept.addressee, kept.answered_at) == (registrar.lawyer, None)
    assert kept.drafts.get().text == ANSWER
    page = client.get(DONE)
    assert page.context["code"]
    assert "冲突待审查" in page.text
    assert "宏达" not in page.text
    assert "买卖合同" not in page.text
    assert SAID not in client.get(page_of(kept)).text
    known = {"consultation": kept, "user": make_staff("consult.decide_conflict")}
    services.decide_conflict(**known, decision=Conflict.ALLOWED, reason="同名")
    assert Consultation.objects.get().assignee == registrar


WRONG = [
    ({"name": ""}, "name", registering.NO_NAME),
    ({"phone": "12345"}, "phone", NO_PHONE),
    ({"area": "0"}, "area", "所选业务领域已不存在，请重新选择。"),
    ({"question": ""}, "question", "请填写咨询内容。"),
    ({"question": "a\x00b"}, "question", "含有不可见的空字符，请删去或重新输入。"),
    ({"consent": None}, "consent", registering.NO_CONSENT),
    ({"to": "9" * 30}, "to", NOT_ABLE),
    ({"source": "site"}, "source", registering.HOW),
]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(client, registrar, sensitive):
    separately = ({"area": sensitive.pk}, "sensitive_consent", registering.NOT_SEPARATELY)
    for changed, field, said in [*WRONG, separately]:
        page = client.post(REGISTER, call(**changed))
        assert page.status_code == 422
        assert page.context["form"].errors[field] == [said]
        assert f'id="id_{field}_error"' in page.text
        assert SAID in page.text or "question" in changed
    page = client.post(REGISTER, call(notice="0"))  # which is told again
    assert (page.status_code, "consent" in page.context["form"].errors) == (422, True)
    assert not Consultation.objects.exists()


def test_without_a_notice_nothing_is_registered_and_the_words_come_back(client, registrar):
    fields = call()
    make_settings(firm_name="另一家律师事务所")
    page = client.post(REGISTER, fields)
    assert page.status_code == 409
    for words in (SAID, registering.NO_NOTICE, "<form"):
        assert words in page.text
    assert not Consultation.objects.exists()
    assert client.get(REGISTER).status_code == 200
