"""Every cell of `docs/permissions.md`, tried on the service: what is refused leaves nothing."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.utils import timezone

from consult import lifecycle, services
from consult.base.enums import (
    ENDED,
    STATES,
    Conflict,
    ConsentKind,
    Likeness,
    Outcome,
    PartyRole,
    PublicationState,
    RatingValue,
    Sender,
    State,
    Verdict,
)
from consult.base.policy import CHILD, RULES, Action
from consult.models import Consultation, KnownParty
from consult.services import desk, notifications
from consult.services.appointments import SlotGoneError
from outbox.base.registry import UnwantedMailError
from tests.consult import permissions
from tests.consult.desk_pages import make_answering, make_assistant
from tests.consult.permissions import FACTS, TABLE, WITHDRAWN, differing, put, undone
from tests.consult.publishing import make_answered, make_asked
from tests.factories import make_consultation, make_notice, make_superuser

pytestmark = pytest.mark.django_db

# Whether a child is concerned stands in its consents, and in no row of its own.
NOT_OF_ROWS = {Action.PUBLISH, Action.JUDGE_ARTICLE, Action.TO_ARTICLE}


def test_the_page_has_every_action_with_its_right():
    assert {action: row.permission for action, row in TABLE.items()} == {
        action: rule.permission for action, rule in RULES.items()
    }


def test_every_state_stands_in_a_group_and_leads_where_its_actions_lead():
    assert set(STATES) == set(State)
    for action, target in (("reply", "answered"), ("close", "closed")):
        allowed = {state for state in State if TABLE[Action(action)].allows(state)}
        assert allowed == {state for state in State if State(target) in STATES[state].next}


@pytest.fixture
def user():
    return make_superuser()


@pytest.fixture
def asked(user):
    """With one of everything: an answer that can be taken back, a colleague's draft, an address."""
    consultation = make_consultation(name="王小明", email="wang@example.com")[0]
    services.reply(consultation=consultation, user=user, text="先答一句。", token="first")
    later = timezone.now() + timedelta(hours=1)  # it can be taken back however long this takes
    consultation.messages.filter(author=user).update(visible_at=later)
    services.save_draft(consultation=consultation, user=make_assistant(), text="助理起草的")
    return consultation


def take_back(one, user):
    reply = one.messages.get(sender=Sender.LAWYER) if one.messages.exists() else last_reply(one)
    services.withdraw_reply(message=reply, user=user)


def last_reply(one):
    """An erased one has no message any more; the page that was open still posts its key."""
    return one.messages.model(consultation=one)


def take_over(one, user):
    draft = one.drafts.first() or one.drafts.model()
    services.take_over(consultation=one, user=user, text="", draft=draft)


def hit_of(one):
    party = KnownParty.objects.create(name="云澜宏达建材有限公司", role=PartyRole.CLIENT)
    return one.conflict_hits.create(party=party, about_opponent=True, likeness=Likeness.NEAR).pk


def judge_hit(one, user):
    hit = hit_of(one)
    services.judge_hit(consultation=one, user=user, hit=hit, verdict=Verdict.SAME)


def take_back_hit(one, user):
    services.take_back(consultation=one, user=user, hit=hit_of(one))


def meet(one, user):
    with suppress(SlotGoneError):  # it may be taken, but nothing was offered
        services.take(consultation=one, starts=timezone.now())


def purge(one, user):
    if one not in lifecycle.named([one.reference]):
        raise services.NotAllowedError("这条不删。")


def act(name, with_user=True, **more):
    """A service by its name."""

    def run(one, user):
        known = {"consultation": one, **({"user": user} if with_user else {})}
        getattr(services, name)(**known, **more)

    return run


def hand_over(one, user):
    services.hand_over(
        consultation=one,
        user=user,
        to=make_answering(),
        text="请接手",
        token="h",
        seen=one.assignee_id,
    )


def judge_article(one, user):
    text = one.publications.first()
    if text is None:
        raise services.NotAllowedError("没有公开稿。")
    verdict = PublicationState.AGREED
    services.judge_article(consultation=one, asked_at=text.asked_at, verdict=verdict)


def correct(one, user):
    person = dict.fromkeys(desk.PERSON, "") | {"name": "陈小满"}
    seen = services.print_of(one)[0]
    services.correct(consultation=one, user=user, seen=seen, area=one.area, **person)


