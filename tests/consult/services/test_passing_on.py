"""A consultation is passed to a colleague, or comes back; a note names one; what became of it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from consult import services
from consult.base import policy
from consult.base.enums import Conflict, EventKind, Outcome, OutcomeReason, Source
from consult.desk import access, metrics
from consult.models import Consultation, Event, Mention, Note
from consult.services import jobs
from outbox.models import Notice
from tests.consult.desk_pages import ALL, CHANGE, SEND, VIEW
from tests.consult.rows import recorded
from tests.factories import (
    make_article,
    make_consultation,
    make_lawyer,
    make_settings,
    make_staff,
    make_superuser,
)

pytestmark = pytest.mark.django_db
WORD = "材料已收齐，请周三前答复"
WHY = "问对方收到催告函没有"


def answering(name, **fields):
    """A lawyer who sees what is theirs alone."""
    user = make_staff(VIEW, CHANGE, SEND, **fields)
    make_lawyer(name=name, user=user)
    return user


@pytest.fixture
def lin():
    return answering("林致远", email="lin@example.com")


@pytest.fixture
def zhang():
    return answering("张敏", email="zhang@example.com")


@pytest.fixture
def asked(lin):
    return services.assign(consultation=make_consultation()[0], user=None, to=lin)


def now():
    return Consultation.objects.get()


def hand(asked, user, to, **more):
    known = {"text": WORD, "token": "t", "seen": asked.assignee_id, **more}
    return services.hand_over(consultation=asked, user=user, to=to, **known)


@pytest.mark.parametrize("stays", [True, False])
def test_the_colleague_is_told_once_without_a_word_reads_the_note_and_hands_it_back(
    asked, lin, zhang, stays
):
    for _ in range(2):
        hand(asked, lin, zhang, stays=stays)
    found = access.find(zhang, asked.pk)
    assert (found.assignee, found.notes.get().text) == (zhang, WORD)
    assert bool(access.find(lin, asked.pk)) == stays
    assert recorded(EventKind.HANDED_OVER, actor=lin) == 1
    payload = words_of(Notice.objects.get(recipient=zhang.email), asked)
    assert [word in payload for word in (WORD, asked.reference)] == [False, False]
    assert services.was_handed_over(asked.pk, lin, WORD, "t")
    assert not services.was_handed_over(asked.pk, zhang, WORD, "t")
    hand(now(), zhang, lin, token="back")
    assert (now().assignee, list(now().shared_with.all())) == (lin, [])


def refused(why, *args, **more):
    before = Note.objects.count()
    with pytest.raises(services.NotAllowedError, match=why):
        hand(*args, **more)
    assert Note.objects.count() == before


def test_only_who_is_in_charge_or_assigns_passes_it_on_to_who_can_answer(asked, lin, zhang):
    services.share(consultation=asked, user=lin, people=[zhang])
    refused(policy.NOT_IN_CHARGE, asked, zhang, zhang)
    refused(policy.NOT_IN_CHARGE, make_consultation()[0], lin, zhang)  # of which nobody is
    refused(policy.CANNOT_ANSWER, asked, lin, make_staff(VIEW, CHANGE))
    refused(policy.CANNOT_ANSWER, asked, lin, lin)
    refused(policy.IN_CHARGE_CHANGED, asked, lin, zhang, seen=10**9)
    boss = make_superuser()
    hand(asked, boss, zhang)
    refused(policy.IN_CHARGE_CHANGED, asked, boss, boss, token="other")  # of two at once
    assert Consultation.objects.get(pk=asked.pk).assignee == zhang


@pytest.fixture
def wang():
    name = {"last_name": "王", "first_name": "小芸"}
    return make_staff(VIEW, CHANGE, ALL, email="wang@example.com", **name)


def note(asked, user, text, token="n", **more):
    return services.add_note(consultation=asked, user=user, text=text, token=token, **more)


def words_of(notice, consultation):
    """What it says beside the address, whose beginning may be the number in other letters."""
    return str(notice.payload).replace(str(consultation.pk), "")


def waiting(user):
    return Consultation.objects.filter(metrics.mentions(user)).exists()


@pytest.mark.parametrize("written", ["@林致远请看", "＠林致远律师，急", "先问@林致远"])
def test_who_is_named_in_a_note_is_told_once_without_a_word_until_it_is_opened(
    asked, lin, wang, written
):
    for _ in range(2):
        note(asked, wang, written, remind=[lin])
    notice = Notice.objects.get(kind="consult_mention")
    assert notice.recipient == lin.email
    assert f"/consultation/{asked.pk}/change/" in notice.payload["body"]
    said = words_of(notice, asked)
    assert not any(word in said for word in (written, asked.reference, "林致远"))
    services.record_opening(consultation=asked, user=wang)
    assert waiting(lin)
    services.record_opening(consultation=asked, user=lin)
    assert not waiting(lin)
    assert Mention.objects.get().user == lin


def test_no_name_oneself_and_who_may_not_open_it_are_not_told_unless_they_are_let_in(
    asked, lin, wang
):
    for _ in range(2):
        make_staff(VIEW, ALL, last_name="陈", first_name="静")
    unknown = {"@李四请看": True, "@陈静": True, "@": False, "写给 he@林致远.cn": False}
    for number, (text, said) in enumerate({**unknown, "林致远请看": False}.items()):
        note(asked, wang, text, token=str(number))
        named = access.named(asked, wang, text)
        assert (named.unknown, named.notified) == (said, [])
    note(asked, lin, "@林致远自己记一下", token="own")
    assert not Mention.objects.exists()
    helper = make_staff(VIEW, last_name="何", first_name="静")
    other = make_staff(VIEW, CHANGE, SEND, ALL)
    note(asked, other, "@何静请打电话")
    assert not Mention.objects.exists()
    assert access.named(asked, other, "@何静").shut_out == [helper]
    note(asked, lin, "@何静请打电话", token="other")  # who is in charge
    assert access.find(helper, asked.pk)
    assert waiting(helper)


def test_who_is_in_charge_asks_a_colleague_in_who_answers_and_takes_them_out_again(
    asked, lin, zhang
):
    known = {"consultation": asked, "user": lin}
    for _ in range(2):
        services.share(**known, people=[zhang])
    notice = Notice.objects.get(kind="consult_shared")
    assert (notice.recipient, recorded(EventKind.SHARED, actor=lin)) == (zhang.email, 1)
    assert f"/consultation/{asked.pk}/change/" in notice.payload["body"]
    said = words_of(notice, asked)
    assert not any(word in said for word in (asked.reference, asked.area.name))
    note(asked, zhang, "我来答")
    services.reply(consultation=asked, user=zhang, text="可以申请仲裁。", token="r")
    assert now().assignee == lin
    with pytest.raises(services.NotAllowedError, match=policy.NOT_TO_SHARE):
        services.share(consultation=asked, user=zhang, people=[])
    Consultation.objects.update(conflict=Conflict.SEALED)
    with pytest.raises(services.NotAllowedError, match=policy.TO_WAIT):
        services.share(**known, people=[])
    Consultation.objects.update(conflict=Conflict.CLEAR)
    services.share(**known, people=[])
    assert access.find(zhang, asked.pk) is None
    assert Notice.objects.filter(kind="consult_shared").count() == 1


def test_whom_others_let_in_or_out_since_the_page_was_opened_stays_so(asked, lin, zhang, wang):
    out, new = answering("何静"), answering("陈静")
    asked.shared_with.set([zhang, wang])
    for people, seen, left in (
        ([zhang, out, new], [zhang, out], {zhang, wang, new}),
        ([wang], [new], {zhang, wang}),
    ):
        known = {"people": people, "seen": [one.pk for one in seen]}
        services.share(consultation=asked, user=lin, **known)
        assert set(asked.shared_with.all()) == left


def told():
    return list(Notice.objects.filter(kind="consult_follow_up").values_list("recipient", flat=True))


def follow(asked, user, days=0, why=WHY):
    """The follow-up day that many days from today."""
    on = timezone.localdate() + timedelta(days=days)
    return services.set_follow_up(consultation=asked, user=user, on=on, why=why)


def test_a_follow_up_day_is_kept_with_its_reason_moved_and_cleared(asked, lin):
    follow(asked, lin, days=3)
    services.set_follow_up(consultation=asked, user=lin, on=date(2027, 3, 1))
    assert (now().follow_up_on, now().follow_up_why) == (date(2027, 3, 1), WHY)
    for _ in range(2):
        services.set_follow_up(consultation=asked, user=lin, on=None)
    assert (now().follow_up_on, now().follow_up_why) == (None, "")
    assert recorded(EventKind.FOLLOW_UP_SET, actor=lin) == recorded(EventKind.FOLLOW_UP_SET) == 3


def test_on_the_day_who_is_in_charge_is_told_once_and_not_of_what(asked, lin):
    before = timezone.now() - timedelta(days=2)  # of an earlier day
    Event.objects.create(consultation=asked, kind=EventKind.FOLLOW_UP_DUE, at=before)
    follow(asked, lin, days=1)
    assert jobs.bring_back() == 0
    follow(asked, lin)
    Consultation.objects.update(conflict=Conflict.SEALED)  # not before the decision
    assert jobs.bring_back() == 0
    Consultation.objects.update(conflict=Conflict.CLEAR)
    services.close(consultation=asked, user=lin)  # and stays ended
    assert (jobs.bring_back(), jobs.bring_back()) == (1, 0)
    assert now().closed_at
    assert told() == [lin.email]
    assert recorded(EventKind.FOLLOW_UP_DUE) == 2
    notice = Notice.objects.get(kind="consult_follow_up")
    assert f"/consultation/{asked.pk}/change/" in notice.payload["body"]
    payload = words_of(notice, asked)
    assert not any(word in payload for word in (WHY, asked.reference, asked.area.name))
    make_settings(notify_email="office@example.com")
    Notice.objects.all().delete()
    follow(make_consultation()[0], make_staff())
    jobs.bring_back()
    assert told() == ["office@example.com"]


def test_outcome_and_source_are_changed_and_what_belonged_to_them_is_forgotten(asked, lin):
    known = {"consultation": asked, "user": lin, "reason": OutcomeReason.FEES}
    for _ in range(2):
        services.set_outcome(**known, outcome=Outcome.NOT_ENGAGED.value)  # as a form has it
    assert now().outcome_reason == OutcomeReason.FEES
    assert recorded(EventKind.OUTCOME_SET, actor=lin) == recorded(EventKind.OUTCOME_SET) == 1
    services.set_outcome(**known, outcome=Outcome.ENGAGED)
    assert (now().outcome, now().outcome_reason) == (Outcome.ENGAGED, "")
    assert now().outcome_at
    services.set_outcome(consultation=asked, user=lin, outcome="")
    assert now().outcome_at is None
    Consultation.objects.update(source=Source.ARTICLE, source_article=make_article())
    for _ in range(2):
        services.set_source(consultation=asked, user=lin, source=Source.INTRODUCTION)
    assert (now().source, now().source_article) == (Source.INTRODUCTION, None)
    assert recorded(EventKind.SOURCE_SET, actor=lin) == recorded(EventKind.SOURCE_SET) == 1


@pytest.mark.parametrize("given", ["", Outcome.REFERRED])
def test_declining_for_a_conflict_is_the_outcome_where_nobody_gave_one(asked, lin, given):
    known = {"consultation": asked, "user": lin}
    services.set_outcome(**known, outcome=given)
    expected = {Conflict.DECLINED: given or Outcome.NOT_TAKEN, Conflict.ALLOWED: given}
    for decision, outcome in expected.items():
        services.decide_conflict(**known, decision=decision, reason="核对过。")
        assert now().outcome == outcome
