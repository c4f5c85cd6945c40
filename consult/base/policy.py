"""Who may do what with a consultation, and when not: the one table that pages and services ask.

`docs/permissions.md` is this table in print (`manage.py print_permissions`). Which consultations
somebody may open at all is asked before: `consult.desk.assignment.visible_to`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum

from django.db.models import Q

from consult.base import refusals
from consult.base.enums import State
from consult.base.exceptions import NotAllowedError
from consult.base.refusals import cannot_become
from consult.base.situations import (
    CHECK,
    CHILD,
    CLOSED,
    DECLINED,
    ERASED,
    HELD,
    OPEN,
    SEALED,
    SEALED_IN_EARNEST,
    WAITING,
    WITHDRAWN,
    Situation,
)


class Action(StrEnum):
    """What can be done with a consultation."""

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
    ASSIGN = "assign"
    SHARE = "share"
    HOLD = "hold"
    UNHOLD = "unhold"
    REVIEW = "review"
    OPEN_THREAD = "open_thread"
    ADD = "add"
    COPY = "copy"
    PUBLISH = "publish"
    JUDGE_ARTICLE = "judge_article"
    RATE = "rate"
    WITHDRAW_CONSENT = "withdraw_consent"
    STOP_MAIL = "stop_mail"
    ERASE = "erase"
    REMIND = "remind"
    PURGE = "purge"


class Who(Enum):
    """Whose action it is."""

    STAFF = "本所人员"
    CLIENT = "咨询人"
    SYSTEM = "系统"


Refused = dict[Situation, str | Callable[..., str]]


@dataclass(frozen=True)
class Rule:
    """One row of the table: whose action, the right that it takes, and when it is refused.

    `refused` gives for each situation the sentence, the first that holds counts. What `needs`
    another action is refused wherever that one is.
    """

    label: str
    english: str
    who: Who
    permission: str
    refused: Refused
    needs: Action | None = None


def _staff(label, english, permission, refused):
    return Rule(label, english, Who.STAFF, permission, refused)


def _reading(label, english, permission, refused):
    """What the staff does with the content in view."""
    return Rule(label, english, Who.STAFF, permission, refused, Action.READ)


def _client(label, english, refused):
    """What a client does with the thread open."""
    return Rule(label, english, Who.CLIENT, "", refused, Action.OPEN_THREAD)


VIEW, CHANGE, EXPORT = "view_consultation", "change_consultation", "export_consultation"
SEND, ASSIGN, HOLD, DECIDE = (
    "send_reply",
    "assign_consultation",
    "hold_consultation",
    "decide_conflict",
)
CONTENT: Refused = {
    ERASED: refusals.erased,
    WITHDRAWN: refusals.withdrawn,
    DECLINED: refusals.DECLINED,
    SEALED: refusals.sealed,
}
WRITING: Refused = {
    ERASED: refusals.NO_REPLY_ERASED,
    WITHDRAWN: refusals.NO_REPLY_WITHDRAWN,
    SEALED: refusals.NO_REPLY_SEALED,
    DECLINED: refusals.NO_REPLY_SEALED,
    CHECK: cannot_become(State.ANSWERED),
}
RECORD: Refused = {ERASED: refusals.NO_CHANGE_ERASED}
CLOSING: Refused = {
    CLOSED: cannot_become(State.CLOSED),
    ERASED: cannot_become(State.CLOSED),
    SEALED_IN_EARNEST: refusals.NO_END_SEALED,
}
JUDGING: Refused = RECORD | {CLOSED: refusals.NO_JUDGING_CLOSED}
REOPENING: Refused = {
    CHECK: cannot_become(State.WAITING_LAWYER),
    OPEN: cannot_become(State.WAITING_LAWYER),
    WAITING: cannot_become(State.WAITING_LAWYER),
    ERASED: cannot_become(State.WAITING_LAWYER),
    WITHDRAWN: refusals.NO_REOPENING_WITHDRAWN,
    SEALED: refusals.NO_REOPENING_SEALED,
    DECLINED: refusals.NO_REOPENING_DECLINED,
}
RELEASING: Refused = {
    OPEN: cannot_become(State.NEW),
    WAITING: cannot_become(State.NEW),
    CLOSED: cannot_become(State.NEW),
    ERASED: cannot_become(State.NEW),
}
REVIEWING: Refused = {
    ERASED: refusals.NO_REVIEW_ERASED,
    WITHDRAWN: refusals.NO_REVIEW_WITHDRAWN,
}
ADDING: Refused = {
    ERASED: refusals.NO_MORE_WORDS,
    WITHDRAWN: refusals.NO_MORE_WORDS,
    DECLINED: refusals.NO_WORDS_DECLINED,
}
PUBLISHING: Refused = {
    ERASED: refusals.NO_MORE_CONSENT,
    WITHDRAWN: refusals.NO_MORE_CONSENT,
    DECLINED: refusals.NO_PUBLICATION_DECLINED,
    CHILD: refusals.NO_PUBLICATION_CHILD,
}
RATING: Refused = {
    CHECK: refusals.NO_RATING_YET,
    OPEN: refusals.NO_RATING_YET,
    WAITING: refusals.NO_RATING_YET,
    ERASED: refusals.NO_RATING,
    WITHDRAWN: refusals.NO_RATING,
    DECLINED: refusals.NO_RATING,
}
GONE: Refused = {ERASED: refusals.GONE}
KEPT: Refused = {HELD: refusals.HELD}

RULES = {
    Action.READ: _staff("查看内容、下载附件", "read it, download files", VIEW, CONTENT),
    Action.REPLY: _reading("发出答复", "send a reply", SEND, WRITING),
    Action.TAKE_BACK: _reading("撤回答复", "take a reply back", SEND, {}),
    Action.DRAFT: _reading("起草答复", "draft a reply", CHANGE, WRITING),
    Action.TAKE_OVER: _reading("采用同事的草稿", "take over a draft", SEND, WRITING),
    Action.NOTE: _reading("写备注", "write a note", CHANGE, RECORD),
    Action.LIMITATION: _reading("填时效届满日", "set the limitation date", CHANGE, RECORD),
    Action.FOLLOW_UP: _reading("定跟进日", "set a follow-up day", CHANGE, RECORD),
    Action.HAND_OVER: _reading("转交同事", "hand it over to a colleague", SEND, RECORD),
    Action.CORRECT: _reading("更正咨询人信息", "correct who it is", CHANGE, RECORD),
    Action.OUTCOME: _staff("记录结果、来源", "record outcome and source", CHANGE, RECORD),
    Action.TO_ARTICLE: _reading("整理成文章", "turn it into an article", SEND, PUBLISHING),
    Action.JUDGE_HIT: _reading("判断是否同一方", "judge a similar name", SEND, JUDGING),
    Action.EXPORT: _reading("导出全部内容", "export everything", EXPORT, {}),
    Action.CLOSE: _staff("结束", "close", SEND, CLOSING),
    Action.REOPEN: _staff("重新打开", "reopen", SEND, REOPENING),
    Action.RELEASE: _staff("确认为正常咨询", "release from doubt", SEND, RELEASING),
    Action.ASSIGN: _staff("分派", "assign", ASSIGN, RECORD),
    Action.SHARE: _staff("设协办人", "share with colleagues", ASSIGN, RECORD),
    Action.HOLD: _staff("暂停删除", "hold", HOLD, RECORD),
    Action.UNHOLD: _staff("取消暂停删除", "end the hold", HOLD, RECORD),
    Action.REVIEW: _staff("审查利益冲突", "decide on a conflict", DECIDE, REVIEWING),
    Action.OPEN_THREAD: Rule("查看往来、下载附件", "read the thread", Who.CLIENT, "", GONE),
    Action.ADD: _client("补充或者追问", "add to it", ADDING),
    Action.COPY: _client("下载全部内容", "take a copy", {}),
    Action.PUBLISH: _client("同意隐去身份后公开", "allow publication", PUBLISHING),
    Action.JUDGE_ARTICLE: _client("对公开稿表态", "judge what would be public", PUBLISHING),
    Action.RATE: _client("评价答复", "rate the answer", RATING),
    Action.WITHDRAW_CONSENT: _client("撤回同意", "withdraw a consent", {}),
    Action.STOP_MAIL: Rule("停收邮件提醒", "stop the mail", Who.CLIENT, "", {}),
    Action.ERASE: Rule("删除全部内容", "erase everything", Who.CLIENT, "", KEPT),
    Action.REMIND: Rule(
        "发邮件提醒咨询人", "mail the client", Who.SYSTEM, "", {ERASED: refusals.NO_MAIL_ERASED}
    ),
    Action.PURGE: Rule("到期删除", "erase when due", Who.SYSTEM, "", GONE | KEPT),
}


def cells(action: Action) -> Refused:
    """All situations in which an action is refused; the action's own message comes first."""
    rule = RULES[action]
    return (cells(rule.needs) if rule.needs else {}) | rule.refused


def allows(consultation, action: Action) -> bool:
    """Whether an action can be done with a consultation now."""
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


def is_staffs(action: Action) -> bool:
    """Whether it is the staff who does it."""
    return RULES[action].who is Who.STAFF


def right_to(action: Action) -> str:
    """The name of that right, as Django keeps it."""
    return f"consult.{RULES[action].permission}"
