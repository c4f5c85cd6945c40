"""The worker makes the indexes of what is older than them."""

import pytest

from consult import services
from consult.base.enums import PartyRole
from consult.conflicts import blind_indexes, parties, records
from consult.models import Consultation, KnownParty, ShortName
from tests.factories import make_submitted, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FULL, SHORT = "云澜宏达建材有限公司", "宏达建材厂"


def always():
    return True


@pytest.fixture
def old():
    """A party and a consultation as an earlier release left them."""
    parties.register(party=KnownParty(name=FULL, role=PartyRole.CLIENT))
    found = make_submitted(opponent=SHORT, email="w@example.com")[0]
    found.conflict_hits.all().delete()
    found.conflict_checks.all().delete()
    ShortName.objects.all().delete()
    Consultation.objects.update(email_index="")
    return found


def test_what_is_old_is_read_compared_and_found_by_its_mail_and_by_new_rules(old, monkeypatch):
    parties.renew(always)
    assert old.conflict_hits.to_judge().count() == 1
    assert ShortName.objects.filter(party__isnull=False).exists()
    assert Consultation.objects.filter(
        email_index=blind_indexes.index_of_email("W@example.com")
    ).exists()
    parties.renew(always)
    monkeypatch.setattr(blind_indexes, "VERSION", blind_indexes.VERSION + 1)
    parties.renew(always)
    assert set(ShortName.objects.values_list("version", flat=True)) == {blind_indexes.VERSION}


def test_what_has_ended_is_read_and_compared_only_when_it_is_taken_up_again(old):
    services.close(consultation=old, user=make_superuser())
    parties.renew(always)
    assert ShortName.objects.filter(consultation=old).exists()
    assert not old.conflict_hits.exists()
    old.refresh_from_db()
    assert records.gaps(old)[0].why == records.UNKNOWN


def test_one_that_fails_is_told_and_the_others_go_on(old, monkeypatch, caplog):
    monkeypatch.setattr(parties, "index", lambda row: 1 / 0)
    parties.renew(always)
    assert "short names of party failed: ZeroDivisionError" in caplog.text
    assert ShortName.objects.filter(consultation=old).exists()


def test_once_done_it_has_nothing_to_do(old, django_assert_max_num_queries):
    make_submitted(name="王先生")
    parties.renew(always)
    with django_assert_max_num_queries(4):
        parties.renew(always)


def test_it_ends_with_its_turn_and_goes_on_in_the_next(old):
    turns = iter([True, False])
    parties.renew(lambda: next(turns))
    assert ShortName.objects.filter(party__isnull=False).exists()
    assert not ShortName.objects.filter(consultation__isnull=False).exists()
    parties.renew(always)
    assert ShortName.objects.filter(consultation__isnull=False).exists()


def test_it_waits_for_a_key_that_is_missing(old, settings):
    known = settings.CONSULT_KEYS
    settings.CONSULT_KEYS = {"other": b"o" * 32}
    parties.renew(always)
    assert not ShortName.objects.exists()
    settings.CONSULT_KEYS = known
    parties.renew(always)
    assert ShortName.objects.exists()


def test_what_does_not_open_waits_alone(old):
    Consultation.objects.filter(pk=old.pk).update(opponent="")
    other = make_submitted(opponent="云澜宏达建材有限公司")[0]
    ShortName.objects.all().delete()
    raw = Consultation.objects.filter(pk=other.pk).values_list("opponent", flat=True)[0]
    assert raw.startswith("enc1:")
    row = Consultation.objects.get(pk=old.pk)
    row.__dict__["opponent"] = raw  # sealed for another row
    row.save(update_fields=["opponent"])
    parties.renew(always)
    assert not ShortName.objects.filter(consultation=old).exists()
    assert ShortName.objects.filter(consultation=other).exists()
