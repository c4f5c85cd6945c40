"""The review page: names for those who decide, nothing for anybody else, each look recorded."""

import pytest
from django.urls import reverse

from consult import services
from consult.admin.conflicts import EARLIER, REGISTERED, DecisionForm
from consult.base.enums import Conflict, ConsentKind, EventKind, PartyRole, State
from consult.client import status
from consult.conflicts import check, parties
from consult.models import Consultation, KnownParty
from tests.factories import make_staff
from tests.factories import make_submitted as make_consultation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
VIEW, ALL = "consult.view_consultation", "consult.see_all_consultations"
DECIDE = "consult.decide_conflict"
FIRM, SECRET = "云澜晴川科技有限公司", "晴川的股权纠纷"
QUESTION = "对方欠我三个月工资，应该怎么办？"
REASON = "营业执照号不同，不是同一家。"
NULL = "null_characters_not_allowed"


@pytest.fixture
def sealed():
    party = KnownParty(name=FIRM, role=PartyRole.CLIENT, matter=SECRET)
    parties.register(party=party)
    typed = {"name": "周明远", "opponent": "云澜晴川科技有限责任公司", "question": QUESTION}
    return Consultation.objects.get(pk=make_consultation(**typed)[0].pk)


@pytest.fixture
def manager(client):
    user = make_staff(VIEW, ALL, DECIDE)
    client.force_login(user)
    return user


def review_of(consultation):
    return reverse("admin:consult_consultation_conflict", args=[consultation.pk])


def page_of(consultation):
    return reverse("admin:consult_consultation_change", args=[consultation.pk])


def html(response):
    return response.content.decode()


def says(field, code, **numbers):
    """What the form has to say of a field."""
    return DecisionForm.base_fields[field].error_messages[code] % numbers


def test_it_shows_who_was_met_but_not_the_question(client, sealed, manager):
    response = client.get(review_of(sealed))
    shown = html(response)
    source = REGISTERED.format(PartyRole.CLIENT.label)
    assert all(word in shown for word in (FIRM, SECRET, "周明远", source, "名称相近"))
    assert QUESTION not in shown
    assert "no-store" in response["Cache-Control"]


def test_each_look_is_recorded_with_its_reader(client, sealed, manager):
    client.get(review_of(sealed)), client.get(review_of(sealed))
    looks = sealed.events.filter(kind=EventKind.CONFLICT_OPENED)
    assert [look.actor for look in looks] == [manager, manager]


def test_the_page_of_the_consultation_shows_no_name_until_somebody_has_decided(
    client, sealed, manager
):
    shown = html(client.get(page_of(sealed)))
    assert "待审查" in shown
    assert review_of(sealed) in shown
    assert not [word for word in (FIRM, "云澜晴川", "周明远", SECRET, QUESTION) if word in shown]
    client.post(review_of(sealed), {"decision": "allowed", "reason": REASON})
    shown = html(client.get(page_of(sealed)))
    assert QUESTION in shown
    assert not [word for word in (SECRET, REASON) if word in shown]


@pytest.mark.parametrize("rights", [[VIEW], [VIEW, ALL], [ALL, DECIDE]])
def test_nobody_else_gets_in(client, sealed, rights):
    client.force_login(make_staff(*rights))
    assert client.get(review_of(sealed)).status_code in {403, 404}
    posted = client.post(review_of(sealed), {"decision": "allowed", "reason": REASON})
    assert posted.status_code in {403, 404}
    assert Consultation.objects.get().sealed
    assert not sealed.events.filter(kind=EventKind.CONFLICT_OPENED).exists()


def test_an_anonymous_visitor_is_sent_to_the_login(client, sealed):
    assert "/admin/login/" in client.get(review_of(sealed)).url


def test_who_does_not_decide_is_told_to_wait_and_has_no_link(client, sealed):
    client.force_login(make_staff(VIEW, ALL))
    shown = html(client.get(page_of(sealed)))
    assert "待审查" in shown
    assert review_of(sealed) not in shown


