"""The search of the desk: by what a client says on the telephone, without a trace of it."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.urls import resolve, reverse
from django.utils import timezone

from consult import services
from consult.admin import columns
from consult.admin.search import NOTHING_TYPED, TOO_EARLY, TOO_LATE, WRONG_ORDER, DeskSearchForm
from consult.base.enums import Conflict, ConsentKind
from consult.desk import search
from consult.models import Consultation, Event
from tests.factories import make_area, make_consultation, make_staff, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
SEARCH = reverse("admin:consult_consultation_search")
PERSON = {
    "name": "王小明",
    "phone": "13800000000",
    "email": "w.ming@example.com",
    "opponent": "云澜贸易有限公司",
}
VIEW, ALL, DECIDE = (
    f"consult.{name}" for name in ("view_consultation", "see_all_consultations", "decide_conflict")
)


@pytest.fixture
def manager(client):
    client.force_login(make_staff(VIEW, ALL))
    return client


def put(consultation, **fields):
    Consultation.objects.filter(pk=consultation.pk).update(**fields)


def says(field, code="invalid_choice"):
    """What the form has to say of a field."""
    return DeskSearchForm.base_fields[field].error_messages[code]


def found(client, text="", **more):
    answer = client.post(SEARCH, {"text": text, **more})
    assert answer.status_code == 200
    links = [dict(row)["reference_link"] for row in answer.context.get("rows", [])]
    return {UUID(resolve(re.search('href="(.*?)"', one)[1]).kwargs["object_id"]) for one in links}


@pytest.mark.parametrize(
    "said",
    [
        "王小明", " 王 小明 ", "云澜贸易有限公司", "13800000000", "138 0000 0000", "138-0000-0000",
        "+86 13800000000", "１３８００００００００", "w.ming@example.com", " W.Ming@Example.COM",
    ],
)  # fmt: skip
def test_a_person_is_found_by_name_opponent_number_and_mail(manager, said):
    kept = make_consultation(**PERSON)[0]
    make_consultation(name="李四", phone="13900000001", email="li@example.com")
    assert found(manager, said) == {kept.pk}


@pytest.mark.parametrize(
    "said", ["王", "小明", "1380000", "张三", "@example.com", "拖欠", "%", "王小明' or 1=1"]
)
def test_parts_and_content_are_not_found(manager, said):
    make_consultation(**PERSON)
    assert found(manager, said) == set()


def test_a_client_is_found_by_the_end_of_the_code(manager):
    kept, code = make_consultation()
    make_consultation()
    wide = code[-4:].translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    for said in (code[-4:], wide, code, f"{code[:8]} {code[8:]}"):
        assert kept.pk in found(manager, said)
    assert found(manager, code[-5:]) == set()


def test_a_consultation_is_found_by_its_reference(manager):
    kept = make_consultation()[0]
    make_consultation()
    for said in (kept.reference, kept.reference.lower(), f"咨询 {kept.reference}"):
        assert found(manager, said) == {kept.pk}


def test_a_number_that_looks_like_a_reference_is_found_all_the_same(manager):
    kept = make_consultation(phone="95123456")[0]
    assert found(manager, "95123456") == {kept.pk}


def test_area_assignee_and_dates_narrow_it_down(manager):
    area, boss = make_area(), make_staff(VIEW)
    old, new = make_consultation(area=make_area(parent=area))[0], make_consultation()[0]
    today = timezone.localdate()
    put(old, received_at=timezone.now() - timedelta(days=40), assignee=boss)
    assert found(manager, area=area.pk) == found(manager, assignee=boss.pk) == {old.pk}
    assert found(manager, since=today, until=today) == {new.pk}
    assert found(manager, until=today - timedelta(days=30)) == {old.pk}
    assert found(manager, until=today - timedelta(days=30), area=new.area_id) == set()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, NOTHING_TYPED),
        ({"text": "字" * 101}, says("text", "max_length")),
        ({"area": "x"}, says("area")),
        ({"assignee": "9" * 30}, says("assignee")),
        ({"since": "昨天"}, says("since", "invalid")),
        ({"until": "9999-12-31"}, TOO_LATE),
        ({"since": "0001-01-01"}, TOO_EARLY),
        ({"since": "2026-02-02", "until": "2026-01-01"}, WRONG_ORDER),
    ],
)
def test_bad_input_is_told_in_a_sentence_and_stays(manager, typed, words):
    answer = manager.post(SEARCH, typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert typed.get("text", "")[:60] in answer.text


def test_nothing_found_says_what_can_be_looked_for(manager):
    nothing = '<p class="desk-nothing" role="status">'
    assert nothing in manager.post(SEARCH, {"text": "王小明"}).text
    make_consultation(**PERSON)
    assert nothing not in manager.post(SEARCH, {"text": "王小明"}).text


def test_one_finds_only_what_one_may_open(client):
    mine, theirs = (make_consultation(**PERSON)[0] for _ in range(2))
    me = make_staff(VIEW)
    put(mine, assignee=me)
    client.force_login(me)
    assert found(client, "王小明") == {mine.pk}
    assert found(client, theirs.reference) == set()


@pytest.mark.parametrize("conflict", [Conflict.SEALED, Conflict.DECLINED])
def test_a_sealed_one_is_not_found_by_a_person_but_by_who_decides(client, conflict):
    kept = make_consultation(**PERSON)[0]
    put(kept, conflict=conflict, conflict_at=timezone.now())
    client.force_login(make_staff(VIEW, ALL))
    assert found(client, "王小明") == found(client, "13800000000") == set()
    assert found(client, kept.reference) == {kept.pk}
    client.force_login(make_staff(VIEW, ALL, DECIDE))
    assert found(client, "王小明") == {kept.pk}


def test_one_without_consent_is_found_by_code_and_reference_alone(manager):
    kept, code = make_consultation(**PERSON)
    services.withdraw_consent(consultation=kept, kind=ConsentKind.PROCESSING)
    assert found(manager, "王小明") == found(manager, "13800000000") == set()
    assert found(manager, code[-4:]) == found(manager, kept.reference) == {kept.pk}


def test_an_erased_one_is_found_by_its_reference_alone(manager):
    kept, code = make_consultation(**PERSON)
    services.erase_now(consultation=kept)
    assert found(manager, "王小明") == found(manager, code[-4:]) == set()
    assert found(manager, kept.reference) == {kept.pk}


def test_at_most_fifty_are_listed_and_it_says_so(manager, monkeypatch):
    monkeypatch.setattr(search, "MOST", 2)
    for _ in range(3):
        make_consultation(name="王小明")
    answer = manager.post(SEARCH, {"text": "王小明"})
    assert len(answer.context["rows"]) == 2
    assert answer.context["more"]
    assert re.search("<h2>[^<]*2条，[^<]*</h2>", answer.text)


def test_what_was_looked_for_stays_nowhere(manager):
    make_consultation(**PERSON)
    before = Event.objects.count()
    answer = manager.post(SEARCH, {"text": "王小明"})
    assert "no-store" in answer["Cache-Control"]
    stored = [session.get_decoded() for session in Session.objects.all()]
    assert "王小明" not in str([stored, answer.cookies, list(LogEntry.objects.all())])
    assert Event.objects.count() == before


def test_an_address_is_not_looked_at(manager):
    consultation, _ = make_consultation(**PERSON)
    answer = manager.get(SEARCH, {"text": "王小明"})
    assert "王小明" not in answer.text
    assert reverse("admin:consult_consultation_change", args=[consultation.pk]) not in answer.text
    assert 'name="q"' not in manager.get(reverse("admin:consult_consultation_changelist")).text


@pytest.mark.parametrize("number", [1, 30])
def test_it_takes_as_many_queries_for_thirty_as_for_one(manager, number, django_assert_num_queries):
    for _ in range(number):
        put(make_consultation(**PERSON)[0], assignee=make_staff())
    with django_assert_num_queries(10):
        manager.post(SEARCH, {"text": "王小明"})


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_is_closed_to_who_may_not_read_consultations(client, method):
    assert "/admin/login/" in getattr(client, method)(SEARCH).url
    client.force_login(make_staff("articles.change_article", ALL))
    assert getattr(client, method)(SEARCH).status_code == 403


def test_a_foreign_page_cannot_search(django_user_model):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_superuser())
    assert strict.post(SEARCH, {"text": "王小明"}).status_code == 403


@pytest.mark.parametrize(
    ("number", "shown"),
    [("13800001234", "138****1234"), ("0330-5550100", "033****0100"), ("95123456", "****56"),
     ("", "")],
)  # fmt: skip
def test_a_mask_shows_enough_to_know_one_by(number, shown):
    assert columns.phone(number) == shown


@pytest.mark.parametrize(("name", "shown"), [("张三", "张*"), ("王", "王*"), (" ", ""), ("", "")])
def test_a_masked_name_does_not_tell_its_length(name, shown):
    assert columns.name(name) == shown
