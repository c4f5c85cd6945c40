"""While a call is written down: what is known of the caller, and going on with an earlier one."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consult import services
from consult.base.enums import Conflict, EventKind, LookResult, PartyRole, Sender, Source, State
from consult.models import CallerLook, Consultation
from consult.services import intake
from consult.spam import rate_limit
from tests.consult.conflicts.test_parties import make_party
from tests.consult.posting import token
from tests.consult.registering import (
    REGISTER,
    SAID,
    call,
    make_registrar,
)
from tests.factories import make_area, make_member, make_submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def lawyer(client):
    """A lawyer at the telephone, logged in."""
    user = make_registrar(email="lin@example.com")
    client.force_login(user)
    return user


class TestWhileItIsWrittenDown:
    """The look-up of names and number: nothing that was typed is kept."""

    def look(self, client, **typed):
        return client.post(REGISTER, {**call(consent=None, question=""), "look": "1", **typed})

    def test_a_conflict_is_told_without_whom(self, client, lawyer):
        make_party("宏达建材有限公司", role=PartyRole.CLIENT, matter="买卖合同")
        page = self.look(client, opponent="宏达建材股份有限公司")
        assert page.status_code == 200
        assert page.context["found"].meets
        assert "宏达建材有限公司" not in page.text
        assert "买卖合同" not in page.text
        assert "no-store" in page["Cache-Control"]
        assert not Consultation.objects.exists()

    def test_a_name_that_is_near_is_told_without_whom(self, client, lawyer):
        make_party("云澜宏达建材有限公司", role=PartyRole.CLIENT)
        page = self.look(client, opponent="宏达建材厂")
        assert "有名称相近的当事人" in page.text
        assert "云澜宏达" not in page.text
        assert "没有比对出同名" not in page.text

    def test_names_that_cannot_be_compared_are_named(self, client, lawyer):
        page = self.look(client, name="陈女士", opponent="前公司")
        assert page.context["found"].vague == ["称呼", "对方名称"]
        assert not page.context["found"].compared

    def test_nothing_found_is_said_and_the_words_stay(self, client, lawyer):
        page = self.look(client, name="陈小满", question=SAID)
        assert not page.context["found"].meets
        assert SAID in page.text
        assert not page.context["form"].errors

    def test_an_earlier_call_is_offered_to_who_may_open_it(self, client, lawyer):
        known = {"phone": "13900000147", "name": "陈小满"}
        own, _ = make_submitted(**known)
        services.assign(consultation=own, user=lawyer, to=lawyer)
        theirs, _ = make_submitted(**known)
        services.assign(consultation=theirs, user=lawyer, to=make_registrar(name="沈若宁"))
        page = self.look(client, name="陈小满", phone="139 0000 0147")
        assert page.context["found"].earlier == [own]
        assert own.reference in page.text
        assert theirs.reference not in page.text


class TestTheRecord:
    """Each look is written down, without what was typed, and there is an end to them."""

    def look(self, client, **typed):
        return client.post(REGISTER, {**call(consent=None), "look": "1", **typed})

    @pytest.mark.parametrize(
        ("typed", "result"),
        [
            ({"opponent": "云澜宏达建材有限公司"}, LookResult.SEALS),
            ({"opponent": "宏达建材厂"}, LookResult.NEAR),
            ({}, LookResult.CLEAR),
            ({"name": "陈女士", "phone": "13900000147"}, LookResult.VAGUE),
        ],
    )
    def test_it_says_who_and_what_was_told(self, client, lawyer, typed, result):
        make_party("云澜宏达建材有限公司", role=PartyRole.CLIENT)
        self.look(client, **typed)
        kept = CallerLook.objects.get()
        assert (kept.actor, kept.result) == (lawyer, result)

    def test_it_has_no_place_for_what_was_typed(self):
        kinds = {field.get_internal_type() for field in CallerLook._meta.fields}
        assert kinds == {"BigAutoField", "ForeignKey", "CharField", "DateTimeField"}
        assert CallerLook._meta.get_field("result").choices

    def test_a_form_that_is_refused_tells_as_much_and_is_recorded(self, client, lawyer):
        assert client.post(REGISTER, call(consent=None)).status_code == 422
        assert CallerLook.objects.count() == 1

    def test_without_a_word_nothing_is_looked_up(self, client, lawyer):
        self.look(client, name="")
        assert not CallerLook.objects.exists()

    @pytest.mark.parametrize("refused", [{"look": "1"}, {}])
    def test_too_many_are_not_answered_and_what_was_typed_stays(
        self, client, lawyer, monkeypatch, refused
    ):
        monkeypatch.setattr(rate_limit, "LOOKS", replace(rate_limit.LOOKS, most=1))
        make_party("宏达建材有限公司", role=PartyRole.CLIENT)
        self.look(client)
        fields = {**call(consent=None, opponent="宏达建材有限公司"), **refused}
        page = client.post(REGISTER, fields)
        assert intake.TOO_MANY.format(1) in page.text
        assert "found" not in page.context
        assert "可能有利益冲突" not in page.text
        assert SAID in page.text
        assert CallerLook.objects.count() == 1
        client.force_login(make_registrar(name="沈若宁"))
        assert self.look(client).context["found"]

    def test_registering_goes_on_all_the_same(self, client, lawyer, monkeypatch):
        monkeypatch.setattr(rate_limit, "LOOKS", replace(rate_limit.LOOKS, most=0))
        assert client.post(REGISTER, call()).status_code == 302
        assert Consultation.objects.exists()

    def test_it_stands_with_the_account_for_who_looks_after_people(self, client, lawyer):
        self.look(client, name="陈小满")
        client.force_login(make_member("咨询主管", username="zhou"))
        page = client.get(f"/admin/people/{lawyer.pk}/")
        assert page.context["looks"]["lately"] == 1
        assert LookResult.CLEAR.label in page.text
        assert "陈小满" not in page.text

    def test_nobody_changes_it_or_takes_it_away(self, client, lawyer):
        self.look(client)
        rows = CallerLook.objects.all()
        for act in (rows.delete, rows.get().delete, rows.get().save):
            with pytest.raises(TypeError, match="append-only"):
                act()
        with pytest.raises(TypeError, match="append-only"):
            rows.update(result=LookResult.CLEAR)
        lawyer.lawyer.delete()
        lawyer.delete()
        assert CallerLook.objects.get().actor is None


class TestGoingOn:
    """A call that belongs to an earlier consultation."""

    def go_on(self, client, consultation, **fields):
        known = {"source": Source.PHONE, "question": SAID, "token": token()}
        return client.post(REGISTER, {**known, "go_on": consultation.pk, **fields})

    def test_it_is_added_as_the_client_would(self, client, lawyer):
        kept, _ = make_submitted()
        services.assign(consultation=kept, user=lawyer, to=lawyer)
        services.close(consultation=kept, user=lawyer)
        for _ in range(2):  # a double click
            assert self.go_on(client, kept).status_code == 302
        kept.refresh_from_db()
        last = kept.messages.order_by("sent_at").last()
        assert last.text == intake.ADDED.format("电话") + SAID
        assert last.sender == Sender.CLIENT
        assert kept.state == State.WAITING_LAWYER
        assert kept.messages.count() == 2
        assert Consultation.objects.count() == 1
        assert kept.events.get(kind=EventKind.CLIENT_WROTE).actor == lawyer

    def test_with_what_was_answered(self, client, lawyer):
        kept, _ = make_submitted()
        self.go_on(client, kept, answer="先把打卡记录留好。")
        kept.refresh_from_db()
        assert kept.state == State.ANSWERED
        assert kept.assignee == lawyer

    def test_one_of_a_colleague_is_refused_and_the_words_come_back(self, client, lawyer):
        kept, _ = make_submitted()
        services.assign(consultation=kept, user=lawyer, to=make_registrar(name="沈若宁"))
        page = self.go_on(client, kept)
        assert page.status_code == 404
        assert SAID in page.text
        assert kept.messages.count() == 1

    def test_a_sealed_one_is_refused(self, client, lawyer):
        kept, _ = make_submitted()
        Consultation.objects.update(conflict=Conflict.SEALED)
        page = self.go_on(client, kept)
        assert page.status_code == 409
        assert SAID in page.text
        assert kept.messages.count() == 1

    def test_without_words_it_says_so(self, client, lawyer):
        kept, _ = make_submitted()
        page = self.go_on(client, kept, question="")
        assert page.status_code == 422
        assert page.context["said"] == ["请填写对方说了什么。"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_look_up_costs_the_same_whatever_it_finds(client, lawyer, number):
    for _ in range(number):
        make_submitted(phone="13900000147", area=make_area())
    client.get(REGISTER)
    fields = {**call(phone="13900000147"), "look": "1"}
    with CaptureQueriesContext(connection) as asked:
        assert len(client.post(REGISTER, fields).context["found"].earlier) == number
    locks = connection.features.has_select_for_update  # in SQLite there is one writer anyway
    assert len(asked) == 26 + locks  # of them five or six the bound and the record
