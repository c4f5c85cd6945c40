"""One act on many consultations: done once, refused by name, taken back for ten minutes."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from consult import key_rotation, services
from consult.base.enums import BatchAct, Conflict, EventKind, State
from consult.models import Event
from consult.services import batches
from firm.base.dates import short_day
from firm.models import Batch, BatchItem
from firm.site.batches import ALREADY_BACK
from outbox.models import Notice
from tests.consult.posting import shift
from tests.consult.rows import fresh, put
from tests.factories import make_settings, make_staff, make_superuser
from tests.factories import make_submitted as make_consultation
from tests.threads import aside, together

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TODAY = timezone.localdate()
THEN, ON = TODAY + timedelta(days=9), TODAY + timedelta(days=3)
WHY = "等鉴定结论"


@pytest.fixture
def boss():
    make_settings(notify_email="office@example.com")
    return make_superuser(last_name="沈", first_name="若宁", email="boss@example.com")


@pytest.fixture
def lin():
    rights = ("consult.view_consultation", "consult.send_reply")
    return make_staff(*rights, last_name="林", first_name="致远", email="lin@example.com")


def asked(number=2):
    return [make_consultation()[0] for _ in range(number)]


def do(act, rows, user, token="t", **given):
    keys = [one.pk for one in rows]
    return batches.do(token=token, act=act, keys=keys, user=user, **given)


def follow_up(one):
    return fresh(one).follow_up_on, fresh(one).follow_up_why


def set_day(user, *rows, on=THEN):
    for one in rows:
        services.set_follow_up(consultation=one, user=user, on=on, why=WHY)


def why(batch):
    return {UUID(one.record): one.why for one in batch.items.all() if one.why}


def mails(kind="consult_batch"):
    return Notice.objects.filter(kind=kind)


def test_all_of_them_are_put_in_charge_once_and_one_mail_says_so(boss, lin, monkeypatch):
    monkeypatch.delattr(batches, "_unread")  # what only spam asks for
    rows = asked(3)
    first, second = (do(BatchAct.ASSIGN, rows, boss, to=lin) for _ in range(2))
    assert first == second
    assert [fresh(one).assignee for one in rows] == [lin] * 3
    assert Event.objects.filter(kind=EventKind.ASSIGNED).count() == len(rows)
    assert mails().get().recipient == "lin@example.com"
    assert first.words == "已把3条咨询分派给林致远。"
    assert "3条咨询" in mails().get().payload["subject"]
    assert not mails("consult_assigned").exists()
    do(BatchAct.ASSIGN, asked(), boss, "t2", to=fresh(boss))  # what they took themselves
    assert mails().count() == 1


def test_what_is_refused_is_named_and_the_others_go_on(boss, lin):
    good, sealed, declined, theirs = asked(4)
    put(sealed, conflict=Conflict.SEALED)
    put(declined, conflict=Conflict.DECLINED, conflict_at=timezone.now())
    put(theirs, assignee=lin)
    batch = do(BatchAct.ASSIGN, [good, sealed, declined, theirs], boss, to=lin)
    assert [fresh(one).assignee for one in (good, sealed, declined)] == [lin, None, None]
    assert why(batch) == {
        sealed.pk: batches.SEALED,
        declined.pk: batches.DECLINED,
        theirs.pk: batches.WITH_THEM.format("林致远"),
    }
    services.close(consultation=theirs, user=boss)
    put(good, state=State.ANSWERED)
    batch = do(BatchAct.CLOSE, [good, theirs], boss, "t2")
    assert fresh(good).state == State.CLOSED
    assert why(batch) == {theirs.pk: batches.ENDED}
    (theirs,) = asked(1)
    put(theirs, assignee=make_staff())
    batch = do(BatchAct.CLOSE, [theirs], lin, "t3")
    assert fresh(theirs).state == State.NEW
    assert not batch.items.exists()


@pytest.mark.parametrize(("typed", "kept"), [("问材料", "问材料"), ("", WHY)])
def test_a_day_is_replaced_where_it_is_asked_for_and_comes_back_with_its_words(boss, typed, kept):
    one, other, plain = asked(3)
    set_day(boss, one, other)
    rows = [one, other, plain]
    batch = do(BatchAct.FOLLOW_UP, rows, boss, on=ON, why=typed, replaced=[one.pk])
    assert [follow_up(each) for each in rows] == [(ON, kept), (THEN, WHY), (ON, typed)]
    assert batch.words == f"已给2条咨询定了跟进日：{short_day(ON)}。"
    assert why(batch) == {other.pk: batches.COMES_BACK.format(short_day(THEN))}
    held = str([*Batch.objects.values_list(), *BatchItem.objects.values_list()])
    assert [words in held for words in (WHY, "问材料")] == [False, False]
    batches.take_back(batch=batch, user=boss)
    assert [follow_up(each) for each in rows] == [(THEN, WHY), (THEN, WHY), (None, "")]


def test_assigning_is_taken_back_to_who_had_it_and_the_mail_with_it(boss, lin):
    hers, nobodys, answered, looked = asked(4)
    other = make_staff(email="other@example.com")
    put(hers, assignee=other)
    batch = do(BatchAct.ASSIGN, [hers, nobodys, answered, looked], boss, to=lin)
    services.reply(consultation=answered, user=lin, text="答复", token="r")
    services.record_opening(consultation=looked, user=lin)
    Event.objects.create(consultation=looked, kind=EventKind.LISTED, actor=lin)
    batches.take_back(batch=batch, user=boss)
    assignees = [fresh(one).assignee for one in (hers, nobodys, answered, looked)]
    assert assignees == [other, None, lin, None]
    assert why(batch) == {answered.pk: batches.MOVED_ON.format(EventKind.REPLIED.label)}
    assert mails().get().cancelled_at
    assert not Notice.objects.filter(recipient="other@example.com").exists()


@pytest.mark.parametrize("state", [State.NEW, State.WAITING_LAWYER, State.QUARANTINED])
def test_ending_is_taken_back_to_the_state_and_the_promise_before(boss, state):
    (one,) = asked(1)
    put(one, state=state)
    promised = fresh(one).promised_at
    batch = do(BatchAct.CLOSE, [one], boss)
    assert batch.words == "已结束1条咨询。"
    assert fresh(one).purge_on
    batches.take_back(batch=batch, user=boss)
    again = fresh(one)
    assert (again.state, again.promised_at) == (state, promised)
    assert (again.closed_at, again.purge_on) == (None, None)


def test_what_its_client_did_since_stays_and_is_told(boss):
    wrote, withdrew, erased = rows = asked(3)
    batch = do(BatchAct.CLOSE, rows, boss)
    services.client_message(consultation=wrote, text="还有一事", token="c")
    put(withdrew, consent_withdrawn_at=timezone.now())
    services.erase_now(consultation=erased)
    batches.take_back(batch=batch, user=boss)
    states = [fresh(one).state for one in rows]
    assert states == [State.WAITING_LAWYER, State.CLOSED, State.ERASED]
    told = why(batch)
    assert told.pop(withdrew.pk)
    assert told == {
        wrote.pk: batches.MOVED_ON.format(EventKind.CLIENT_WROTE.label),
        erased.pk: batches.MOVED_ON.format(EventKind.CLIENT_ERASED.label),
    }


def test_only_once_only_by_who_did_it_and_only_for_ten_minutes(boss, lin, monkeypatch):
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


def test_words_that_were_replaced_survive_a_new_key_and_go_with_the_client(boss, settings):
    (former,) = settings.CONSULT_KEYS
    one, erased = rows = asked()
    set_day(boss, *rows)
    keys = [each.pk for each in rows]
    batch = do(BatchAct.FOLLOW_UP, rows, boss, on=TODAY, why="问材料", replaced=keys)
    services.erase_now(consultation=erased)
    assert batch.items.get(record=erased.pk).before == ""
    settings.CONSULT_KEYS = {"fresh": bytes(32), **settings.CONSULT_KEYS}
    assert not [*key_rotation.rotate()][-1].stuck
    item = batch.items.get(record=one.pk)
    assert "enc1:fresh:" in item.before
    batches.take_back(batch=batch, user=boss)
    assert follow_up(one) == (THEN, WHY)
    assert key_rotation.need_of(former).encrypted == 0
    item.before = item.before.replace("enc1:fresh:", f"enc1:{former}:")  # one that was missed
    item.save()
    assert key_rotation.need_of(former).encrypted == 1


@pytest.fixture
def crowd(transactional_db):
    """Two people, and three consultations, before the threads share the database."""
    make_settings(notify_email="office@example.com")
    return [make_superuser(), make_superuser()], asked(3)


@pytest.mark.parametrize("windows", [True, False], ids=["two windows", "two people"])
def test_at_once_each_is_ended_once(crowd, shared_database, windows):
    (first, second), rows = crowd
    users = [first, first if windows else second]
    made = together(*[lambda user=user: do("close", rows, user, str(user.pk)) for user in users])
    assert len({one.pk for one in made}) == (1 if windows else 2)
    assert aside(lambda: {one.events.filter(kind="closed").count() for one in rows}) == {1}
    done = {one.pk: one for one in made}.values()
    if not windows:
        left = aside(lambda: sum(one.items.filter(mark=None).count() for one in done))
        assert left == len(rows)
