"""What each act of client and staff returns, records and leaves alone, and what is refused."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from consult import services
from consult.base import policy
from consult.base.enums import Conflict, ConsentKind, EventKind, Sender, State, Verdict
from consult.models import Consultation, Draft, Message, Note
from consult.services import Written, base, desk
from outbox.models import Notice
from tests.consult.desk_pages import make_answering
from tests.consult.posting import shift
from tests.consult.rows import fresh, put, recorded
from tests.factories import make_notice, make_settings, make_staff, make_superuser
from tests.factories import make_submitted as make_consultation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
KINDS = (ConsentKind.PROCESSING, ConsentKind.SENSITIVE)
ANSWER = "可以申请劳动仲裁。"


@pytest.fixture
def asked():
    make_settings(notify_email="office@example.com")
    consents = dict.fromkeys(KINDS, make_notice())
    return make_consultation(email="wang@example.com", consents=consents)[0]


@pytest.fixture
def lawyer():
    return make_answering(email="lin@example.com")


def answer(consultation, user, text=ANSWER, token="t"):
    return services.reply(consultation=consultation, user=user, text=text, token=token)


def say(consultation, token="c"):
    return services.client_message(consultation=consultation, text="再问一句", token=token)


def draft(consultation, user, text, **more):
    return services.save_draft(consultation=consultation, user=user, text=text, **more)


def refused(why, act, **fields):
    with pytest.raises(services.NotAllowedError, match=why):
        act(**fields)


def test_a_reply_is_kept_once_signed_and_recorded_and_the_office_told_nothing(
    asked, lawyer, settings
):
    before = Notice.objects.exclude(kind="consult_reply").count()
    message = answer(asked, lawyer)
    assert (message.sender, message.author) == (Sender.LAWYER, lawyer)
    assert (message.text, message.signature) == (ANSWER, "林致远律师")
    assert (fresh(asked).state, fresh(asked).answered_at) == (State.ANSWERED, message.visible_at)
    services.close(consultation=asked, user=lawyer)
    settings.CONSULT_KEYS = {"next": bytes(range(32)), **settings.CONSULT_KEYS}
    assert answer(asked, lawyer) == message  # the same twice, also under a new key
    assert fresh(asked).state == State.CLOSED
    assert recorded(EventKind.REPLIED, actor=lawyer) == 1
    assert Notice.objects.exclude(kind="consult_reply").count() == before
    assert answer(make_consultation()[0], make_staff()).signature == "青石律师事务所"
    make_settings(firm_name="很" * 40)
    assert len(services.signature_of(make_staff())) == 30  # no longer than its column


def test_the_first_answer_keeps_its_time_and_a_message_gets_a_new_promise(
    asked, lawyer, monkeypatch
):
    promised = asked.promised_at
    say(asked)
    assert (fresh(asked).state, fresh(asked).promised_at) == (State.NEW, promised)  # it stands
    first, late = answer(asked, lawyer).visible_at, make_consultation()[0]
    shift(monkeypatch, days=9)
    for one in (asked, late):
        answer(one, lawyer, token="another")
    assert fresh(asked).answered_at == first
    assert [fresh(one).answered_in_time for one in (asked, late)] == [True, False]
    assert [fresh(one).answer_minutes for one in (asked, late)] == [0, 9 * 24 * 60]
    say(asked, "d")
    assert fresh(asked).state == State.WAITING_LAWYER
    assert fresh(asked).promised_at > timezone.now()


def test_closing_sets_the_day_of_erasure_and_reopening_takes_it_away(asked, lawyer, monkeypatch):
    make_settings(retention_days=30)
    services.close(consultation=asked, user=lawyer)
    assert (fresh(asked).purge_on - timezone.localdate()).days == 30
    shift(monkeypatch, days=9)
    services.reopen(consultation=asked, user=lawyer)
    again = fresh(asked)
    assert (again.state, again.closed_at, again.purge_on) == (State.WAITING_LAWYER, None, None)
    assert again.promised_at > timezone.now()
    make_settings(retention_days=180)
    late = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)  # 1 December, one o'clock, in Beijing
    monkeypatch.setattr(timezone, "now", lambda: late)
    services.close(consultation=asked, user=lawyer)
    assert (fresh(asked).purge_on, fresh(asked).closed_at) == (date(2027, 5, 30), late)


TEXT = {"text": "一句话", "token": "t"}


def test_who_decides_is_led_to_the_review_by_whatever_is_sealed(asked, lawyer):
    sent = answer(asked, lawyer)
    Consultation.objects.update(conflict=Conflict.SEALED)
    for user, why in ((make_superuser(), policy.TO_DECIDE), (lawyer, policy.TO_WAIT)):
        person = dict.fromkeys(desk.PERSON, "")
        known = {"consultation": fresh(asked), "user": user}
        for act, fields in (
            (services.add_note, TEXT),
            (services.set_limitation, {"on": None}),
            (services.set_follow_up, {"on": None}),
            (services.hand_over, {**TEXT, "to": lawyer}),
            (services.set_facts, {"rows": [], "seen": ""}),
            (services.correct, {**person, "seen": "", "area": asked.area}),
            (services.start_article, {}),
            (services.save_article, {"version": 0, "wording": {}}),
            (services.make_article, {}),
            (services.drop_article, {}),
            (services.judge_hit, {"hit": 0, "verdict": Verdict.SAME}),
            (services.record_export, {}),
        ):
            refused(why, act, **known, **fields)
        refused(why, services.withdraw_reply, message=sent, user=user)


ACTS = ["close", "reply", "add_note", "mark_spam", "hold", "release", "client_message"]


@pytest.mark.parametrize("act", ACTS)
def test_an_event_that_fails_rolls_its_action_back(asked, lawyer, monkeypatch, act):
    put(asked, state=(state := State.QUARANTINED if act == "release" else State.NEW))
    fields = {**TEXT} if act in {"reply", "add_note", "client_message"} else {}
    fields |= {} if act == "client_message" else {"user": lawyer}

    def fail(*_):
        raise RuntimeError("events")

    monkeypatch.setattr(base, "record", fail)
    with pytest.raises(RuntimeError):
        getattr(services, act)(consultation=asked, **fields)
    assert (fresh(asked).state, fresh(asked).legal_hold) == (state, False)
    assert (Message.objects.count(), Note.objects.count()) == (1, 0)


def test_every_move_is_recorded_with_who_made_it_and_returned(asked, lawyer):
    known = {"consultation": asked, "user": lawyer}
    assert services.close(**known) == services.reopen(**known) == asked
    for _ in range(2):  # what stands already is no act and leaves no trace
        assert services.assign(**known, to=lawyer) == asked
        assert services.share(**known, people=[lawyer]) == asked
        assert services.set_limitation(**known, on=date(2027, 3, 1)) == asked
        assert services.hold(**known) == asked
    assert services.unhold(**known) == asked
    assert not Notice.objects.filter(kind="consult_assigned").exists()  # who took it themselves
    for kind in ("closed", "reopened", "assigned", "shared", "limitation_set", "held", "unheld"):
        assert recorded(kind, actor=lawyer) == recorded(kind) == 1, kind


def test_the_same_note_twice_is_one_and_a_reply_of_the_same_form_is_another_thing(asked, lawyer):
    known = {"consultation": asked, "user": lawyer, "token": "t"}
    note = services.add_note(**known, text="甲")
    assert services.add_note(**known, text="甲") == note
    assert services.add_note(**known, text="乙") != note
    assert [one.text for one in Note.objects.all()] == ["甲", "乙"]
    assert recorded(EventKind.NOTED) == 2
    assert services.reply(**known, text="甲").text == "甲"
    Consultation.objects.all().delete()
    refused("已不存在", services.close, consultation=asked, user=lawyer)


def test_only_who_may_answer_makes_what_the_client_wrote_seen_and_only_once(asked, lawyer):
    services.record_opening(consultation=asked, user=make_staff())
    services.record_opening(consultation=asked, user=lawyer, read=False)
    assert Message.objects.get().seen_at is None
    services.record_opening(consultation=asked, user=lawyer)
    first = Message.objects.get().seen_at
    answer(asked, lawyer)
    services.record_opening(consultation=asked, user=lawyer)
    assert first
    assert Message.objects.get(sender="client").seen_at == first
    assert Message.objects.get(sender="lawyer").seen_at is None


@pytest.mark.parametrize(
    ("own", "offered", "joined"),
    [("我的\n", "\n别人的 ", "我的\n\n别人的"), ("有别人的话", "别人的", "有别人的话"),
     ("别人的", "有别人的话", "有别人的话")],
)  # fmt: skip
def test_two_drafts_become_one_without_a_word_twice(asked, lawyer, own, offered, joined):
    known = {"consultation": asked, "user": lawyer}
    theirs = draft(asked, make_staff(), offered)
    mine = services.take_over(**known, text=own, draft=theirs)
    assert (Draft.objects.get().text, Draft.objects.get().author) == (joined, lawyer)
    services.take_over(**known, text="", draft=mine)  # ones own stays
    assert Draft.objects.get().text == joined
    mine.delete()
    refused("已不存在", services.take_over, **known, text="我的", draft=theirs)


def test_only_the_draft_that_was_asked_for_is_taken_over_and_none_of_another_thread(asked, lawyer):
    foreign = draft(make_consultation()[0], make_staff(), "另一条的秘密")
    draft(asked, make_staff(), "甲")
    wanted = draft(asked, make_staff(), "乙")
    known = {"consultation": asked, "user": lawyer, "text": ""}
    refused("已不存在", services.take_over, **known, draft=foreign)
    kept = services.take_over(**known, draft=wanted)
    assert (kept.text, Draft.objects.count()) == ("乙", 3)


PC, PHONE = "a" * 32, "b" * 32
# What the first window wrote; what comes then, from which, knowing it or not; what there is.
AFTER = [
    ("电脑上写的", "全部重写", PHONE, True, ["全部重写"]),
    ("您好。", "您好。可以申请仲裁。", PHONE, False, ["您好。可以申请仲裁。"]),  # holds the other
    ("您好。可以申请仲裁。", "您好。可以", PC, False, ["您好。可以申请仲裁。"]),  # on a slow way
    ("您好，可以仲裁。", "您好，先和解。", PC, False, ["您好，先和解。"]),  # its answer was lost
    ("电脑上写的", "手机上写的", PHONE, False, ["手机上写的", "电脑上写的"]),
    ("电脑上写的", "", PHONE, False, ["电脑上写的"]),
    ("电脑上写的", "", PC, True, []),
]


@pytest.mark.parametrize(("first", "then", "page", "knows", "left"), AFTER)
def test_which_drafts_stand_after_two_windows(asked, lawyer, first, then, page, knows, left):
    version = draft(asked, lawyer, first, written=Written(PC)).version
    draft(asked, lawyer, then, written=Written(page, version if knows else ""))
    assert [one.text for one in Draft.objects.all()] == left


def test_what_others_wrote_meanwhile_is_looked_at_before_an_answer_goes(asked, lawyer):
    known = {"consultation": asked, "user": lawyer, "text": ANSWER, "token": "t"}
    own = draft(asked, lawyer, "另写的", written=Written(PHONE))
    news = say(asked)
    assert list(services.unseen(asked, lawyer, asked.received_at)) == [news]
    with pytest.raises(services.NewMessagesError):
        services.reply(**known, seen_until=asked.received_at)
    assert fresh(asked).state == State.NEW
    sent = services.reply(**known, seen_until=news.sent_at, written=Written(PC))
    assert Draft.objects.get() == own  # what another window wrote stays
    assert not services.unseen(asked, lawyer, news.sent_at)  # ones own answer is no news
    assert list(services.unseen(asked, make_staff(), news.sent_at)) == [sent]


def test_a_colleagues_answer_refuses_no_draft_and_ones_own_of_before_neither(asked, lawyer):
    own = answer(asked, lawyer, token="a")
    later = answer(asked, make_staff(), token="b")
    assert draft(asked, lawyer, "再写", seen_until=own.sent_at).text == "再写"
    assert later.sent_at > own.sent_at
    known = {"consultation": asked, "user": lawyer, "text": "旧页"}
    refused("刷新页面后再写", services.save_draft, **known, seen_until=asked.received_at)


def test_a_second_answer_that_is_taken_back_leaves_the_first(asked, lawyer, monkeypatch):
    first = answer(asked, lawyer, token="a")
    shift(monkeypatch, minutes=5)
    second = answer(asked, lawyer, token="b")
    services.withdraw_reply(message=second, user=lawyer)
    assert (fresh(asked).state, fresh(asked).answered_at) == (State.ANSWERED, first.visible_at)
    say(asked)
    services.withdraw_reply(message=answer(asked, lawyer, token="d"), user=lawyer)
    assert fresh(asked).state == State.WAITING_LAWYER


def test_a_first_answer_that_is_taken_back_leaves_the_second(asked, lawyer):
    first, second = answer(asked, lawyer), answer(asked, make_staff(), token="other")
    services.withdraw_reply(message=first, user=lawyer)
    found = fresh(asked)
    assert (found.state, found.answered_at) == (State.ANSWERED, second.visible_at)
    assert found.answered_in_time


@pytest.mark.parametrize("ended", [True, False])
def test_a_first_answer_that_is_taken_back_was_none_also_when_it_was_ended_meanwhile(
    asked, lawyer, ended
):
    message = answer(asked, lawyer)
    for user, seen in ((make_staff(), None), (lawyer, message.sent_at)):
        Message.objects.filter(pk=message.pk).update(seen_at=seen)
        refused("不能撤回", services.withdraw_reply, message=message, user=user)
    Message.objects.update(seen_at=None)
    if ended:
        services.close(consultation=asked, user=lawyer)
    kept = services.withdraw_reply(message=message, user=lawyer)
    found = fresh(asked)
    assert found.state == (State.CLOSED if ended else State.NEW)
    assert (found.answered_at, kept.text) == (None, ANSWER)
    assert not Notice.objects.pending().filter(recipient__startswith="consultation:").exists()


def give(consultation):
    services.allow_publication(consultation=consultation, notice=make_notice())


def standing(consultation):
    active = consultation.consents.filter(withdrawn_at=None)
    return set(active.values_list("kind", flat=True))


def test_a_consent_stands_once_and_can_be_given_anew_after_it_was_withdrawn(asked):
    for _ in range(2):
        give(asked)
    assert asked.consents.filter(kind=ConsentKind.PUBLICATION).count() == 1
    assert recorded(EventKind.CONSENT_GIVEN) == 1
    services.withdraw_consent(consultation=asked, kind=ConsentKind.PUBLICATION)
    give(asked)
    assert standing(asked) == {*KINDS, ConsentKind.PUBLICATION}


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_one_consent_is_withdrawn_once_and_it_goes_today(asked, lawyer, closed, kind):
    if closed:
        services.close(consultation=asked, user=lawyer)
    first = None
    for _ in range(2):
        assert services.withdraw_consent(consultation=asked, kind=kind) == asked
        first = first or asked.consents.get(kind=kind).withdrawn_at
    assert asked.consents.get(kind=kind).withdrawn_at == first
    assert standing(asked) == {*KINDS} - {kind}
    assert recorded(EventKind.CONSENT_WITHDRAWN) == 1
    found = fresh(asked)
    assert (found.state, found.purge_on) == (State.CLOSED, timezone.localdate())
    assert (bool(found.consent_withdrawn_at), found.wants_mail) == (True, False)
    refused("已经停止处理", give, consultation=asked)
