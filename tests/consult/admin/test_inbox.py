"""The inbox: open work first, masked, with how each question begins for who may read it."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consult import services
from consult.admin import columns
from consult.admin.inbox import DOUBTFUL
from consult.base.enums import Conflict, State
from consult.crypto import fields
from consult.desk import metrics
from consult.models import Consultation
from tests.consult.desk_pages import VIEW
from tests.consult.rows import put
from tests.factories import make_area, make_consultation, make_settings, make_staff
from tests.stages import crossed

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
INBOX = reverse("admin:consult_consultation_changelist")
SECRET = {"name": "王小明", "phone": "13800000000", "email": "wang@example.com"}
SECRET |= {"city": "云澜市", "opponent": "某某公司"}
SECRET |= {"question": "我被拖欠工资三个月了怎么办？" * 3 + "后面的话"}
MASKED = "王* 138****0000"
HOUR = timedelta(hours=1)


def rows(client, query=""):
    return list(client.get(INBOX + query).context["cl"].result_list)


def listed(client, query=""):
    return {one.pk for one in rows(client, query)}


def text_of(client, query=""):
    return client.get(INBOX + query).text


def make(number):
    return [make_consultation()[0] for _ in range(number)]


def test_it_shows_what_waits_for_an_answer_and_filters_by_what_it_waits_for(reader):
    new, closed, answered, late, sealed, odd = make(6)
    services.close(consultation=closed, user=make_staff())
    put(answered, state=State.ANSWERED)
    put(late, promised_at=timezone.now() - HOUR)
    put(sealed, conflict=Conflict.SEALED)
    put(odd, state=State.QUARANTINED, doubts="提交过快")
    for query, found in {
        "": [new, late, sealed],
        "?work=all": [new, closed, answered, late, sealed, odd],
        "?work=quarantined": [odd],
        "?work=late": [late],
        "?work=sealed": [sealed],
        "?work=live": [new, late, sealed, answered],
    }.items():
        assert listed(reader, query) == {one.pk for one in found}, query
    doubtful = DOUBTFUL.format(1, "quarantined")
    assert doubtful in text_of(reader)
    assert doubtful not in text_of(reader, "?work=quarantined")
    assert f"编号{late.reference}" in text_of(reader)
    near = [columns.near_day(timezone.localdate() + timedelta(days=one)) for one in (-1, 0, 1)]
    assert near == ["昨天", "今天", "明天"]
    assert columns.promise(metrics.listed(type(answered).objects.filter(pk=answered.pk)).get()) == (
        columns.NOTHING
    )


def test_late_ones_come_first_then_what_loses_its_right_then_the_promise(reader, manager):
    calm, promised, limited, late, older = make(5)
    now = timezone.now()
    put(calm, promised_at=now + 9 * HOUR)
    put(promised, promised_at=now + HOUR)
    put(older, promised_at=now + HOUR, received_at=now - HOUR)
    put(limited, promised_at=now + 8 * HOUR, limitation_on=now.date())
    put(late, promised_at=now - HOUR)
    assert rows(reader) == [late, limited, older, promised, calm]
    assert text_of(reader).count("（已超时）") == 1
    services.reply(consultation=late, user=manager, text="答复", token="t")
    assert "（已超时）" not in text_of(reader, "?work=all")  # an answered one is never late


def test_nothing_confidential_is_in_the_list_and_all_of_it_is_masked(reader, settings):
    kept, code = make_consultation(**SECRET)
    for query in ("", "?work=all", "?o=1", "?name__startswith=王", "?q=王小明"):
        answer = reader.get(INBOX + query, follow=True)
        hidden = [*SECRET.values(), code, code[:4], "enc1:"]
        assert not [word for word in hidden if word in answer.text], query
    answer = reader.get(INBOX)
    assert MASKED in answer.text
    assert "no-store" in answer["Cache-Control"]
    settings.CONSULT_KEYS = {"other": bytes(range(32))}
    assert kept.reference in text_of(reader)


def test_a_limitation_period_that_ends_soon_is_a_badge(reader):
    (one,) = make(1)
    for days, words in {
        31: None,
        30: columns.LEFT.format(30),
        1: columns.LEFT.format(1),
        0: columns.LAST_DAY,
        -1: columns.OVER,
    }.items():
        put(one, limitation_on=timezone.localdate() + timedelta(days=days))
        html = text_of(reader)
        assert (words or "负责人") in html
        assert ("时效" in html) == bool(words)


@pytest.mark.parametrize("number", [1, 50])
def test_the_list_takes_as_many_queries_for_fifty_as_for_one(
    reader, number, django_assert_num_queries
):
    make_settings(notify_email="office@example.com")
    for _ in range(number):
        kept = make_consultation(area=make_area(parent=make_area()), **SECRET)[0]
        put(kept, assignee=make_staff())
    reader.get(INBOX)  # after which it is recorded who has seen the questions
    with django_assert_num_queries(14):
        reader.get(INBOX)


def test_who_is_in_charge_and_how_much_is_unread_are_shown(reader, manager):
    (kept,) = make(1)
    services.client_message(consultation=kept, text="补充一句", token="t2")
    boss = make_staff(last_name="林", first_name="致远")
    services.assign(consultation=kept, user=boss, to=boss)
    html = text_of(reader)
    assert "2条未读" in html
    assert "林致远" in html
    services.record_opening(consultation=kept, user=manager)
    assert "条未读" not in text_of(reader)


def test_the_filters_narrow_it_down(client, manager):
    area, old = make_area(), timezone.now() - timedelta(days=40)
    below, other = make_area(parent=area), make_staff(last_name="林", first_name="致远")
    mine, nobodys, theirs = (make_consultation(area=one)[0] for one in (below, area, make_area()))
    put(mine, assignee=manager)
    put(theirs, assignee=other, received_at=old)
    for query, found in {
        "who=me": {mine.pk},
        "who=nobody": {nobodys.pk},
        f"who={other.pk}": {theirs.pk},
        f"area={area.pk}": {mine.pk, nobodys.pk},
        f"area={below.pk}": {mine.pk},
        "when=week": {mine.pk, nobodys.pk},
    }.items():
        assert listed(client, f"?{query}") == found, query
    for query in ("today", "month", "year"):
        assert nobodys.pk in listed(client, f"?when={query}")
    assert "林致远" in text_of(client, "?who=nobody")  # offered to who sees their work
    client.force_login(make_staff(VIEW))
    assert "林致远" not in text_of(client)


def test_a_filter_that_is_not_offered_breaks_nothing(reader):
    names = ["who", "area", "work", "when", "source", "outcome", "follow", "o", "p"]
    odd = ["x", "9" * 40, "-1", "", "%00", "1 or 1", "\x00"]
    for name, value in crossed(names, odd):
        assert reader.get(INBOX, {name: value}).status_code in {200, 302}, (name, value)


@pytest.fixture
def one_a_page(client, manager, monkeypatch):
    monkeypatch.setattr(admin.site.get_model_admin(Consultation), "list_per_page", 1)
    make_settings(notify_email="office@example.com")
    area = make_area()
    return [make_consultation(area=area, name="王小明")[0].pk for _ in range(3)]


def test_page_after_page_shows_each_once_costs_the_same_and_opens_what_it_shows(
    client, one_a_page, monkeypatch
):
    for query in ("", "&work=all", "&work=all&o=5", "&work=all&o=-5"):
        found = [row.pk for page in (1, 2, 3) for row in rows(client, f"?p={page}{query}")]
        assert (len(found), {*found}) == (3, {*one_a_page}), query
    for page in (1, 2, 3):
        client.get(f"{INBOX}?p={page}")  # after which it is recorded who has seen the questions
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{INBOX}?p={page}")
        assert len(queries) == 13
    (sql,) = [one["sql"] for one in queries if "OFFSET 2" in one["sql"]]
    inner = sql.partition('"id" IN (SELECT')[2]
    assert "OFFSET 2" in inner
    assert ("phone" in inner, "consult_message" in inner) == (False, False)
    opened, decrypt = [], fields.decrypt
    monkeypatch.setattr(
        fields, "decrypt", lambda value, place: opened.append(place) or decrypt(value, place)
    )
    (shown,) = rows(client, "?p=3")
    places = {place.rpartition(":")[2] for place in opened}
    assert places == {str(shown.pk), str(shown.messages.get().pk)}


def test_nothing_is_added_or_deleted_by_hand_and_nothing_else_has_a_page(client, manager):
    (one,) = make(1)
    for action in ("delete_selected", "export", ""):
        client.post(INBOX, {"action": action, "_selected_action": str(one.pk), "post": "yes"})
    for page in ("add/", f"{one.pk}/delete/"):
        for method in (client.get, client.post):
            assert method(INBOX + page).status_code == 403
    assert Consultation.objects.count() == 1
    for model in ("message", "note", "event", "throttle"):
        assert client.get(f"/admin/consult/{model}/").status_code == 404