SERVICES = {
    Action.REPLY: act("reply", text="可以申请仲裁。", token="r"),
    Action.TAKE_BACK: take_back,
    Action.DRAFT: act("save_draft", text="要点"),
    Action.TAKE_OVER: take_over,
    Action.NOTE: act("add_note", text="备注", token="n"),
    Action.LIMITATION: act("set_limitation", on=date(2027, 3, 1)),
    Action.FOLLOW_UP: act("set_follow_up", on=date(2027, 3, 1), why="问收到没有"),
    Action.HAND_OVER: hand_over,
    Action.OUTCOME: act("set_outcome", outcome=Outcome.ENGAGED),
    Action.CORRECT: correct,
    Action.EXPORT: act("record_export"),
    Action.JUDGE_HIT: judge_hit,
    Action.CLOSE: act("close"),
    Action.REOPEN: act("reopen"),
    Action.RELEASE: act("release"),
    Action.MARK_SPAM: act("mark_spam"),
    Action.ASSIGN: act("assign", to=None),
    Action.SHARE: act("share", people=[]),
    Action.HOLD: act("hold"),
    Action.UNHOLD: act("unhold"),
    Action.REVIEW: act("decide_conflict", decision=Conflict.ALLOWED, reason="核对过。"),
    Action.ADD: act("client_message", with_user=False, text="再问一句", token="c"),
    Action.COPY: act("record_export", with_user=False),
    Action.PUBLISH: lambda one, _: services.allow_publication(
        consultation=one, notice=make_notice()
    ),
    Action.MEET: meet,
    Action.RATE: act("rate", with_user=False, value=RatingValue.HELPED),
    Action.WITHDRAW_CONSENT: act("withdraw_consent", with_user=False, kind=ConsentKind.PROCESSING),
    Action.STOP_MAIL: act("stop_mail", with_user=False),
    Action.ERASE: act("erase_now", with_user=False),
    Action.REMIND: lambda one, _: notifications.letter("consultation", str(one.pk)),
    Action.PURGE: purge,
}
# What takes an answer, and a text that its client was asked about.
OF_AN_ANSWER = {Action.TO_ARTICLE: act("start_article"), Action.JUDGE_ARTICLE: judge_article}
PAGES_ALONE = {Action.READ, Action.OPEN_THREAD}  # tests/consult/admin, public: test_permissions


def test_every_action_but_looking_is_a_service():
    assert set(SERVICES) | set(OF_AN_ANSWER) == set(Action) - PAGES_ALONE


def left(one):
    """All that an act could leave: the row, events, messages, notes, drafts, consents."""
    related = ("events", "messages", "notes", "drafts", "consents")
    kept = [list(getattr(one, name).order_by("pk").values()) for name in related]
    return Consultation.objects.values().get(), kept


def doing(run, user):
    """Whether it is done; what is refused leaves nothing."""

    def done(one):
        before = left(one)
        try:
            run(one, user)
        except (services.NotAllowedError, UnwantedMailError):
            assert left(one) == before
            return False
        return True

    return done


def test_a_service_does_what_the_page_says(asked, user, subtests):
    for action, run in SERVICES.items():
        with subtests.test(action.value):
            assert differing(asked, doing(run, user), action) == []
    assert differing(asked, doing(take_back_hit, user), Action.REVIEW) == []


@pytest.mark.parametrize("action", OF_AN_ANSWER)
def test_a_service_of_the_public_text_does_what_the_page_says(user, action):
    case, _ = make_answered(user)
    make_asked(case, user)
    assert differing(case, doing(OF_AN_ANSWER[action], user), action) == []


def test_a_row_in_hand_and_a_query_answer_alike(asked):
    for state, fact in product(State, ["", *FACTS]):
        if fact == WITHDRAWN and state not in ENDED:  # which ends it
            continue
        with undone():
            one = put(asked, state, fact)
            for situation in {one for rule in RULES.values() for one in rule.refused} - {CHILD}:
                found = Consultation.objects.filter(situation.rows).exists()
                assert situation.holds(one) == found, situation.rows
            for action in set(Action) - NOT_OF_ROWS:
                found = Consultation.objects.allowing(action).exists()
                assert one.allows(action) == found, action
                assert bool(one.refusal(action)) != found, action


def test_once_the_guardian_took_the_consent_back_it_concerns_no_child_any_more(asked):
    put(asked, State.NEW, permissions.CHILD)
    assert not asked.allows(Action.PUBLISH)
    asked.consents.filter(kind=ConsentKind.MINOR).update(withdrawn_at=asked.received_at)
    assert asked.allows(Action.PUBLISH)
    with pytest.raises(TypeError):
        Consultation.objects.allowing(Action.PUBLISH)


def read(user=None, **fields):
    return Consultation(**fields).refusal(Action.READ, user)


def test_what_is_gone_says_since_when_or_when_it_goes_or_why_it_stays():
    at = datetime(2026, 11, 30, 17, tzinfo=UTC)
    told = read(state=State.ERASED, erased_at=at)
    assert told == "内容已于2026年12月1日删除，只留下这份不含内容的记录。"
    ended = {"state": State.CLOSED, "purge_on": date(2026, 12, 1)}
    withdrawn = {**ended, "consent_withdrawn_at": datetime(2026, 11, 30, tzinfo=UTC)}
    assert "将在2026年12月1日删除" in read(**withdrawn)
    assert "“暂停删除”" in read(**withdrawn, legal_hold=True)


def test_a_state_that_cannot_be_reached_is_named_beside_the_present_one():
    why = Consultation(state=State.CLOSED).refusal(Action.CLOSE)
    assert why == "“已结束”的咨询不能改为“已结束”，请刷新页面后再试。"
    assert Consultation(state=State.NEW).refusal(Action.REOPEN).count("待答复") == 1
