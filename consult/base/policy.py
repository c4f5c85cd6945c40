"""Who may do what with a consultation, and when not: the one table that pages and services ask.

`docs/permissions.md` is this table for people; the suite tries each of its cells. Which
consultations somebody may open at all is asked before: `consult.desk.access.visible_to`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from django.db.models import Q
from django.utils import timezone

from consult.base.enums import Conflict, ConsentKind, Group, State, states_in

TOO_OFTEN = "提交过于频繁，请稍后再提交，您填写的内容仍在下面。"


class NotAllowedError(Exception):
    """An action that the state of the consultation does not allow; its text is for people."""

    text = ""  # of a kind that is always said in the same words

    def __init__(self, text: str = ""):
        super().__init__(text or self.text)


class MissingKeyError(NotAllowedError):
    """Nothing confidential can be stored now, because a key is missing or another one."""

    text = (
        "网站暂时不能保存咨询内容，您填写的内容没有发出，"
        "请保存底稿，稍后重试；如情况紧急，请直接打电话。"
    )


# Why something may not be done with a consultation now, in sentences for the person who tried; one
# that depends on the consultation, or on who asks, is a function of both.

# The content, for the staff.
DECLINED_BY_REVIEW = "利益冲突审查的结论是不受理，内容不再打开。"
TO_DECIDE = "可能有利益冲突，内容已封存。请先打开利益冲突审查，作出结论。"
TO_WAIT = "可能有利益冲突，内容已封存，等待负责人审查。审查之前，请勿向任何一方提及这条咨询。"
# Acts of the staff.
NO_REPLY_UNDECIDED = "利益冲突审查尚未通过，不能答复。"
NOT_IN_CHARGE = "这条咨询不由您负责，不能转交；如需换人，请告诉负责人或者咨询主管。"
NOT_TO_SHARE = "这条咨询不由您负责，协办人由负责人或者咨询主管设置。"
IN_CHARGE_CHANGED = "负责人刚刚改过，这次没有改动。请核对现在的负责人。"
CANNOT_ANSWER = "所选的同事目前不能接手这条咨询，请另选一位。"
NO_END_UNDECIDED = "利益冲突尚未审查，不能结束，请先由主管作出决定。"
NO_REVIEW_ERASED = "这条咨询的内容已经删除，无需再审查。"
# Acts of the client.
NO_RATING_NOW = "没有答复，或者结束已满30天，不能再评价。"
NO_ERASURE_HELD = "这条咨询因办理案件等原因须依法保留，暂时不能删除。"
# `Notice.why` takes 60 characters.
NO_MAIL_ERASED = "咨询内容已经删除"


def erased(consultation, user) -> str:
    """Since when there is no content any more."""
    day = timezone.localtime(consultation.erased_at)
    return f"内容已于{day:%Y年}{day.month}月{day.day}日删除，只留下这份不含内容的记录。"


def withdrawn(consultation, user) -> str:
    """What becomes of content that its client no longer wants to be processed."""
    if consultation.legal_hold:
        return "咨询人已撤回同意，内容不再显示。因为设了“暂停删除”，内容仍依法保存。"
    day = consultation.purge_on
    return f"咨询人已撤回同意，内容不再显示，将在{day:%Y年}{day.month}月{day.day}日删除。"


def undecided(consultation, user) -> str:
    """Closed to all alike: who decides sees the names on the review page, never the question."""
    return TO_DECIDE if user and user.has_perm("consult.decide_conflict") else TO_WAIT


def cannot_become(state: State):
    """A sentence that names the present state and the one that cannot be reached from it."""

    def sentence(consultation, user=None):
        now = consultation.get_state_display()
        return f"“{now}”的咨询不能改为“{State(state).label}”，请刷新页面后再试。"

    return sentence


# What of a consultation decides whether something may be done with it: group, conflict, consent.
# Each is asked of a consultation in hand and of rows; a test holds the two against each other.


@dataclass(frozen=True, eq=False)
class Situation:
    """One fact; `rows` is None where no row says it."""

    holds: Callable[..., bool]
    rows: Q | None


def _in(group):
    states = states_in(group)
    return Situation(lambda one: one.state in states, Q(state__in=states))


def _decided(conflict):
    return Situation(lambda one: one.conflict == conflict, Q(conflict=conflict))


CHECK, OPEN, WAITING, CLOSED, ERASED = (_in(group) for group in Group)
SPAM = Situation(lambda one: one.state == State.SPAM, Q(state=State.SPAM))
UNDECIDED = _decided(Conflict.SEALED)
DECLINED = _decided(Conflict.DECLINED)
WITHDRAWN = Situation(
    lambda one: one.consent_withdrawn_at is not None, Q(consent_withdrawn_at__isnull=False)
)
HELD = Situation(lambda one: one.legal_hold, Q(legal_hold=True))
CHILD = Situation(  # a guardian's consent to the data of a child under fourteen stands
    lambda one: any(
        each.kind == ConsentKind.MINOR and each.withdrawn_at is None for each in one.consents.all()
    ),
    None,
)

# What is probably spam need not be reviewed before it ends.
UNDECIDED_IN_EARNEST = replace(
    UNDECIDED,
    holds=lambda one: UNDECIDED.holds(one) and not CHECK.holds(one),
    rows=UNDECIDED.rows & ~CHECK.rows,
)


class Action(StrEnum):
    READ = "read"
    REPLY = "reply"
    TAKE_BACK = "withdraw"
    DRAFT = "draft"
    TAKE_OVER = "take_over"
    NOTE = "note"
    LIMITATION = "limitation"
    FOLLOW_UP = "follow_up"
    HAND_OVER = "hand_over"
    CORRECT = "correct"
    OUTCOME = "outcome"
    TO_ARTICLE = "to_article"
    JUDGE_HIT = "judge_hit"
    EXPORT = "export"
    CLOSE = "close"
    REOPEN = "reopen"
    RELEASE = "release"
    MARK_SPAM = "mark_spam"
    ASSIGN = "assign"
    SHARE = "share"
    HOLD = "hold"
    UNHOLD = "unhold"
    REVIEW = "review"
    OPEN_THREAD = "open_thread"
    ADD = "add"
    MEET = "meet"
    COPY = "copy"
    PUBLISH = "publish"
    JUDGE_ARTICLE = "judge_article"
    RATE = "rate"
    WITHDRAW_CONSENT = "withdraw_consent"
    STOP_MAIL = "stop_mail"
    ERASE = "erase"
    REMIND = "remind"
    PURGE = "purge"


Refused = Mapping[Situation, str | Callable[..., str]]


@dataclass(frozen=True)
class Rule:
    """One row of the table: the right that it takes, "" of a client's and of what the site does by
    itself; when it is refused, what it `needs` first."""

    permission: str
    refused: Refused
    needs: Action | None = None


VIEW, CHANGE, EXPORT = "view_consultation", "change_consultation", "export_consultation"
SEND, ASSIGN, HOLD = "send_reply", "assign_consultation", "hold_consultation"
DECIDE = "decide_conflict"
CONTENT: Refused = {
    ERASED: erased,
    WITHDRAWN: withdrawn,
    DECLINED: DECLINED_BY_REVIEW,
    UNDECIDED: undecided,
}
WRITING: Refused = {
    ERASED: "这条咨询的内容已经删除，不能再写答复。",
    WITHDRAWN: "咨询人已经撤回同意，不能再写答复。",
    **dict.fromkeys((UNDECIDED, DECLINED), NO_REPLY_UNDECIDED),
    CHECK: cannot_become(State.ANSWERED),
}
RECORD: Refused = {ERASED: "这条咨询的内容已经删除，不能再修改。"}
CLOSING: Refused = {
    **dict.fromkeys((CLOSED, ERASED), cannot_become(State.CLOSED)),
    UNDECIDED_IN_EARNEST: NO_END_UNDECIDED,
}
JUDGING: Refused = {**RECORD, CLOSED: "咨询已经结束，重新打开后再判断是否同一方。"}
REOPENING: Refused = {
    **dict.fromkeys((CHECK, OPEN, WAITING, ERASED), cannot_become(State.WAITING_LAWYER)),
    WITHDRAWN: "咨询人已经撤回同意，不能重新打开。",
    UNDECIDED: "利益冲突审查尚未通过，不能重新打开。",
    DECLINED: "利益冲突审查的结论是不受理，要先修改结论才能重新打开。",
}
RELEASING: Refused = dict.fromkeys((OPEN, WAITING, CLOSED, ERASED), cannot_become(State.NEW))
MARKING: Refused = {
    **dict.fromkeys((CLOSED, ERASED, SPAM), cannot_become(State.SPAM)),
    UNDECIDED_IN_EARNEST: NO_END_UNDECIDED,
}
REVIEWING: Refused = {ERASED: NO_REVIEW_ERASED, WITHDRAWN: "咨询人已经撤回同意，无需再审查。"}
ADDING: Refused = {
    **dict.fromkeys((ERASED, WITHDRAWN), "这条咨询已经停止处理，不能再补充；需要时请重新咨询。"),
    DECLINED: "本所不便受理这次咨询，不能再补充；请尽快咨询其他律师。",
}
MEETING: Refused = dict.fromkeys(  # not by a conflict that is looked into: it shows in nothing
    (ERASED, WITHDRAWN, DECLINED, CLOSED, CHECK),
    "这条咨询现在不能约时间，约好的也已取消。需要时请写给律师，或者打电话。",
)
PUBLISHING: Refused = {
    **dict.fromkeys((ERASED, WITHDRAWN), "这条咨询已经停止处理，不能再给予同意。"),
    DECLINED: "本所不便受理这次咨询，不会公开。",
    CHILD: "涉及孩子信息的咨询，本所不作公开。",
}
RATING: Refused = {
    **dict.fromkeys((CHECK, OPEN, WAITING), "咨询结束以后才能评价。"),
    **dict.fromkeys((ERASED, WITHDRAWN, DECLINED), "这条咨询已经停止处理，不能再评价。"),
}
GONE: Refused = {ERASED: "这条咨询的内容已经删除。"}
RETAINED: Refused = {HELD: NO_ERASURE_HELD}
REMINDING: Refused = {ERASED: NO_MAIL_ERASED}

READING, THREAD = Action.READ, Action.OPEN_THREAD
RULES = {
    Action.READ: Rule(VIEW, CONTENT),
    Action.REPLY: Rule(SEND, WRITING, READING),
    Action.TAKE_BACK: Rule(SEND, {}, READING),
    Action.DRAFT: Rule(CHANGE, WRITING, READING),
    Action.TAKE_OVER: Rule(SEND, WRITING, READING),
    Action.NOTE: Rule(CHANGE, RECORD, READING),
    Action.LIMITATION: Rule(CHANGE, RECORD, READING),
    Action.FOLLOW_UP: Rule(CHANGE, RECORD, READING),
    Action.HAND_OVER: Rule(SEND, RECORD, READING),
    Action.CORRECT: Rule(CHANGE, RECORD, READING),
    Action.OUTCOME: Rule(CHANGE, RECORD),
    Action.TO_ARTICLE: Rule(SEND, PUBLISHING, READING),
    Action.JUDGE_HIT: Rule(SEND, JUDGING, READING),
    Action.EXPORT: Rule(EXPORT, {}, READING),
    Action.CLOSE: Rule(SEND, CLOSING),
    Action.REOPEN: Rule(SEND, REOPENING),
    Action.RELEASE: Rule(SEND, RELEASING),
    Action.MARK_SPAM: Rule(SEND, MARKING),
    Action.ASSIGN: Rule(ASSIGN, RECORD),
    Action.SHARE: Rule(SEND, RECORD),
    Action.HOLD: Rule(HOLD, RECORD),
    Action.UNHOLD: Rule(HOLD, RECORD),
    Action.REVIEW: Rule(DECIDE, REVIEWING),
    Action.OPEN_THREAD: Rule("", GONE),
    Action.ADD: Rule("", ADDING, THREAD),
    Action.MEET: Rule("", MEETING, THREAD),
    Action.COPY: Rule("", {}, THREAD),
    Action.PUBLISH: Rule("", PUBLISHING, THREAD),
    Action.JUDGE_ARTICLE: Rule("", PUBLISHING, THREAD),
    Action.RATE: Rule("", RATING, THREAD),
    Action.WITHDRAW_CONSENT: Rule("", {}, THREAD),
    Action.STOP_MAIL: Rule("", {}),
    Action.ERASE: Rule("", RETAINED),
    Action.REMIND: Rule("", REMINDING),
    Action.PURGE: Rule("", {**GONE, **RETAINED}),
}


def cells(action: Action) -> Refused:
    """All situations in which an action is refused; the action's own message comes first."""
    rule = RULES[action]
    return {**(cells(rule.needs) if rule.needs else {}), **rule.refused}


def allows(consultation, action: Action) -> bool:
    return not any(situation.holds(consultation) for situation in cells(action))


def refusal(consultation, action: Action, user=None) -> str:
    """The sentence why this user cannot do the action now; "" when it can be done."""
    for situation, sentence in cells(action).items():
        if situation.holds(consultation):
            return sentence if isinstance(sentence, str) else sentence(consultation, user)
    return ""


def require(consultation, action: Action, user=None) -> None:
    """Go on only with what may be done; NotAllowedError with the sentence else."""
    why = refusal(consultation, action, user)
    if why:
        raise NotAllowedError(why)


@cache
def allowed_rows(action: Action) -> Q:
    """The same question for rows; TypeError where the row alone does not answer it."""
    allowed = Q()
    for situation in cells(action):
        if situation.rows is None:
            raise TypeError(f"no row tells whether it is {situation}")
        allowed &= ~situation.rows
    return allowed


def may(user, action: Action) -> bool:
    """Whether a member of the staff has the right that an action takes."""
    return user.has_perm(right_to(action))


def right_to(action: Action) -> str:
    """The name of that right, as Django keeps it."""
    return f"consult.{RULES[action].permission}"
