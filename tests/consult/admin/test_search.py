"""The search of the desk: by what a client says on the telephone, without a trace of it."""

import re
from datetime import timedelta
from html import unescape
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
from consult.desk import access, search
from consult.models import Event
from tests.consult.desk_pages import ALL, VIEW, page_of
from tests.consult.posting import QUESTION
from tests.consult.rows import put
from tests.factories import make_area, make_consultation, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
SEARCH = reverse("admin:consult_consultation_search")
INBOX = reverse("admin:consult_consultation_changelist")
PERSON = {
    "name": "王小明",
    "phone": "13800000000",
    "email": "w.ming@example.com",
    "opponent": "云澜贸易有限公司",
}


def says(field, code="invalid_choice"):
    """What the form has to say of a field."""
    return DeskSearchForm.base_fields[field].error_messages[code]


def found(client, text="", **more):
    answer = client.post(SEARCH, {"text": text, **more})
    assert answer.status_code == 200
    rows = answer.context.get("rows", [])
    return {UUID(resolve(row["address"]).kwargs["object_id"]) for row in rows}


SAID = [
    "王小明", " 王 小明 ", "云澜贸易有限公司", "13800000000", "138 0000 0000", "138-0000-0000",
    "+86 13800000000", "１３８００００００００", "w.ming@example.com", " W.Ming@Example.COM",
]  # fmt: skip
UNSAID = ["王", "小明", "1380000", "张三", "@example.com", "拖欠", "%", "王小明' or 1=1"]


def test_one_is_found_by_name_opponent_number_mail_code_and_reference(reader):
    nothing, area = '<p class="desk-nothing" role="status">', make_area()
    page = reader.post(SEARCH, {"text": "王小明"}).text
    assert nothing in page
    # What cannot be found by its words is listed by what stands beside them.
    for query in re.findall(r'"/admin/consult/consultation/\?([^"]*)"', page):
        assert reader.get(INBOX + "?" + unescape(query)).context["cl"].get_filters_params()
    assert f"work=all&amp;area={area.pk}" in page
    kept, code = make_consultation(**PERSON)
    odd = make_consultation(name="李四", phone="95123456", email="li@example.com")[0]
    assert nothing not in reader.post(SEARCH, {"text": "王小明"}).text
    wide = code[-4:].translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    by_code = (code[-4:], wide, code, f"{code[:8]} {code[8:]}")
    by_reference = (kept.reference, kept.reference.lower(), f"咨询 {kept.reference}")
    for said in (*SAID, *by_reference):
        assert found(reader, said) == {kept.pk}, said
    for said in by_code:
        assert kept.pk in found(reader, said), said
    assert found(reader, "95123456") == {odd.pk}  # which looks like a reference
    for said in (*UNSAID, code[-5:]):
        assert found(reader, said) == set(), said
    services.withdraw_consent(consultation=kept, kind=ConsentKind.PROCESSING)
    assert found(reader, "王小明") == found(reader, "13800000000") == set()
    assert found(reader, code[-4:]) == found(reader, kept.reference) == {kept.pk}
    services.erase_now(consultation=kept)
    assert found(reader, "王小明") == found(reader, code[-4:]) == set()
    assert found(reader, kept.reference) == {kept.pk}


def test_area_assignee_and_dates_narrow_it_down_and_bad_ones_are_told(reader):
    area, boss = make_area(), make_staff(VIEW)
    old, new = make_consultation(area=make_area(parent=area))[0], make_consultation()[0]
    today = timezone.localdate()
    put(old, received_at=timezone.now() - timedelta(days=40), assignee=boss)
    assert found(reader, area=area.pk) == found(reader, assignee=boss.pk) == {old.pk}
    assert found(reader, since=today, until=today) == {new.pk}
    assert found(reader, until=today - timedelta(days=30)) == {old.pk}
    assert found(reader, until=today - timedelta(days=30), area=new.area_id) == set()
    for typed, words in [
        ({}, NOTHING_TYPED),
        ({"text": "字" * 101}, says("text", "max_length")),
        ({"area": "x"}, says("area")),
        ({"assignee": "9" * 30}, says("assignee")),
        ({"since": "昨天"}, says("since", "invalid")),
        ({"until": "9999-12-31"}, TOO_LATE),
        ({"since": "0001-01-01"}, TOO_EARLY),
        ({"since": "2026-02-02", "until": "2026-01-01"}, WRONG_ORDER),
    ]:
        answer = reader.post(SEARCH, typed)
        assert (answer.status_code, words in answer.text) == (422, True), typed
        assert typed.get("text", "")[:60] in answer.text


def test_one_finds_only_what_one_may_open(client):
    mine, theirs = (make_consultation(**PERSON)[0] for _ in range(2))
    me = make_staff(VIEW)
    put(mine, assignee=me)
    client.force_login(me)
    assert found(client, "王小明") == {mine.pk}
    assert found(client, theirs.reference) == set()


@pytest.mark.parametrize("conflict", [Conflict.SEALED, Conflict.DECLINED])
def test_a_sealed_one_is_not_found_by_a_person_but_by_who_decides(client, reader, conflict):
    kept = make_consultation(**PERSON)[0]
    put(kept, conflict=conflict, conflict_at=timezone.now())
    assert found(reader, "王小明") == found(reader, "13800000000") == set()
    assert found(reader, kept.reference) == {kept.pk}
    client.force_login(make_staff(VIEW, ALL, "consult.decide_conflict"))
    assert found(client, "王小明") == {kept.pk}


def test_at_most_so_many_are_listed_and_it_says_so(reader, monkeypatch):
    monkeypatch.setattr(search, "MOST", 2)
    for _ in range(3):
        make_consultation(name="王小明")
    answer = reader.post(SEARCH, {"text": "王小明"})
    assert len(answer.context["rows"]) == 2
    assert answer.context["more"]
    assert re.search("<h2>[^<]*2条，[^<]*</h2>", answer.text)


def test_what_was_looked_for_stays_nowhere_and_no_address_is_looked_at(reader):
    kept = make_consultation(**PERSON)[0]
    answer = reader.post(SEARCH, {"text": "王小明"})
    before = Event.objects.count()  # whose question was shown
    assert access.first_line(QUESTION) in answer.text
    assert "no-store" in answer["Cache-Control"]
    stored = [session.get_decoded() for session in Session.objects.all()]
    assert "王小明" not in str([stored, answer.cookies, list(LogEntry.objects.all())])
    assert Event.objects.count() == before
    answer = reader.get(SEARCH, {"text": "王小明"})
    assert "王小明" not in answer.text
    assert page_of(kept) not in answer.text
    assert 'name="q"' not in reader.get(reverse("admin:consult_consultation_changelist")).text


def test_a_mask_shows_enough_to_know_one_by_and_no_length_of_a_name():
    numbers = {"13800001234": "138****1234", "0330-5550100": "033****0100", "95123456": "****56"}
    names = {"张三": "张*", "王": "王*", " ": ""}
    for mask, shown in ((columns.phone, numbers), (columns.name, names)):
        assert {one: mask(one) for one in (*shown, "")} == {**shown, "": ""}
