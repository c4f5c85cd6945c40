"""What the staff's acts return, record and leave alone, also when they come twice."""

from datetime import date

import pytest

from consult import services
from consult.base import policy
from consult.base.enums import Conflict, EventKind, State
from consult.base.policy import Action
from consult.models import Consultation, Draft, Event, Message, Note
from outbox.models import Notice
from tests.consult.desk_pages import make_answering
from tests.consult.posting import shift
from tests.factories import make_consultation, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return make_consultation()[0]


@pytest.fixture
def lawyer():
    return make_answering(email="lin@example.com")


def recorded(kind, actor):
    return Event.objects.filter(kind=kind, actor=actor).count()


def fresh():
    return Consultation.objects.get()


def test_every_move_is_recorded_with_who_made_it_and_returned(asked, lawyer):
    moved = [
        services.close(consultation=asked, user=lawyer),
        services.reopen(consultation=asked, user=lawyer),
        services.assign(consultation=asked, user=lawyer, to=lawyer),
        services.share(consultation=asked, user=lawyer, people=[lawyer]),
        services.set_limitation(consultation=asked, user=lawyer, on=date(2027, 3, 1)),
        services.hold(consultation=asked, user=lawyer),
        services.unhold(consultation=asked, user=lawyer),
    ]
    assert moved == [asked] * 7
    suspect = make_consultation(doubts="填了隐藏栏")[0]
    assert services.release(consultation=suspect, user=lawyer).state == State.NEW
    for kind in ("closed", "reopened", "assigned", "shared", "limitation_set", "held", "unheld"):
        assert recorded(kind, lawyer) == 1, kind
    assert recorded(EventKind.RELEASED, lawyer) == 1


def test_what_stands_already_is_no_act_and_leaves_no_trace(asked, lawyer):
    for _ in range(2):
        services.assign(consultation=asked, user=None, to=lawyer)
        services.share(consultation=asked, user=None, people=[lawyer])
        services.set_limitation(consultation=asked, user=None, on=date(2027, 3, 1))
        services.hold(consultation=asked, user=None)
    for kind in ("assigned", "shared", "limitation_set", "held"):
        assert recorded(kind, None) == 1, kind
    assert services.assign(consultation=asked, user=None, to=lawyer) == asked


def test_who_takes_it_is_not_told_and_who_gets_it_is(asked, lawyer):
    services.assign(consultation=asked, user=lawyer, to=lawyer)
    assert not Notice.objects.filter(recipient=lawyer.email).exists()
    assert fresh().assigned_at
    services.assign(consultation=asked, user=lawyer, to=None)
    found = fresh()
    assert (found.assignee, found.assigned_at) == (None, None)
    services.assign(consultation=asked, user=make_staff(), to=lawyer)
    assert Notice.objects.filter(kind__contains="assign").count() == 1


def test_a_suspect_post_is_ended_though_its_conflict_was_not_decided(asked, lawyer):
    Consultation.objects.update(conflict=Conflict.SEALED)
    with pytest.raises(services.NotAllowedError, match=policy.NO_END_UNDECIDED):
        services.close(consultation=asked, user=lawyer)
    Consultation.objects.update(state=State.QUARANTINED)
    assert fresh().allows(Action.CLOSE)
    assert services.close(consultation=asked, user=lawyer).state == State.CLOSED
    assert make_consultation()[0].allows(Action.CLOSE)


def test_the_same_note_twice_is_one_and_a_reply_of_the_same_form_is_another_thing(asked, lawyer):
    note = services.add_note(consultation=asked, user=lawyer, text="甲", token="t")
    assert services.add_note(consultation=asked, user=lawyer, text="甲", token="t") == note
    assert services.add_note(consultation=asked, user=lawyer, text="乙", token="t") != note
    assert Note.objects.count() == 2
    assert services.reply(consultation=asked, user=lawyer, text="甲", token="t").text == "甲"


def test_only_who_may_answer_makes_what_the_client_wrote_seen_and_only_once(asked, lawyer):
    services.record_opening(consultation=asked, user=make_staff())
    services.record_opening(consultation=asked, user=lawyer, read=False)
    assert Message.objects.get().seen_at is None
    services.record_opening(consultation=asked, user=lawyer)
    first = Message.objects.get().seen_at
    services.reply(consultation=asked, user=lawyer, text="可以。", token="r")
    services.record_opening(consultation=asked, user=lawyer)
    assert first
    assert Message.objects.get(sender="client").seen_at == first
    assert Message.objects.get(sender="lawyer").seen_at is None


def test_a_draft_that_is_gone_cannot_be_taken_over(asked, lawyer):
    draft = services.save_draft(consultation=asked, user=make_staff(), text="别人的")
    Draft.objects.all().delete()
    with pytest.raises(services.NotAllowedError, match="已不存在"):
        services.take_over(consultation=asked, user=lawyer, text="我的", draft=draft)


@pytest.mark.parametrize(
    ("own", "offered", "joined"),
    [("我的\n", "\n别人的 ", "我的\n\n别人的"), ("有别人的话", "别人的", "有别人的话"),
     ("别人的", "有别人的话", "有别人的话")],
)  # fmt: skip
def test_two_drafts_become_one_without_a_word_twice(asked, lawyer, own, offered, joined):
    draft = services.save_draft(consultation=asked, user=make_staff(), text=offered)
    services.take_over(consultation=asked, user=lawyer, text=own, draft=draft)
    kept = Draft.objects.get()
    assert (kept.text, kept.author) == (joined, lawyer)


def test_an_own_draft_that_is_taken_over_stays(asked, lawyer):
    draft = services.save_draft(consultation=asked, user=lawyer, text="我的")
    services.take_over(consultation=asked, user=lawyer, text="", draft=draft)
    assert Draft.objects.get().text == "我的"


