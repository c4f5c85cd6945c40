"""Conflicts of interest: the review for those who decide, names that are near, earlier cases."""

import pytest
from django.urls import reverse

from consult import services
from consult.admin.columns import NEAR
from consult.admin.conflicts import (
    EARLIER,
    JUDGED,
    NO_VERDICT,
    REGISTERED,
    TAKEN_BACK,
    DecisionForm,
)
from consult.base import policy
from consult.base.enums import Conflict, ConsentKind, EventKind, PartyRole, State, Verdict
from consult.conflicts import records
from consult.conflicts.named import GENERAL
from consult.crypto.fields import Encrypted
from consult.desk.search import HIDDEN
from consult.models import Consultation, KnownParty
from consult.services import replies
from consult.services.conflicts import GONE
from tests.consult.conflicts.test_check import asked
from tests.consult.conflicts.test_parties import make_party
from tests.consult.desk_pages import ALL, VIEW, page_of
from tests.factories import make_member, make_staff, make_superuser
from tests.screen import Screen

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FIRM, SECRET = "云澜晴川科技有限公司", "晴川的股权纠纷"
QUESTION = "对方欠我三个月工资，应该怎么办？"
REASON = "营业执照号不同，不是同一家。"
NULL = "null_characters_not_allowed"
FULL, SHORT, MATTER = "云澜宏达建材有限公司", "宏达建材厂", "宏达的股权转让"
SAME, OTHER = 'value="hit_same"', 'value="hit_other"'


def review_of(consultation):
    return page_of(consultation, "conflict")


def words_in(text, *words):
    return [word for word in words if word in text]


@pytest.fixture
def sealed():
    make_party(FIRM, role=PartyRole.CLIENT, matter=SECRET)
    return asked(name="周明远", opponent="云澜晴川科技有限责任公司", question=QUESTION)


@pytest.fixture
def decides(client):
    user = make_staff(VIEW, ALL, "consult.decide_conflict")
    client.force_login(user)
    return user


def says(field, code, **numbers):
    """What the form has to say of a field."""
    return DecisionForm.base_fields[field].error_messages[code] % numbers


def test_it_shows_who_was_met_but_not_the_question_and_records_each_look(client, sealed, decides):
    response = client.get(review_of(sealed))
    known = (FIRM, SECRET, "周明远", REGISTERED.format(PartyRole.CLIENT.label), "名称相近")
    assert words_in(response.text, *known, QUESTION) == [*known]
    assert "no-store" in response["Cache-Control"]
    client.get(review_of(sealed))
    looks = sealed.events.filter(kind=EventKind.CONFLICT_OPENED)
    assert [look.actor for look in looks] == [decides, decides]
    services.withdraw_consent(consultation=sealed, kind=ConsentKind.PROCESSING)
    assert not words_in(client.get(review_of(sealed)).text, FIRM, "周明远", SECRET)


def test_the_page_shows_no_name_until_somebody_has_decided(client, sealed, decides):
    shown = client.get(page_of(sealed)).text
    hidden = (FIRM, "云澜晴川", "周明远", SECRET, QUESTION)
    marks = ("待审查", review_of(sealed))
    assert words_in(shown, *marks, *hidden) == [*marks]
    client.post(review_of(sealed), {"decision": "allowed", "reason": REASON})
    assert words_in(client.get(page_of(sealed)).text, QUESTION, SECRET, REASON) == [QUESTION]
    response = client.post(review_of(sealed), {"decision": "declined", "reason": f"{REASON}不。"})
    assert response.url == page_of(sealed)
    found = Consultation.objects.get()
    assert (found.conflict, found.state) == (Conflict.DECLINED, State.CLOSED)
    assert f"{REASON}不。" in client.get(review_of(sealed)).text
    assert REASON not in client.get(page_of(sealed)).text


WRONG = [
    ({"reason": REASON}, says("decision", "required")),
    ({"decision": "clear", "reason": REASON}, says("decision", "invalid_choice")),
    ({"decision": "allowed"}, says("reason", "required")),
    ({"decision": "allowed", "reason": "  "}, says("reason", "required")),
    ({"decision": "allowed", "reason": "字" * 501}, says("reason", "max_length")),
    ({"decision": "allowed", "reason": "坏\ufffd"}, says("reason", "broken")),
    ({"decision": "allowed", "reason": "坏\x00"}, says("reason", NULL)),
]


