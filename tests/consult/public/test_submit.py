"""Submitting: one post is one consultation with one code, however often it is sent."""

import pytest
from django.db import IntegrityError

from consult import services
from consult.base.enums import EventKind, State
from consult.models import Consultation, Event, Message
from consult.services import base, notifications
from outbox.models import Notice
from tests.consult.posting import FORM, QUESTION, RECEIPT, code_of, good_post, token
from tests.factories import make_settings
from tests.factories import make_submitted as make_consultation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
NEXT_KEY = {"next": bytes(range(32))}


@pytest.fixture(autouse=True)
def _office():
    make_settings(notify_email="office@example.com")


def test_the_same_post_twice_is_one_consultation_one_notice_and_the_same_code(client):
    post, codes = good_post(), []
    for _ in range(2):
        assert client.post(FORM, post).url == RECEIPT
        codes.append(code_of(client))
    assert codes[0] == codes[1]
    assert Consultation.objects.count() == Message.objects.count() == Notice.objects.count() == 1


def test_the_same_text_from_two_forms_has_two_codes():
    one, other = (make_consultation(token=token) for token in "ab")
    assert one[0] != other[0]
    assert one[1] != other[1]


def test_a_changed_text_from_one_form_is_another_consultation():
    area = make_consultation(token="t")[0].area
    _, code = make_consultation(token="t", area=area)
    _, other = make_consultation(token="t", area=area, question=QUESTION + "补充")
    assert code != other
    assert Consultation.objects.count() == 2


def test_a_changed_name_from_one_form_is_another_consultation(client):
    post = good_post(name="王某")
    client.post(FORM, post)
    client.post(FORM, {**post, "name": "李某"})
    assert Consultation.objects.count() == 2


def test_two_forms_without_a_good_token_are_two_consultations(client):
    post = good_post(token="forged")
    client.post(FORM, post), client.post(FORM, post)
    assert Consultation.objects.count() == 2


def test_a_repeat_after_the_key_was_rotated_shows_the_code_that_was_given(settings):
    known = {"token": "t", "area": make_consultation()[0].area}
    first, code = make_consultation(**known)
    settings.CONSULT_KEYS = NEXT_KEY | settings.CONSULT_KEYS
    assert make_consultation(**known) == (first, code)
    assert services.find_by_code(code=code) == first


def test_a_code_given_before_a_rotation_opens_after_it(settings):
    kept, code = make_consultation()
    settings.CONSULT_KEYS = NEXT_KEY | settings.CONSULT_KEYS
    assert services.find_by_code(code=code) == kept


def test_all_is_stored_with_its_event_and_promise():
    kept, _ = make_consultation(name="王某", city="云澜")
    assert kept.state == State.NEW
    assert kept.messages.get().sent_at == kept.received_at
    assert kept.events.get().kind == EventKind.RECEIVED
    assert (kept.promised_at - kept.received_at).total_seconds() == 24 * 3600


def test_a_failing_notice_leaves_nothing_behind(monkeypatch):
    def fail(_):
        raise RuntimeError("ledger")

    monkeypatch.setattr(notifications, "tell_of_new", fail)
    with pytest.raises(RuntimeError):
        make_consultation()
    stored = [Consultation, Message, Event, Notice]
    assert not any(model.objects.exists() for model in stored)


def test_another_integrity_error_is_not_taken_for_a_repeat(monkeypatch):
    def fail(*_, **__):
        raise IntegrityError("something else")

    monkeypatch.setattr(base, "record", fail)
    with pytest.raises(IntegrityError):
        make_consultation()


def test_a_token_made_before_the_secret_key_was_changed_still_counts(client, settings):
    post = good_post(token=token())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "z" * 50
    client.post(FORM, post)
    assert Consultation.objects.get().state == State.NEW
