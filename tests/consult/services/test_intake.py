"""What comes in by the services: one post is one consultation, whole or not at all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from consult import services
from consult.base.enums import EventKind, Source, State
from consult.crypto import receipt_codes
from consult.models import Attachment, Consultation, Event, Message
from consult.models.consultation import ConsultationQuerySet
from consult.services import base, notifications
from outbox.models import Notice
from tests.consult.files.test_attachments import checked, lying
from tests.factories import (
    make_area,
    make_article,
    make_lawyer,
    make_notice,
    make_settings,
    make_submitted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
NEXT_KEY = {"next": bytes(range(32))}
PERSON = ("name", "phone", "email", "city", "opponent")


@pytest.fixture(autouse=True)
def _office():
    make_settings(notify_email="office@example.com", reply_promise_hours=24)


def test_whatever_is_changed_in_a_form_makes_it_another_consultation():
    same = {"token": "t", "area": make_area(), "question": "可以要回定金吗？", "files": [checked()]}
    changed = [{"token": "u"}, {"area": make_area()}, {"question": "可以退房吗？"}, {"files": []}]
    changed += [{field: "改过的"} for field in PERSON]
    found = [make_submitted(**{**same, **fields}) for fields in [{}, *changed, {}]]
    assert len({code for _, code in found}) == len({kept for kept, _ in found}) == 10
    assert found[0] == found[-1]


def test_a_code_given_before_a_rotation_opens_after_it_and_is_shown_to_a_repeat(settings):
    known = {"token": "t", "area": make_submitted()[0].area}
    first, code = make_submitted(**known)
    settings.CONSULT_KEYS = NEXT_KEY | settings.CONSULT_KEYS
    assert make_submitted(**known) == (first, code)
    assert services.find_by_code(code=code) == first


def test_all_is_stored_with_its_event_promise_and_consents():
    typed, lawyer, notice = (
        {field: f"写的{field}" for field in PERSON},
        make_lawyer(),
        make_notice(),
    )
    consents = {"processing": notice, "sensitive": notice}
    came = {"source": Source.ARTICLE, "source_article": make_article()}
    made, code = make_submitted(**typed, **came, addressee=lawyer, consents=consents)
    kept = Consultation.objects.get(pk=made.pk)
    assert {field: getattr(kept, field) for field in came} == came
    assert {field: getattr(kept, field) for field in PERSON} == typed
    assert (kept.addressee, kept.wants_mail, kept.state) == (lawyer, True, State.NEW)
    assert kept.tail_index == receipt_codes.stored(code)["tail_index"]
    assert kept.messages.get().sent_at == kept.received_at
    assert kept.events.get().kind == EventKind.RECEIVED
    assert (kept.promised_at - kept.received_at).total_seconds() == 24 * 3600
    given = set(kept.consents.values_list("kind", "notice", "given_at"))
    assert given == {(kind, notice.pk, kept.received_at) for kind in consents}
    made, _ = make_submitted(doubts="提交过快")
    empty = Consultation.objects.get(pk=made.pk)
    assert [getattr(empty, field) for field in PERSON] == [""] * 5
    assert (empty.doubts, empty.state) == ("提交过快", State.QUARANTINED)
    assert (empty.addressee, empty.wants_mail) == (None, False)


@pytest.mark.parametrize(
    ("where", "what", "error"),
    [
        (notifications, "tell_of_new", RuntimeError("ledger")),
        (base, "record", IntegrityError("something else")),  # not taken for a repeat
    ],
)
def test_what_fails_leaves_nothing_behind(monkeypatch, where, what, error):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(where, what, fail)
    with pytest.raises(type(error)):
        make_submitted()
    assert not any(model.objects.exists() for model in (Consultation, Message, Event, Notice))


def test_a_post_that_another_process_stored_first_is_that_one_and_leaves_no_file(monkeypatch):
    known = {"token": "t", "area": make_area(), "files": [checked()]}
    first, before = make_submitted(**known), lying()
    looked, exists = [], ConsultationQuerySet.exists

    def too_early(rows):
        looked.append(rows)
        return len(looked) > 1 and exists(rows)

    monkeypatch.setattr(ConsultationQuerySet, "exists", too_early)
    assert make_submitted(**known) == first
    assert (lying(), len(before)) == (before, 1)
    assert [model.objects.count() for model in (Consultation, Message, Attachment)] == [1, 1, 1]


def say(consultation, **fields):
    known = {"text": "再问一句", "token": "c", "files": [checked()]}
    return services.client_message(consultation=consultation, **{**known, **fields})


def test_the_same_message_twice_is_one_and_whatever_is_changed_makes_another():
    kept, other = make_submitted()[0], make_submitted()[0]
    first = say(kept)
    assert (first.text, first.sender, first.attachments.count()) == ("再问一句", "client", 1)
    assert (say(kept), len(lying())) == (first, 1)
    assert kept.events.filter(kind=EventKind.CLIENT_WROTE).count() == 1
    changed = [{"text": "又问一句"}, {"token": "d"}, {"files": []}]
    assert len({first, say(other), *[say(kept, **fields) for fields in changed]}) == 5


def test_a_message_is_dated_after_the_newest_one_though_the_clock_is_set_back(monkeypatch):
    kept, _ = make_submitted()
    now, hour = kept.received_at, timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: now - hour)
    early = say(kept)
    assert early.sent_at == now + timedelta(microseconds=1)
    assert early.visible_at == now - hour
    monkeypatch.setattr(timezone, "now", lambda: now + hour)
    late = say(kept, token="d")
    assert late.sent_at == late.visible_at == now + hour