def test_what_cannot_be_recorded_comes_back_as_it_was(client, sealed, decides):
    for typed, said in WRONG:
        response = client.post(review_of(sealed), typed)
        assert (response.status_code, said in response.text) == (422, True), typed
        assert response.context["form"]["reason"].value() == typed.get("reason")
    assert Consultation.objects.get().conflict == Conflict.SEALED


def test_a_hit_among_earlier_consultations_names_its_reference(client, decides):
    earlier = asked(opponent="周明远")
    found = asked(name="周明远先生")  # 先生 is left out
    shown = client.get(review_of(found)).text
    known = (earlier.reference, EARLIER.format("对方"), "名称相近")
    assert words_in(shown, *known) == [*known]


def test_it_still_opens_when_the_party_is_gone_or_the_key_is_missing(
    client, sealed, decides, settings
):
    assert 'class="card review-hit"' in client.get(review_of(sealed)).text
    KnownParty.objects.all().delete()
    shown = client.get(review_of(sealed)).text
    assert words_in(shown, "周明远", 'class="card review-hit"') == ["周明远"]
    settings.CONSULT_KEYS = {"other": bytes(range(32))}
    locked = client.get(review_of(sealed)).text
    assert words_in(locked, '<p class="errornote">', "周明远") == ['<p class="errornote">']


def test_a_conflict_that_no_check_found_can_be_recorded(client, decides):
    found = asked(name="王先生", opponent="前公司")
    assert "咨询人、对方" not in client.get(review_of(found)).text
    shown = client.get(page_of(found)).text
    assert (shown.count(GENERAL), f"{records.CLEAR}。" in shown) == (2, False)
    client.post(review_of(found), {"decision": "declined", "reason": "电话里听出是对方的人。"})
    assert Consultation.objects.get().sealed
    client.force_login(make_superuser())
    named = asked(name="王先生", opponent="云澜康泰大药房有限公司")
    assert f"利益冲突：称呼“王先生”{GENERAL}" in client.get(page_of(named)).text


@pytest.fixture
def near():
    make_party(FULL, role=PartyRole.CLIENT, matter=MATTER)
    return asked(name="周明远", opponent=SHORT)


def login(client, group, *consultations):
    user = make_member(group)
    for one in consultations:
        Consultation.objects.filter(pk=one.pk).update(assignee=user)
    client.force_login(user)
    return user


def tap(client, consultation, action, hit=None):
    hit = consultation.conflict_hits.get().pk if hit is None else hit
    return client.post(page_of(consultation), {"action": action, "hit": hit}, follow=True)


@pytest.mark.parametrize(
    ("post", "seen"),
    [("律师", (SHORT, HIDDEN, SAME)), ("咨询主管", (FULL, SAME, OTHER)), ("助理", (SHORT,))],
)
def test_that_one_is_near_is_told_to_all_and_who_to_managers_alone(client, near, post, seen):
    login(client, post, near)
    shown = client.get(page_of(near)).text
    assert {*words_in(shown, FULL, MATTER, SAME, OTHER, *seen)} - {MATTER} == {*seen}
    if post != "咨询主管":
        assert not words_in(shown, MATTER, PartyRole.CLIENT.label)
    Consultation.objects.filter(pk=near.pk).update(conflict=Conflict.SEALED)
    assert not words_in(client.get(page_of(near)).text, SHORT, SAME)


def test_one_tap_of_a_manager_ends_the_question(client, near):
    login(client, "咨询主管")
    inbox = reverse("admin:consult_consultation_changelist")
    assert NEAR in client.get(inbox).text
    for hit in ("", "x", "0", "999999", "9" * 40, "\x00"):
        answer = tap(client, near, "hit_same", hit)
        assert (answer.status_code, GONE in answer.text) == (409, True), hit
    hit = near.conflict_hits.get().pk
    assert JUDGED[Verdict.OTHER] in tap(client, near, "hit_other", hit).text
    assert NEAR not in client.get(inbox).text
    assert SAME not in client.get(page_of(near)).text
    assert JUDGED[Verdict.SAME] in tap(client, near, "hit_same", hit).text
    near.refresh_from_db()
    assert near.sealed


