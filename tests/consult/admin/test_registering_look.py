"""While a call is written down: what is known of the caller, and going on with an earlier one."""

from dataclasses import replace

import pytest

from consult import services
from consult.base.enums import Conflict, LookResult, PartyRole, Source, State
from consult.conflicts import records
from consult.models import CallerLook, Consultation, Event
from consult.services import intake
from consult.spam import rate_limit
from tests.consult.conflicts.test_parties import make_party
from tests.consult.posting import token
from tests.consult.registering import REGISTER, SAID, call, make_registrar
from tests.factories import make_member, make_submitted

pytestmark = pytest.mark.django_db
FIRM, MATTER = "云澜宏达建材有限公司", "买卖合同"


@pytest.fixture
def party():
    return make_party(FIRM, role=PartyRole.CLIENT, matter=MATTER)


def look(client, **typed):
    return client.post(REGISTER, {**call(consent=None), "look": "1", **typed})


@pytest.mark.parametrize(
    ("typed", "said", "result"),
    [
        ({"opponent": "云澜宏达建材股份有限公司"}, "可能有利益冲突", LookResult.SEALS),
        ({"opponent": "宏达建材厂"}, "有名称相近的当事人", LookResult.NEAR),
        ({"opponent": "云澜康泰大药房有限公司"}, "没有比对出同名", LookResult.CLEAR),
        ({"question": ""}, records.EMPTY, LookResult.CLEAR),
        ({"question": "我在云澜宏达建材股份有限公司上班。"}, "可能有利益冲突", LookResult.SEALS),
        ({"name": "陈女士", "opponent": "前公司"}, "", LookResult.VAGUE),
    ],
)
def test_what_is_known_is_told_without_whom(client, registrar, party, typed, said, result):
    page = look(client, **typed)
    assert CallerLook.objects.values_list("actor", "result").get() == (registrar.pk, result)
    assert (page.status_code, said in page.text) == (200, True)
    assert not page.context["form"].errors
    assert [FIRM in page.text, MATTER in page.text] == [False, False]
    assert ("没有比对出同名" in page.text) == ("没有比对出" in said)
    assert "question" in typed or SAID in page.text
    assert "no-store" in page["Cache-Control"]
    assert not Consultation.objects.exists()


def test_an_earlier_call_is_offered_to_who_may_open_it(client, registrar):
    known = {"phone": "13900000147", "name": "陈小满"}
    own, _ = make_submitted(**known)
    services.assign(consultation=own, user=registrar, to=registrar)
    theirs, _ = make_submitted(**known)
    services.assign(consultation=theirs, user=registrar, to=make_registrar(name="沈若宁"))
    page = look(client, name="陈小满", phone="139 0000 0147")
    assert page.context["found"].earlier == [own]
    assert own.reference in page.text
    assert theirs.reference not in page.text


def test_the_record_has_no_place_for_what_was_typed_and_nobody_changes_it(client, registrar):
    field_kinds = {field.get_internal_type() for field in CallerLook._meta.fields}
    assert field_kinds == {"BigAutoField", "ForeignKey", "CharField", "DateTimeField"}
    assert CallerLook._meta.get_field("result").choices
    look(client, name="")  # without a word nothing is looked up
    assert not CallerLook.objects.exists()
    assert client.post(REGISTER, call(consent=None)).status_code == 422  # which tells as much
    client.force_login(make_member("咨询主管", username="zhou"))
    page = client.get(f"/admin/people/{registrar.pk}/")
    assert page.context["looks"]["lately"] == 1
    assert LookResult.CLEAR.label in page.text
    assert "陈小满" not in page.text
    assert CallerLook.__base__ is Event.__base__  # of which nothing is changed or taken away
    registrar.lawyer.delete()
    registrar.delete()
    assert CallerLook.objects.get().actor is None


@pytest.mark.parametrize("refused", [{"look": "1"}, {}])
def test_too_many_are_not_answered_and_registering_goes_on(
    client, registrar, party, monkeypatch, refused
):
    monkeypatch.setattr(rate_limit, "LOOKS", replace(rate_limit.LOOKS, most=1))
    look(client)
    page = client.post(REGISTER, {**call(consent=None, opponent=FIRM), **refused})
    assert intake.TOO_MANY.format(1) in page.text
    assert "found" not in page.context
    assert "可能有利益冲突" not in page.text
    assert SAID in page.text
    assert CallerLook.objects.count() == 1
    assert client.post(REGISTER, call()).status_code == 302
    client.force_login(make_registrar(name="沈若宁"))
    assert look(client).context["found"]


def go_on(client, consultation, **fields):
    known = {"source": Source.PHONE, "question": SAID, "token": token()}
    return client.post(REGISTER, {**known, "go_on": consultation.pk, **fields})


def test_a_call_is_added_to_an_earlier_one_as_the_client_would(client, registrar):
    kept, _ = make_submitted()
    page = go_on(client, kept, question="")
    assert (page.status_code, page.context["said"]) == (422, ["请填写咨询内容。"])
    services.assign(consultation=kept, user=registrar, to=registrar)
    services.close(consultation=kept, user=registrar)
    for _ in range(2):  # a double click
        assert go_on(client, kept).status_code == 302
    kept.refresh_from_db()
    assert kept.state == State.WAITING_LAWYER
    assert (kept.messages.count(), Consultation.objects.count()) == (2, 1)
    go_on(client, kept, answer="先把打卡记录留好。", question="又问一句。")
    kept.refresh_from_db()
    assert (kept.state, kept.assignee) == (State.ANSWERED, registrar)


@pytest.mark.parametrize("whose", ["a colleague's", "sealed"])
def test_one_that_one_may_not_go_on_with_is_refused_and_loses_no_word(client, registrar, whose):
    kept, _ = make_submitted()
    if whose == "sealed":
        Consultation.objects.update(conflict=Conflict.SEALED)
    else:
        services.assign(consultation=kept, user=registrar, to=make_registrar(name="沈若宁"))
    page = go_on(client, kept)
    assert page.status_code == (409 if whose == "sealed" else 404)
    assert SAID in page.text
    assert kept.messages.count() == 1
