"""What a client's acts leave alone, and what they leave behind when they come twice or too late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consult import services
from consult.base.enums import ConsentKind, EventKind, State
from consult.models import Consultation, Event
from tests.consult.desk_pages import make_answering
from tests.consult.posting import shift
from tests.factories import make_consultation, make_notice, make_staff

pytestmark = pytest.mark.django_db
KINDS = (ConsentKind.PROCESSING, ConsentKind.SENSITIVE)


@pytest.fixture
def kept():
    return make_consultation(
        email="wang@example.com", consents=dict.fromkeys(KINDS, make_notice())
    )[0]


def fresh():
    return Consultation.objects.get()


def standing(consultation):
    active = consultation.consents.filter(withdrawn_at=None)
    return set(active.values_list("kind", flat=True))


def recorded(kind):
    return Event.objects.filter(kind=kind).count()


def test_no_code_is_nobodys(kept):
    assert services.find_by_code(code="") is None


def test_an_answer_is_seen_once_and_what_the_client_wrote_is_not_an_answer(kept, monkeypatch):
    services.reply(consultation=kept, user=make_answering(), text="可以。", token="r")
    assert services.record_answers_seen(consultation=kept) == 0  # it can still be taken back
    shift(monkeypatch, seconds=40)
    assert services.record_answers_seen(consultation=kept) == 1
    first = kept.messages.get(sender="lawyer").seen_at
    assert services.record_answers_seen(consultation=kept) == 0
    assert kept.messages.get(sender="lawyer").seen_at == first
    assert kept.messages.get(sender="client").seen_at is None


def give(consultation):
    services.allow_publication(consultation=consultation, notice=make_notice())


def test_a_consent_stands_once_and_can_be_given_anew_after_it_was_withdrawn(kept):
    give(kept), give(kept)
    assert kept.consents.filter(kind=ConsentKind.PUBLICATION).count() == 1
    assert recorded(EventKind.CONSENT_GIVEN) == 1
    services.withdraw_consent(consultation=kept, kind=ConsentKind.PUBLICATION)
    give(kept)
    assert standing(kept) == {*KINDS, ConsentKind.PUBLICATION}


def test_what_is_erased_or_no_more_agreed_to_takes_no_consent(kept):
    services.withdraw_consent(consultation=kept, kind=ConsentKind.SENSITIVE)
    with pytest.raises(services.NotAllowedError, match="已经停止处理"):
        give(kept)
    other = make_consultation()[0]
    services.erase_now(consultation=other)
    with pytest.raises(services.NotAllowedError, match="已经停止处理"):
        give(other)
    assert not recorded(EventKind.CONSENT_GIVEN)


def test_one_consent_is_withdrawn_once_and_the_others_stand(kept):
    assert services.withdraw_consent(consultation=kept, kind=ConsentKind.SENSITIVE) == kept
    first = kept.consents.get(kind=ConsentKind.SENSITIVE).withdrawn_at
    assert services.withdraw_consent(consultation=kept, kind=ConsentKind.SENSITIVE) == kept
    assert kept.consents.get(kind=ConsentKind.SENSITIVE).withdrawn_at == first
    assert standing(kept) == {ConsentKind.PROCESSING}
    assert recorded(EventKind.CONSENT_WITHDRAWN) == 1


def test_an_open_one_and_a_closed_one_go_today_once_the_consent_is_withdrawn(kept):
    services.withdraw_consent(consultation=kept, kind=ConsentKind.PROCESSING)
    found = fresh()
    assert (found.state, found.purge_on) == (State.CLOSED, timezone.localdate())
    assert (bool(found.consent_withdrawn_at), found.wants_mail) == (True, False)
    Consultation.objects.all().delete()
    closed = make_consultation(email="wang@example.com")[0]
    services.close(consultation=closed, user=make_staff())
    assert fresh().purge_on > timezone.localdate() + timedelta(days=1)
    services.withdraw_consent(consultation=closed, kind=ConsentKind.PROCESSING)
    found = fresh()
    assert (found.state, found.purge_on) == (State.CLOSED, timezone.localdate())
    assert (bool(found.consent_withdrawn_at), found.wants_mail) == (True, False)


def test_what_was_done_already_is_no_error_and_leaves_no_second_trace(kept):
    assert services.stop_mail(consultation=kept) == kept
    assert services.stop_mail(consultation=kept) == kept
    assert recorded(EventKind.NOTICES_STOPPED) == 1
    assert services.erase_now(consultation=kept).state == State.ERASED
    assert services.erase_now(consultation=kept).state == State.ERASED
    assert recorded(EventKind.CLIENT_ERASED) == 1
