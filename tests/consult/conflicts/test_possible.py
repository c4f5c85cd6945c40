"""Names that may be the same: kept for a person, found by keyed hashes that the worker renews."""

import pytest
from django.db import connection

from consult import key_rotation, lifecycle, services
from consult.base.enums import Conflict, EventKind, Likeness, PartyRole, Verdict
from consult.conflicts import blind_indexes, check, parties, records
from consult.models import ConflictHit, Consultation, Event, KnownParty, ShortName
from tests.consult.conflicts.test_check import ROLES, asked
from tests.factories import make_staff, make_submitted, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FULL, SHORT = "云澜宏达建材有限公司", "宏达建材厂"
RIGHTS = ["consult.view_consultation", "consult.send_reply", "consult.see_all_consultations"]
DECIDE = "consult.decide_conflict"


def make_party(name=FULL, role=PartyRole.CLIENT, former=""):
    return parties.register(party=KnownParty(name=name, role=role, former_names=former))


def near(consultation):
    """Party, earlier consultation and likeness of what a person has to judge."""
    return list(consultation.conflict_hits.to_judge().values_list("party", "earlier", "likeness"))


def judge(consultation, verdict, user, **more):
    hit = consultation.conflict_hits.get()
    known = {"consultation": consultation, "user": user, "hit": hit.pk}
    services.judge_hit(**known, verdict=verdict, **more)
    consultation.refresh_from_db()
    return consultation.conflict_hits.get()


def test_a_shortened_name_is_kept_for_a_person_and_seals_nothing():
    party = make_party()
    found = asked(opponent=f"王小明、{SHORT}")  # each of several is compared
    assert near(found) == [(party.pk, None, Likeness.NEAR)]
    assert found.conflict == Conflict.CLEAR
    kinds = found.events.values_list("kind", flat=True)
    assert EventKind.CONFLICT_POSSIBLE in kinds
    assert EventKind.CONFLICT_FOUND not in kinds
    found = asked(opponent="云澜宏达建材有限责任公司")
    assert found.sealed
    assert near(found) == []


@pytest.mark.parametrize(("role", "side", "met"), ROLES)
def test_it_is_met_on_the_side_where_the_firm_is_not_expected(role, side, met):
    make_party(role=role)
    assert bool(near(asked(**{side: SHORT}))) is met


def test_a_party_that_is_registered_later_meets_what_is_open():
    found = asked(opponent=SHORT)
    party = make_party()
    other = KnownParty(name="宏达建材", role=PartyRole.RELATED)
    assert parties.register_all(parties=[other]) == (1, 0)
    assert {row[0] for row in near(found)} == {party.pk, other.pk}


def test_a_brand_that_many_bear_is_not_shown():
    party = make_party("云澜宏达建材有限公司")
    assert near(asked(opponent="宏达公司")) == [(party.pk, None, Likeness.FAR)]
    for trade in ("贸易", "餐饮", "科技", "服装", "物流"):
        make_party(f"云澜宏达{trade}有限公司")
    assert near(asked(opponent="宏达公司")) == []
    assert len(near(asked(opponent="宏达服装店"))) == 1


def test_a_heap_of_invented_names_hides_no_party():
    party = make_party("云澜宏达建材有限公司")
    for trade in ("贸易", "餐饮", "科技", "服装", "物流", "食品"):
        make_submitted(name=f"云澜宏达{trade}有限公司", doubts="重复")
    assert near(asked(opponent="宏达公司")) == [(party.pk, None, Likeness.FAR)]


def test_of_two_names_of_one_party_the_nearer_counts():
    party = make_party("宏达公司", former=FULL)
    assert near(asked(opponent=SHORT)) == [(party.pk, None, Likeness.NEAR)]


def test_what_fails_here_loses_nothing_and_seals_nothing(monkeypatch, caplog):
    def broken(*args):
        raise ValueError(SHORT)

    make_party()
    monkeypatch.setattr(check, "found", broken)
    found = asked(opponent=SHORT)
    assert (found.conflict, found.messages.count()) == (Conflict.CLEAR, 1)
    assert not ShortName.objects.filter(consultation=found).exists()
    assert "ValueError" in caplog.text
    assert SHORT not in caplog.text


def test_that_it_is_another_one_is_kept_and_not_asked_again():
    party = make_party()
    found, user = asked(opponent=SHORT), make_staff(*RIGHTS, DECIDE)
    judge(found, Verdict.OTHER, user)
    hit = judge(found, Verdict.OTHER, user)  # the second tap of two
    assert (hit.judged_by, bool(hit.judged_at), found.conflict) == (user, True, Conflict.CLEAR)
    assert found.events.filter(kind=EventKind.CONFLICT_OTHER, actor=user).count() == 1
    assert check.check(found) is False
    assert check.recheck([party]) == 0
    assert near(found) == []
    judge(found, Verdict.SAME, user)  # may still be said
    assert found.sealed
    assert not [one for one in Event.objects.all() if "宏达" in str(one.__dict__)]


def test_a_former_name_that_is_the_same_seals_whatever_was_said_before():
    party = make_party()
    found = asked(opponent=SHORT)
    judge(found, Verdict.OTHER, make_staff(*RIGHTS, DECIDE))
    party.former_names = SHORT
    parties.register(party=party)
    found.refresh_from_db()
    assert found.sealed
    hit = found.conflict_hits.get()
    assert (hit.likeness, hit.verdict, hit.judged_at) == (Likeness.SAME, "", None)


def test_nothing_of_a_name_lies_in_the_tables():
    make_party()
    asked(name="房东王小明", opponent=SHORT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM consult_shortname")
        rows = str(cursor.fetchall())
    assert not any(word in rows for word in ("宏达", "建材", "云澜", "小明", "firm", "person"))


def test_erasing_takes_the_short_names_along_and_the_hits_that_point_to_it():
    earlier = asked(name=FULL)
    asked(opponent=FULL)
    found = asked(opponent=SHORT)
    assert near(found) == [(None, earlier.pk, Likeness.NEAR)]  # on the other side
    lifecycle.erase(earlier, EventKind.CLIENT_ERASED)
    assert not ShortName.objects.filter(consultation=earlier).exists()
    assert near(found) == []
    assert not ConflictHit.objects.filter(consultation=earlier).exists()
    assert near(asked(opponent=SHORT)) == []


def test_a_rotation_makes_the_short_names_anew(settings):
    make_party()
    asked(name=FULL)
    settings.CONSULT_KEYS = {"new": b"n" * 32, **settings.CONSULT_KEYS}
    *_, progress = key_rotation.rotate()
    assert not progress.stuck
    old = [key for key in settings.CONSULT_KEYS if key != "new"]
    assert not any(key_rotation.need_of(key).encrypted for key in old)
    assert all(row.index.startswith("new:") for row in ShortName.objects.exclude(index=""))
    assert len(near(asked(opponent=SHORT))) == 2


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


def test_it_ends_with_its_turn_goes_on_in_the_next_and_once_done_has_nothing_to_do(
    old, django_assert_max_num_queries
):
    turns = iter([True, False])
    parties.renew(lambda: next(turns))
    assert ShortName.objects.filter(party__isnull=False).exists()
    assert not ShortName.objects.filter(consultation__isnull=False).exists()
    parties.renew(always)
    assert ShortName.objects.filter(consultation__isnull=False).exists()
    make_submitted(name="王先生")
    parties.renew(always)
    with django_assert_max_num_queries(4):
        parties.renew(always)


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