def test_declining_is_recorded_and_shown_with_its_reason_to_deciders_alone(client, sealed, manager):
    response = client.post(review_of(sealed), {"decision": "declined", "reason": REASON})
    assert response.url == page_of(sealed)
    found = Consultation.objects.get()
    assert (found.conflict, found.state) == (Conflict.DECLINED, State.CLOSED)
    assert REASON in html(client.get(review_of(sealed)))
    assert REASON not in html(client.get(page_of(sealed)))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": REASON}, says("decision", "required")),
        ({"decision": "clear", "reason": REASON}, says("decision", "invalid_choice")),
        ({"decision": "allowed"}, says("reason", "required")),
        ({"decision": "allowed", "reason": "  "}, says("reason", "required")),
        ({"decision": "allowed", "reason": "字" * 501}, says("reason", "max_length")),
        ({"decision": "allowed", "reason": "坏\ufffd"}, says("reason", "broken")),
        ({"decision": "allowed", "reason": "坏\x00"}, says("reason", NULL)),
    ],
)
def test_what_cannot_be_recorded_comes_back_as_it_was(client, sealed, manager, typed, said):
    response = client.post(review_of(sealed), typed)
    assert response.status_code == 422
    assert said in html(response)
    assert response.context["form"]["reason"].value() == typed.get("reason")
    assert Consultation.objects.get().conflict == Conflict.SEALED


def test_a_hit_among_earlier_consultations_names_its_reference(client, manager):
    earlier = make_consultation(opponent="周明远")[0]
    found = make_consultation(name="周明远先生")[0]
    shown = html(client.get(review_of(found)))
    assert earlier.reference in shown
    assert EARLIER.format("对方") in shown
    assert "名称相近" in shown  # 先生 was left out


def test_it_still_opens_when_the_party_is_gone_or_the_key_is_missing(
    client, sealed, manager, settings
):
    assert 'class="review-hit"' in html(client.get(review_of(sealed)))
    KnownParty.objects.all().delete()
    shown = html(client.get(review_of(sealed)))
    assert "周明远" in shown
    assert 'class="review-hit"' not in shown
    settings.CONSULT_KEYS = {"other": bytes(range(32))}
    locked = html(client.get(review_of(sealed)))
    assert '<p class="errornote">' in locked
    assert "周明远" not in locked


def test_nothing_is_shown_once_consent_is_withdrawn(client, sealed, manager):
    services.withdraw_consent(consultation=sealed, kind=ConsentKind.PROCESSING)
    shown = html(client.get(review_of(sealed)))
    assert not [word for word in (FIRM, "周明远", SECRET) if word in shown]


def test_a_conflict_that_no_check_found_can_be_recorded(client, manager):
    found = make_consultation(name="王先生", opponent="前公司")[0]
    assert "咨询人、对方" not in html(client.get(review_of(found)))
    vague = check.not_compared(found)
    assert len(vague) == 2
    assert f'<p class="help">{"、".join(vague)}' in html(client.get(page_of(found)))
    client.post(review_of(found), {"decision": "declined", "reason": "电话里听出是对方的人。"})
    assert Consultation.objects.get().sealed


def test_the_client_learns_nothing_while_it_is_looked_into(client, sealed):
    plain = make_consultation(question=QUESTION)[0]
    assert status.describe(sealed, [])["text"] == status.describe(plain, [])["text"]
    assert status.describe(sealed, [])["may_write"]
    services.decide_conflict(
        consultation=sealed, user=make_staff(), decision=Conflict.DECLINED, reason=REASON
    )
    declined = status.describe(Consultation.objects.get(pk=sealed.pk), [])["text"]
    assert declined == status.DECLINED
    assert not [word for word in ("冲突", FIRM, REASON) if word in declined]
