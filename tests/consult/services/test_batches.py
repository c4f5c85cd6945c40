"""One act on many consultations: done once, refused by name, taken back for ten minutes."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from consult import key_rotation, services
from consult.base.enums import BatchAct, Conflict, EventKind, State
from consult.models import Consultation, Event
from consult.services import batches
from firm.base.dates import short_day
from firm.models import Batch, BatchItem
from firm.site.batches import ALREADY_BACK
from outbox.models import Notice
from tests.consult.posting import shift
from tests.factories import make_settings, make_staff, make_superuser
from tests.factories import make_submitted as make_consultation
from tests.retention import forgotten

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TODAY = timezone.localdate


@pytest.fixture
def boss():
    make_settings(notify_email="office@example.com")
    return make_superuser(last_name="沈", first_name="若宁")


@pytest.fixture
def lin():
    rights = ("consult.view_consultation", "consult.send_reply")
    return make_staff(*rights, last_name="林", first_name="致远", email="lin@example.com")


def asked(number=2):
    return [make_consultation()[0] for _ in range(number)]


def do(act, rows, user, token="t", **given):
    keys = [one.pk for one in rows]
    return batches.do(token=token, act=act, keys=keys, user=user, **given)


def put(one, **fields):
    Consultation.objects.filter(pk=one.pk).update(**fields)


def now(one):
    return Consultation.objects.get(pk=one.pk)


def why(batch):
    return {UUID(one.record): one.why for one in batch.items.all() if one.why}


def mails(kind="consult_batch"):
    return Notice.objects.filter(kind=kind)


def test_all_of_them_are_put_in_charge_and_one_mail_says_so(boss, lin):
    rows = asked(3)
    do(BatchAct.ASSIGN, rows, boss, to=lin)
    assert [now(one).assignee for one in rows] == [lin] * 3
    assert mails().get().recipient == "lin@example.com"
    assert "3条咨询" in mails().get().payload["subject"]
    assert not mails("consult_assigned").exists()


def test_nobody_is_mailed_of_what_they_took_themselves(boss):
    do(BatchAct.ASSIGN, asked(), boss, to=boss)
    assert not mails().exists()


def test_the_same_wish_twice_is_done_once(boss, lin):
    rows = asked()
    first, second = (do(BatchAct.ASSIGN, rows, boss, to=lin) for _ in range(2))
    assert first == second
    assert Event.objects.filter(kind=EventKind.ASSIGNED).count() == len(rows)
    assert mails().count() == 1


def test_what_is_refused_is_named_and_the_others_go_on(boss, lin):
    good, sealed, declined, theirs = asked(4)
    put(sealed, conflict=Conflict.SEALED)
    put(declined, conflict=Conflict.DECLINED, conflict_at=timezone.now())
    put(theirs, assignee=lin)
    batch = do(BatchAct.ASSIGN, [good, sealed, declined, theirs], boss, to=lin)
    assert now(good).assignee == lin
    assert [now(one).assignee for one in (sealed, declined)] == [None, None]
    assert why(batch) == {
        sealed.pk: batches.SEALED,
        declined.pk: batches.DECLINED,
        theirs.pk: batches.WITH_THEM.format("林致远"),
    }


def test_what_one_may_not_open_is_not_even_named(lin):
    theirs = asked(1)[0]
    put(theirs, assignee=make_staff())
    batch = do(BatchAct.CLOSE, [theirs], lin)
    assert now(theirs).state == State.NEW
    assert not batch.items.exists()


def test_ended_ones_are_left_out_of_ending(boss):
    one, ended = asked()
    services.close(consultation=ended, user=boss)
    batch = do(BatchAct.CLOSE, [one, ended], boss)
    assert now(one).state == State.CLOSED
    assert why(batch) == {ended.pk: batches.ENDED}


def test_a_day_to_come_back_is_set_where_there_is_none(boss):
    one, other = asked()
    put(other, follow_up_on=TODAY())
    on = TODAY() + timedelta(days=3)
    batch = do(BatchAct.FOLLOW_UP, [one, other], boss, on=on, why="问材料")
    assert (now(one).follow_up_on, now(one).follow_up_why) == (on, "问材料")
    assert now(other).follow_up_on == TODAY()
    assert why(batch) == {other.pk: batches.COMES_BACK.format(short_day(TODAY()))}


@pytest.mark.parametrize(("typed", "kept"), [("问材料", "问材料"), ("", "等鉴定结论")])
def test_a_day_is_replaced_where_it_is_asked_for_and_comes_back_with_its_words(boss, typed, kept):
    one, other = asked()
    then, on = TODAY() + timedelta(days=9), TODAY() + timedelta(days=3)
    for each in (one, other):
        services.set_follow_up(consultation=each, user=boss, on=then, why="等鉴定结论")
    known = {"on": on, "why": typed, "replaced": [one.pk]}
    batch = do(BatchAct.FOLLOW_UP, [one, other], boss, **known)
    assert (now(one).follow_up_on, now(one).follow_up_why) == (on, kept)
    assert (now(other).follow_up_on, now(other).follow_up_why) == (then, "等鉴定结论")
    assert why(batch) == {other.pk: batches.COMES_BACK.format(short_day(then))}
    assert "等鉴定结论" not in str([*batch.items.values_list()])
    batches.take_back(batch=batch, user=boss)
    assert (now(one).follow_up_on, now(one).follow_up_why) == (then, "等鉴定结论")


def test_erasing_takes_what_was_replaced_with_it(boss):
    one = asked(1)[0]
    services.set_follow_up(consultation=one, user=boss, on=TODAY(), why="等鉴定结论")
    on = TODAY() + timedelta(days=3)
    batch = do(BatchAct.FOLLOW_UP, [one], boss, on=on, replaced=[one.pk])
    assert "enc1:" in batch.items.get().before
    services.erase_now(consultation=one)
    assert batch.items.get().before == ""


def test_assigning_is_taken_back_to_who_had_it_and_the_mail_with_it(boss, lin):
    hers, nobodys = asked()
    other = make_staff(email="other@example.com")
    put(hers, assignee=other)
    batch = do(BatchAct.ASSIGN, [hers, nobodys], boss, to=lin)
    batches.take_back(batch=batch, user=boss)
    assert [now(one).assignee for one in (hers, nobodys)] == [other, None]
    assert mails().get().cancelled_at
    assert not Notice.objects.filter(recipient="other@example.com").exists()


@pytest.mark.parametrize("state", [State.NEW, State.WAITING_LAWYER, State.QUARANTINED])
def test_ending_is_taken_back_to_the_state_and_the_promise_before(boss, state):
    one = asked(1)[0]
    put(one, state=state)
    promised = now(one).promised_at
    batch = do(BatchAct.CLOSE, [one], boss)
    assert now(one).purge_on
    batches.take_back(batch=batch, user=boss)
    again = now(one)
    assert (again.state, again.promised_at) == (state, promised)
    assert (again.closed_at, again.purge_on) == (None, None)


def test_a_day_is_taken_back_with_its_words(boss):
    one = asked(1)[0]
    batch = do(BatchAct.FOLLOW_UP, [one], boss, on=TODAY(), why="问材料")
    batches.take_back(batch=batch, user=boss)
    assert (now(one).follow_up_on, now(one).follow_up_why) == (None, "")


def test_what_somebody_did_since_stays_and_is_told(boss, lin):
    one, answered = asked()
    batch = do(BatchAct.ASSIGN, [one, answered], boss, to=lin)
    services.reply(consultation=answered, user=lin, text="答复", token="r")
    batches.take_back(batch=batch, user=boss)
    assert (now(one).assignee, now(answered).assignee) == (None, lin)
    assert why(batch) == {answered.pk: batches.MOVED_ON.format(EventKind.REPLIED.label)}


def test_what_was_only_looked_at_since_is_taken_back(boss, lin):
    one = asked(1)[0]
    batch = do(BatchAct.ASSIGN, [one], boss, to=lin)
    services.record_opening(consultation=one, user=lin)
    Event.objects.create(consultation=one, kind=EventKind.LISTED, actor=lin)
    batches.take_back(batch=batch, user=boss)
    assert now(one).assignee is None


def test_a_client_who_wrote_since_keeps_it_open(boss):
    one = asked(1)[0]
    batch = do(BatchAct.CLOSE, [one], boss)
    services.client_message(consultation=one, text="还有一事", token="c")
    batches.take_back(batch=batch, user=boss)
    assert now(one).state == State.WAITING_LAWYER
    assert why(batch) == {one.pk: batches.MOVED_ON.format(EventKind.CLIENT_WROTE.label)}


def test_only_once_only_by_who_did_it_only_for_ten_minutes(boss, lin, monkeypatch):
    batch = do(BatchAct.CLOSE, asked(), boss)
    with pytest.raises(services.NotAllowedError, match=batches.NOT_YOURS):
        batches.take_back(batch=batch, user=lin)
    batches.take_back(batch=batch, user=boss)
    with pytest.raises(services.NotAllowedError, match=ALREADY_BACK):
        batches.take_back(batch=batch, user=boss)
    late = do(BatchAct.CLOSE, asked(), boss, token="t2")
    shift(monkeypatch, minutes=11)
    with pytest.raises(services.NotAllowedError, match=batches.TOO_LATE):
        batches.take_back(batch=late, user=boss)


def test_a_client_who_took_the_consent_back_is_not_opened_again(boss):
    one = asked(1)[0]
    batch = do(BatchAct.CLOSE, [one], boss)
    put(one, consent_withdrawn_at=timezone.now())
    batches.take_back(batch=batch, user=boss)
    assert now(one).state == State.CLOSED
    assert why(batch)[one.pk]


def test_it_is_forgotten_after_a_day(boss, monkeypatch):
    do(BatchAct.CLOSE, asked(), boss)
    shift(monkeypatch, hours=23)
    forgotten(Batch)
    assert Batch.objects.exists()
    shift(monkeypatch, hours=2)
    forgotten(Batch)
    assert not Batch.objects.exists()


def test_an_erased_one_is_named_when_the_rest_is_taken_back(boss):
    one = asked(1)[0]
    batch = do(BatchAct.CLOSE, [one], boss)
    services.erase_now(consultation=one)
    batches.take_back(batch=batch, user=boss)
    assert now(one).state == State.ERASED
    assert why(batch) == {one.pk: batches.MOVED_ON.format(EventKind.CLIENT_ERASED.label)}


def test_no_word_of_the_reason_lies_in_the_batch(boss):
    do(BatchAct.FOLLOW_UP, asked(), boss, on=TODAY(), why="要跟进的话")
    held = [*Batch.objects.values_list(), *BatchItem.objects.values_list()]
    assert "要跟进的话" not in str(held)


def test_words_that_were_replaced_survive_a_new_key(boss, settings):
    one, then = asked(1)[0], TODAY() + timedelta(days=9)
    services.set_follow_up(consultation=one, user=boss, on=then, why="等鉴定结论")
    batch = do(BatchAct.FOLLOW_UP, [one], boss, on=TODAY(), why="问材料", replaced=[one.pk])
    settings.CONSULT_KEYS = {"fresh": bytes(32), **settings.CONSULT_KEYS}
    assert not [*key_rotation.rotate()][-1].stuck
    assert "enc1:fresh:" in batch.items.get().before
    batches.take_back(batch=batch, user=boss)
    assert (now(one).follow_up_on, now(one).follow_up_why) == (then, "等鉴定结论")


def test_a_key_is_needed_for_as_long_as_a_batch_holds_words_under_it(boss, settings):
    (former,) = settings.CONSULT_KEYS
    (one,) = asked(1)
    services.set_follow_up(consultation=one, user=boss, on=TODAY(), why="等鉴定结论")
    do(BatchAct.FOLLOW_UP, [one], boss, on=TODAY() + timedelta(days=9), replaced=[one.pk])
    settings.CONSULT_KEYS = {"fresh": bytes(32), **settings.CONSULT_KEYS}
    [*key_rotation.rotate()]
    assert key_rotation.need_of(former).encrypted == 0
    item = BatchItem.objects.get()
    kept = item.before
    item.before = kept.replace("enc1:fresh:", f"enc1:{former}:")  # one that was missed
    item.save()
    assert key_rotation.need_of(former).encrypted == 1