def test_of_a_consultation_that_is_gone_everything_is_refused(asked, lawyer):
    Consultation.objects.all().delete()
    with pytest.raises(services.NotAllowedError, match="已不存在"):
        services.close(consultation=asked, user=lawyer)


def test_a_second_answer_that_is_taken_back_leaves_the_first(asked, lawyer, monkeypatch):
    first = services.reply(consultation=asked, user=lawyer, text="先答。", token="a")
    shift(monkeypatch, minutes=5)
    second = services.reply(consultation=asked, user=lawyer, text="再答。", token="b")
    services.withdraw_reply(message=second, user=lawyer)
    found = fresh()
    assert (found.state, found.answered_at) == (State.ANSWERED, first.visible_at)
    services.client_message(consultation=asked, text="还有一件事。", token="c")
    third = services.reply(consultation=asked, user=lawyer, text="三答。", token="d")
    services.withdraw_reply(message=third, user=lawyer)
    assert fresh().state == State.WAITING_LAWYER


def test_only_its_author_takes_a_reply_back_and_only_unseen(asked, lawyer):
    message = services.reply(consultation=asked, user=lawyer, text="先答。", token="a")
    for user, seen in ((make_staff(), None), (lawyer, message.sent_at)):
        Message.objects.filter(pk=message.pk).update(seen_at=seen)
        with pytest.raises(services.NotAllowedError, match="不能撤回"):
            services.withdraw_reply(message=message, user=user)
    assert Message.objects.filter(pk=message.pk).exists()


def test_an_answer_ends_the_draft_it_was_and_no_other(asked, lawyer):
    other, colleague = make_consultation()[0], make_staff()
    services.save_draft(consultation=asked, user=lawyer, text="这一条")
    services.save_draft(consultation=asked, user=colleague, text="同事的")
    services.save_draft(consultation=other, user=lawyer, text="另一条")
    services.reply(consultation=asked, user=lawyer, text="可以。", token="r")
    assert set(Draft.objects.values_list("consultation", "author")) == {
        (asked.pk, colleague.pk),
        (other.pk, lawyer.pk),
    }


def test_a_first_answer_that_is_taken_back_was_none_also_when_it_was_ended_meanwhile(lawyer):
    for ended in (False, True):
        kept = make_consultation(email="wang@example.com")[0]
        message = services.reply(consultation=kept, user=lawyer, text="先答。", token="a")
        if ended:
            services.close(consultation=kept, user=lawyer)
        draft = services.withdraw_reply(message=message, user=lawyer)
        found = Consultation.objects.get(pk=kept.pk)
        assert found.state == (State.CLOSED if ended else State.NEW)
        assert (found.answered_at, draft.text) == (None, "先答。")
    assert not Notice.objects.pending().filter(recipient__startswith="consultation:").exists()


def test_what_is_sealed_takes_neither_answer_nor_draft(asked, lawyer):
    Consultation.objects.update(conflict=Conflict.SEALED)
    with pytest.raises(services.NotAllowedError, match=policy.NO_REPLY_UNDECIDED):
        services.reply(consultation=asked, user=lawyer, text="先答。", token="a")
    with pytest.raises(services.NotAllowedError, match=policy.NO_REPLY_UNDECIDED):
        services.save_draft(consultation=asked, user=lawyer, text="先答。")
    assert not Draft.objects.exists()


def test_only_the_draft_that_was_asked_for_is_taken_over_and_none_of_another_thread(asked, lawyer):
    other = make_consultation()[0]
    foreign = services.save_draft(consultation=other, user=make_staff(), text="另一条的秘密")
    services.save_draft(consultation=asked, user=make_staff(), text="甲")
    wanted = services.save_draft(consultation=asked, user=make_staff(), text="乙")
    with pytest.raises(services.NotAllowedError, match="已不存在"):
        services.take_over(consultation=asked, user=lawyer, text="", draft=foreign)
    kept = services.take_over(consultation=asked, user=lawyer, text="", draft=wanted)
    assert (kept.text, Draft.objects.count()) == ("乙", 3)
    Consultation.objects.update(conflict=Conflict.SEALED)
    with pytest.raises(services.NotAllowedError, match=policy.NO_REPLY_UNDECIDED):
        services.take_over(consultation=asked, user=lawyer, text="", draft=kept)


def test_an_empty_draft_removes_ones_own_of_this_thread_alone(asked, lawyer):
    other, colleague = make_consultation()[0], make_staff()
    services.save_draft(consultation=asked, user=colleague, text="同事的")
    services.save_draft(consultation=other, user=lawyer, text="另一条")
    services.save_draft(consultation=asked, user=lawyer, text="这一条")
    assert services.save_draft(consultation=asked, user=lawyer, text=" \n") is None
    assert set(Draft.objects.values_list("consultation", "author")) == {
        (asked.pk, colleague.pk),
        (other.pk, lawyer.pk),
    }


def test_a_colleagues_answer_refuses_no_draft_and_ones_own_of_before_neither(asked, lawyer):
    own = services.reply(consultation=asked, user=lawyer, text="先答。", token="a")
    later = services.reply(consultation=asked, user=make_staff(), text="同事答。", token="b")
    kept = services.save_draft(consultation=asked, user=lawyer, text="再写", seen_until=own.sent_at)
    assert kept.text == "再写"
    assert later.sent_at > own.sent_at
    with pytest.raises(services.NotAllowedError, match="刷新页面后再写"):
        services.save_draft(
            consultation=asked, user=lawyer, text="旧页", seen_until=asked.received_at
        )