def test_a_record_that_does_not_open_closes_no_page(client, near):
    near.conflict_checks.update(found=Encrypted("enc1:gone:AAAA"))
    login(client, "咨询主管", near)
    shown = client.get(page_of(near)).text
    assert words_in(shown, SAME, records.LOCKED) == [SAME, records.LOCKED]
    assert client.get(review_of(near)).status_code == 200
    assert client.get(page_of(near, "conflict_record")).status_code == 200


def test_the_review_shows_it_apart_from_what_seals_and_judges_it(client, near):
    manager = login(client, "咨询主管")
    assert words_in(client.get(review_of(near)).text, FULL, MATTER) == [FULL, MATTER]
    hit = near.conflict_hits.get().pk
    answer = client.post(review_of(near), {"hit": hit, "verdict": "no"})
    assert (answer.status_code, NO_VERDICT in answer.text) == (409, True)
    answer = client.post(review_of(near), {"hit": hit, "verdict": "other"}, follow=True)
    assert Verdict.OTHER.label in answer.text
    assert manager.username in answer.text
    client.post(review_of(near), {"hit": hit, "verdict": "same"})
    near.refresh_from_db()
    assert near.sealed


def test_an_earlier_consultation_is_linked_where_it_may_be_opened(client):
    first = asked(name="周明远", phone="13900000000")
    second = asked(phone="13900000000")
    login(client, "咨询主管", first)
    shown = client.get(page_of(second)).text
    assert words_in(shown, page_of(first), first.area.name) == [page_of(first), first.area.name]
    assert not first.events.filter(kind=EventKind.OPENED).exists()
    client.get(page_of(first))
    assert first.events.filter(kind=EventKind.OPENED).count() == 1
    login(client, "律师", second)
    assert page_of(first) not in client.get(page_of(second)).text


def test_an_answer_waits_for_the_judgement_and_the_form_that_is_printed_says_why(client, near):
    """Of a known party; the form has the names, who judged and why, and nothing of the question."""
    manager = login(client, "咨询主管")
    Consultation.objects.filter(pk=near.pk).update(assignee=manager)
    known = {"consultation": near, "user": manager, "text": "可以起诉。"}
    with pytest.raises(policy.NotAllowedError, match=replies.JUDGE_FIRST):
        services.reply(**known, token="t")
    hit = near.conflict_hits.get().pk
    fields = {"action": "hit_other", "hit": hit, "reason": REASON}
    for wrong in ("坏\x00", "坏\ufffd", "字" * 201):
        assert client.post(page_of(near), {**fields, "reason": wrong}).status_code == 409
    client.post(page_of(near), fields)
    assert services.reply(**known, token="t")
    shown = client.get(page_of(near, "conflict_record")).text
    said = (SHORT, FULL, "周明远", REASON, Verdict.OTHER.label, records.ALL_OTHERS)
    assert words_in(shown, *said, "怎么办", MATTER) == [*said]
    assert near.events.filter(kind=EventKind.CONFLICT_OPENED, actor=manager).count() == 1
    assert records.CLEAR not in client.get(page_of(near)).text
    login(client, "律师", near)
    assert words_in(client.get(page_of(near, "conflict_record")).text, FULL, REASON) == []
    Consultation.objects.filter(pk=near.pk).update(conflict=Conflict.SEALED)
    assert client.get(page_of(near, "conflict_record")).status_code == 404
    services.withdraw_consent(consultation=near, kind=ConsentKind.PROCESSING)
    login(client, "咨询主管", near)  # whom the review shows nothing of it either
    assert client.get(page_of(near, "conflict_record")).status_code == 404


def test_one_act_in_the_review_lets_a_party_seal_nothing(client, sealed, decides):
    assert client.post(review_of(sealed), {"take_back": "x"}).status_code == 409
    hit = sealed.conflict_hits.get().pk
    answer = client.post(review_of(sealed), {"take_back": hit}, follow=True)
    assert TAKEN_BACK.format(1) in answer.text


@pytest.mark.parametrize(("opponent", "is_open"), [("", True), (FULL, False)])
def test_what_was_not_compared_stands_open_beside_the_reply(client, opponent, is_open):
    client.force_login(make_superuser())
    case = asked(name="周明远", opponent=opponent, question=QUESTION)
    panel = Screen.at(client, page_of(case)).soup.find(id="conflict")
    assert panel.has_attr("data-open-wide") is is_open
    assert ("更正咨询人信息" in panel.text) is is_open
