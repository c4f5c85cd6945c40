"""What taking in keeps of a post, what makes two posts one, and what the second leaves behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consult import services
from consult.base.enums import EventKind, State
from consult.crypto import receipt_codes
from consult.models import Attachment, Consultation, Message
from consult.models.consultation import ConsultationQuerySet
from tests.consult.files.test_attachments import checked, lying
from tests.factories import make_area, make_consultation, make_lawyer, make_notice

pytestmark = pytest.mark.django_db
PERSON = ("name", "phone", "email", "city", "opponent")


def test_whatever_is_changed_in_a_form_makes_it_another_consultation():
    same = {"token": "t", "area": make_area(), "question": "可以要回定金吗？", "files": [checked()]}
    changed = [{"token": "u"}, {"area": make_area()}, {"question": "可以退房吗？"}, {"files": []}]
    changed += [{field: "改过的"} for field in PERSON]
    found = [make_consultation(**{**same, **fields}) for fields in [{}, *changed, {}]]
    assert len({code for _, code in found}) == len({kept for kept, _ in found}) == 10
    assert found[0] == found[-1]


def test_what_was_not_filled_in_is_empty():
    kept = Consultation.objects.get(pk=make_consultation()[0].pk)
    assert [getattr(kept, field) for field in PERSON] == [""] * 5
    assert (kept.doubts, kept.addressee, kept.wants_mail) == ("", None, False)


def test_what_was_filled_in_is_kept_and_the_code_is_found_by_its_end():
    typed, lawyer = {field: f"写的{field}" for field in PERSON}, make_lawyer()
    made, code = make_consultation(**typed, addressee=lawyer)
    kept = Consultation.objects.get(pk=made.pk)
    assert {field: getattr(kept, field) for field in PERSON} == typed
    assert (kept.addressee, kept.wants_mail) == (lawyer, True)
    assert kept.tail_index == receipt_codes.stored(code)["tail_index"]


def test_a_suspect_post_waits_with_its_doubts():
    kept = Consultation.objects.get(pk=make_consultation(doubts="提交过快")[0].pk)
    assert (kept.state, kept.doubts) == (State.QUARANTINED, "提交过快")


def test_each_consent_is_kept_with_its_notice_and_the_time_of_the_post():
    notice = make_notice()
    kept, _ = make_consultation(consents={"processing": notice, "sensitive": notice})
    given = set(kept.consents.values_list("kind", "notice", "given_at"))
    at = kept.received_at
    assert given == {("processing", notice.pk, at), ("sensitive", notice.pk, at)}


def test_a_post_that_another_process_stored_first_is_that_one_and_leaves_no_file(monkeypatch):
    known = {"token": "t", "area": make_area(), "files": [checked()]}
    first, before = make_consultation(**known), lying()
    looked, exists = [], ConsultationQuerySet.exists

    def too_early(rows):
        looked.append(rows)
        return len(looked) > 1 and exists(rows)

    monkeypatch.setattr(ConsultationQuerySet, "exists", too_early)
    assert make_consultation(**known) == first
    assert (lying(), len(before)) == (before, 1)
    assert [model.objects.count() for model in (Consultation, Message, Attachment)] == [1, 1, 1]


def say(consultation, **fields):
    known = {"text": "再问一句", "token": "c", "files": [checked()]}
    return services.client_message(consultation=consultation, **{**known, **fields})


def test_the_same_message_twice_is_one_and_leaves_no_second_file():
    kept, _ = make_consultation()
    first = say(kept)
    assert (first.text, first.sender, first.attachments.count()) == ("再问一句", "client", 1)
    assert (say(kept), len(lying())) == (first, 1)
    assert kept.events.filter(kind=EventKind.CLIENT_WROTE).count() == 1


def test_whatever_is_changed_in_a_message_makes_it_another_one():
    kept, other = make_consultation()[0], make_consultation()[0]
    changed = [{"text": "又问一句"}, {"token": "d"}, {"files": []}]
    made = {say(kept), say(other), *[say(kept, **fields) for fields in changed]}
    assert len(made) == 5


def test_a_message_is_dated_after_the_newest_one_though_the_clock_is_set_back(monkeypatch):
    kept, _ = make_consultation()
    now = kept.received_at
    monkeypatch.setattr(timezone, "now", lambda: now - timedelta(hours=1))
    early = say(kept)
    assert early.sent_at == now + timedelta(microseconds=1)
    assert early.visible_at == now - timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=1))
    late = say(kept, token="d")
    assert late.sent_at == late.visible_at == now + timedelta(hours=1)
