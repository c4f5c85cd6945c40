"""What each action does, and which ones the state refuses."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from consult import services
from consult.base import policy
from consult.base.enums import ConsentKind, EventKind, Sender, State
from consult.base.policy import cannot_become
from consult.models import Event, Message, Note
from consult.services import base, notifications
from tests.consult.posting import shift
from tests.factories import make_lawyer, make_settings, make_staff
from tests.factories import make_submitted as make_consultation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def asked():
    make_settings(notify_email="office@example.com")
    return make_consultation()[0]


@pytest.fixture
def lawyer():
    return make_lawyer(user=make_staff(), name="林致远").user


def answer(consultation, user, text="可以申请劳动仲裁。", token="t"):
    return services.reply(consultation=consultation, user=user, text=text, token=token)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_a_reply_is_kept_signed_and_recorded(asked, lawyer):
    message = fresh(answer(asked, lawyer))
    assert (message.sender, message.author) == (Sender.LAWYER, lawyer)
    assert (message.text, message.signature) == ("可以申请劳动仲裁。", "林致远律师")
    assert (fresh(asked).state, fresh(asked).answered_at) == (State.ANSWERED, message.visible_at)
    assert asked.events.last().actor == lawyer


def test_a_reply_of_somebody_who_is_no_lawyer_is_signed_by_the_firm(asked):
    assert answer(asked, make_staff()).signature == "青石律师事务所"


def test_no_signature_is_longer_than_its_column():
    make_settings(firm_name="很" * 40)
    assert len(services.signature_of(make_staff())) == 30


def test_the_same_reply_twice_is_one_and_changes_nothing_more(asked, lawyer):
    first = answer(asked, lawyer)
    services.close(consultation=asked, user=lawyer)
    assert answer(asked, lawyer) == first
    assert fresh(asked).state == State.CLOSED
    assert Event.objects.filter(kind=EventKind.REPLIED).count() == 1


def test_the_same_reply_after_a_key_was_rotated_is_one(asked, lawyer, settings):
    first = answer(asked, lawyer)
    settings.CONSULT_KEYS = {"next": bytes(range(32)), **settings.CONSULT_KEYS}
    assert answer(asked, lawyer) == first


def test_the_first_answer_keeps_its_time(asked, lawyer, monkeypatch):
    first = answer(asked, lawyer).visible_at
    shift(monkeypatch, hours=1)
    answer(asked, lawyer, token="another")
    assert fresh(asked).answered_at == first


def test_the_office_is_told_nothing_of_its_own_reply(asked, lawyer):
    from outbox.models import Notice

    before = Notice.objects.count()
    answer(asked, lawyer)
    assert Notice.objects.count() == before


def say(consultation, token="c"):
    return services.client_message(consultation=consultation, text="再问一句", token=token)


def test_a_client_message_waits_for_the_lawyer_with_a_new_promise(asked, lawyer, monkeypatch):
    answer(asked, lawyer)
    shift(monkeypatch, days=2)
    say(asked)
    assert fresh(asked).state == State.WAITING_LAWYER
    assert fresh(asked).promised_at > timezone.now()


def test_a_client_message_does_not_put_off_a_promise_that_stands(asked):
    promised = asked.promised_at
    say(asked)
    assert (fresh(asked).state, fresh(asked).promised_at) == (State.NEW, promised)


def test_closing_sets_the_day_of_erasure_by_the_calendar_of_beijing(asked, lawyer, monkeypatch):
    late = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)  # 1 December, one o'clock, in Beijing
    monkeypatch.setattr(timezone, "now", lambda: late)
    services.close(consultation=asked, user=lawyer)
    assert fresh(asked).purge_on == date(2027, 5, 30)
    assert fresh(asked).closed_at == late


def test_the_day_of_erasure_follows_the_settings(asked, lawyer):
    make_settings(retention_days=30)
    services.close(consultation=asked, user=lawyer)
    assert (fresh(asked).purge_on - timezone.localdate()).days == 30


def test_reopening_takes_the_day_of_erasure_away_and_promises_anew(asked, lawyer, monkeypatch):
    services.close(consultation=asked, user=lawyer)
    shift(monkeypatch, days=9)
    services.reopen(consultation=asked, user=lawyer)
    again = fresh(asked)
    assert (again.state, again.closed_at, again.purge_on) == (State.WAITING_LAWYER, None, None)
    assert again.promised_at > timezone.now()


def test_releasing_keeps_the_time_at_which_it_came(lawyer, monkeypatch):
    kept = make_consultation(doubts="提交过快")[0]
    shift(monkeypatch, hours=3)
    services.release(consultation=kept, user=lawyer)
    assert fresh(kept).state == State.NEW
    assert (fresh(kept).received_at, fresh(kept).promised_at) == (
        kept.received_at,
        kept.promised_at,
    )


def test_a_note_is_kept_and_recorded(asked, lawyer):
    services.add_note(consultation=asked, user=lawyer, text="像是虚假诉讼", token="n")
    assert Note.objects.get().text == "像是虚假诉讼"
    assert asked.events.last().kind == EventKind.NOTED


WAYS = {
    "reply": State.ANSWERED,
    "close": State.CLOSED,
    "reopen": State.WAITING_LAWYER,
    "release": State.NEW,
}
ILLEGAL = [
    (State.QUARANTINED, ["reply", "reopen"]),
    (State.NEW, ["reopen", "release"]),
    (State.WAITING_LAWYER, ["reopen", "release"]),
    (State.ANSWERED, ["reopen", "release"]),
    (State.CLOSED, ["close", "release"]),
]
CLOSED = {"closed_at": datetime(2026, 1, 1, tzinfo=UTC), "purge_on": date(2026, 7, 1)}


@pytest.mark.parametrize(
    ("state", "action"), [(state, action) for state, actions in ILLEGAL for action in actions]
)
def test_what_the_state_refuses_is_told_and_leaves_nothing(asked, lawyer, state, action):
    dates = CLOSED if state == State.CLOSED else {}
    type(asked).objects.filter(pk=asked.pk).update(state=state, **dates)
    known = {"consultation": asked, "user": lawyer}
    more = {"text": "答复", "token": "t"} if action == "reply" else {}
    before = Event.objects.count()
    with pytest.raises(services.NotAllowedError) as refused:
        getattr(services, action)(**known, **more)
    assert str(refused.value) == cannot_become(WAYS[action])(fresh(asked))
    assert (Message.objects.count(), Event.objects.count()) == (1, before)
    assert fresh(asked).state == state


@pytest.mark.parametrize(
    ("action", "why"),
    [
        ("reply", policy.NO_REPLY_WITHDRAWN),
        ("save_draft", policy.NO_REPLY_WITHDRAWN),
        ("reopen", policy.NO_REOPENING_WITHDRAWN),
    ],
)
def test_without_the_consent_nothing_more_is_written_to_the_client(asked, lawyer, action, why):
    services.withdraw_consent(consultation=asked, kind=ConsentKind.PROCESSING)
    more = {"reply": {"text": "答复", "token": "t"}, "save_draft": {"text": "草稿"}}
    with pytest.raises(services.NotAllowedError, match=why):
        getattr(services, action)(consultation=asked, user=lawyer, **more.get(action, {}))
    assert (fresh(asked).state, Message.objects.count()) == (State.CLOSED, 1)


@pytest.mark.parametrize(
    ("action", "more"),
    [
        ("reply", {"text": "答复", "token": "t"}),
        ("save_draft", {"text": "草稿"}),
        ("add_note", {"text": "备注", "token": "n"}),
        ("set_limitation", {"on": date(2027, 1, 1)}),
        ("assign", {"to": None}),
        ("share", {"people": []}),
        ("hold", {}),
    ],
)
def test_an_erased_record_takes_nothing_any_more(asked, lawyer, action, more):
    services.assign(consultation=asked, user=lawyer, to=lawyer)
    services.erase_now(consultation=asked)
    before = Event.objects.count()
    writes = action in {"reply", "save_draft"}
    why = policy.NO_REPLY_ERASED if writes else policy.NO_CHANGE_ERASED
    with pytest.raises(services.NotAllowedError, match=why):
        getattr(services, action)(consultation=asked, user=lawyer, **more)
    assert (fresh(asked).limitation_on, Event.objects.count()) == (None, before)


@pytest.mark.parametrize("after", ["closing", "reopening", "answering"])
def test_a_failing_notice_rolls_a_client_message_back(asked, lawyer, monkeypatch, after):
    if after != "answering":
        services.close(consultation=asked, user=lawyer)
    if after == "reopening":
        services.reopen(consultation=asked, user=lawyer)
    before, events = fresh(asked).state, Event.objects.count()

    def fail(*_):
        raise RuntimeError("ledger")

    monkeypatch.setattr(notifications, "tell_staff", fail)
    with pytest.raises(RuntimeError):
        say(asked)
    assert (fresh(asked).state, Event.objects.count()) == (before, events)
    assert Message.objects.count() == 1


@pytest.mark.parametrize("action", ["close", "reply", "add_note"])
def test_an_event_that_fails_rolls_its_action_back(asked, lawyer, monkeypatch, action):
    def fail(*_):
        raise RuntimeError("events")

    monkeypatch.setattr(base, "record", fail)
    text = {"text": "一句话", "token": "t"}
    more = text if action != "close" else {}
    with pytest.raises(RuntimeError):
        getattr(services, action)(consultation=asked, user=lawyer, **more)
    assert fresh(asked).state == State.NEW
    assert (Message.objects.count(), Note.objects.count()) == (1, 0)


def test_finding_by_code_takes_the_same_work_for_any_code(asked, django_assert_num_queries):
    for code in ("9" * 16, "0" * 16):
        with django_assert_num_queries(1):
            assert services.find_by_code(code=code) is None
