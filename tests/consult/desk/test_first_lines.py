"""How a question begins, in the inbox: who is shown it, what is recorded, what is never shown."""

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from consult import services
from consult.base import policy
from consult.base.enums import Conflict, EventKind, State
from consult.base.policy import Action
from consult.desk import access
from consult.models import Event
from tests.consult.rows import put
from tests.factories import make_staff, make_superuser
from tests.factories import make_submitted as make_consultation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
INBOX = reverse("admin:consult_consultation_changelist") + "?work=all"
BEGINNING = "甲乙丙丁，店面装修拖了两个多月，付了六万"
QUESTION = f"{BEGINNING}，\n想换人接着做又怕说不清楚。后来发生了别的事情"


@pytest.fixture
def reader(client):
    user = make_staff("consult.view_consultation", "consult.see_all_consultations")
    client.force_login(user)
    return client


def asked(**fields):
    return make_consultation(question=QUESTION, **fields)[0]


def listings():
    return Event.objects.filter(kind=EventKind.LISTED)


def test_it_is_called_by_the_first_line_or_sentence_and_by_forty_characters():
    for question, line in [
        (QUESTION, BEGINNING),
        ("您好！\n公司拖欠工资怎么办？我做了三年", "您好！ 公司拖欠工资怎么办？"),
        ("被辞退了", "被辞退了"),
        (f"付了八万六千，{'字' * 20}，{'字' * 20}。", f"付了八万六千，{'字' * 20}…"),
        (f"字{'字' * access.LONGEST}。", f"{'字' * access.LONGEST}…"),
    ]:
        assert access.first_line(question) == line


def test_in_the_list_it_is_called_by_the_first_words_of_the_client(reader):
    asked()
    html = reader.get(INBOX).text
    assert f">{BEGINNING}</a>" in html
    assert "想换人接着做" not in html
    one = asked()
    services.client_message(consultation=one, text="后来补充的话", token="t")
    services.reply(consultation=one, user=make_staff(), text="律师的话", token="r")
    html = reader.get(INBOX).text
    assert BEGINNING in html
    assert "后来补充的话" not in html
    assert "律师的话" not in html


def test_who_was_shown_it_is_recorded_once_and_it_is_no_opening(reader):
    one = asked()
    for _ in range(3):
        reader.get(INBOX)
    event = listings().get()
    assert (event.consultation, event.actor.pk) == (one, int(reader.session["_auth_user_id"]))
    reader.force_login(make_superuser())
    reader.get(INBOX)
    assert listings().count() == 2
    assert one.messages.get().seen_at is None
    assert not one.events.filter(kind=EventKind.OPENED).exists()


def test_what_cannot_be_recorded_is_not_shown(reader, monkeypatch):
    one = asked()

    def busy(rows):
        raise OperationalError("database is locked")

    monkeypatch.setattr(Event.objects, "bulk_create", busy)
    html = reader.get(INBOX).text
    assert one.reference in html
    assert "甲乙丙丁" not in html


CLOSED = [
    ({"state": State.QUARANTINED}, "待甄别"),
    ({"conflict": Conflict.SEALED}, "可能有冲突"),
    ({"conflict": Conflict.DECLINED, "conflict_at": timezone.now()}, "不受理"),
    ({"consent_withdrawn_at": timezone.now()}, "撤回同意"),
]


@pytest.mark.parametrize(("fields", "why"), CLOSED, ids=["odd", "sealed", "declined", "withdrawn"])
def test_what_is_closed_says_why_and_nothing_else(client, fields, why):
    one = asked(name="王小明", phone="13800000000")
    one.follow_up_on, one.follow_up_why = timezone.localdate(), "要跟进的话"
    one.save()
    put(one, **fields)
    client.force_login(make_superuser())
    html = client.get(INBOX).text
    assert why in html
    hidden = ("甲乙丙丁", "要跟进的话", "王*", "138****")
    assert [words for words in hidden if words in html] == []
    is_sealed = fields.get("conflict") == Conflict.SEALED
    assert ('<span class="badge badge-grey">待审查</span>' in html) is is_sealed
    assert not listings().exists()


def test_who_may_not_open_it_or_has_not_its_key_meets_no_word(client, settings):
    one = asked(name="王小明")
    client.force_login(make_staff("consult.view_consultation"))
    assert "甲乙丙丁" not in client.get(INBOX).text
    assert not listings().exists()
    keys, settings.CONSULT_KEYS = settings.CONSULT_KEYS, {"other": bytes(range(32))}
    client.force_login(make_superuser())
    html = client.get(INBOX).text
    assert one.reference in html
    assert access.LOCKED in html
    settings.CONSULT_KEYS = keys
    services.erase_now(consultation=one)
    html = client.get(INBOX).text
    assert (access.WHY_NONE[access.ERASED] in html, "王*" in html) == (True, False)
    assert {*policy.cells(Action.READ)} <= {*access.WHY_NONE}


def test_what_is_to_be_followed_up_stands_before_it_and_markup_is_text(reader):
    one = asked()
    one.follow_up_on, one.follow_up_why = timezone.localdate(), "问材料收齐没有"
    one.save()
    assert "跟进：<b>问材料收齐没有</b> · " in reader.get(INBOX).text
    make_consultation(question="<b>我被拖欠工资三个月了怎么办</b>")
    html = reader.get(INBOX).text
    assert "&lt;b&gt;我被拖欠工资三个月了怎么办" in html
    assert "<b>我被" not in html
