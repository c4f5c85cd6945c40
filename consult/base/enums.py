"""States of a consultation, kinds of events, consents, attachments and parties."""

from dataclasses import dataclass
from enum import Enum

from django.db import models


class State(models.TextChoices):
    """Where a consultation stands. A new state is a line here, one in STATES, and a migration."""

    QUARANTINED = "quarantined", "待甄别"
    SPAM = "spam", "广告"
    NEW = "new", "新咨询"
    WAITING_LAWYER = "waiting_lawyer", "待答复"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已结束"
    ERASED = "erased", "已删除"


class Group(Enum):
    """What states have in common: lists, urgency and permissions (`policy`) go by it alone."""

    CHECK = "check"  # a person has to see first whether it is a machine's
    OPEN = "open"  # waits for the lawyer
    WAITING = "waiting"  # waits for the client
    CLOSED = "closed"
    ERASED = "erased"


@dataclass(frozen=True)
class StateMeta:
    """What follows from a state: its group, colour of the badge, next states."""

    group: Group
    badge: str
    for_client: str
    next: frozenset[State]


UNDER_WAY = "已收到，律师先核对能否受理，再作答复"
MORE = "已收到您的补充，等待律师答复"
_END = frozenset({State.CLOSED, State.ERASED, State.SPAM})
_TO_ANSWER = _END | {State.ANSWERED}
_DOUBTED = _END | {State.NEW, State.QUARANTINED}
_ANSWERED = _TO_ANSWER | {State.NEW, State.WAITING_LAWYER}
_ENDED = frozenset({State.WAITING_LAWYER, State.ANSWERED, State.ERASED})
STATES = {
    State.QUARANTINED: StateMeta(Group.CHECK, "grey", UNDER_WAY, _DOUBTED - {State.QUARANTINED}),
    State.SPAM: StateMeta(Group.CHECK, "grey", "咨询已结束", _DOUBTED - {State.SPAM}),
    State.NEW: StateMeta(Group.OPEN, "blue", UNDER_WAY, _TO_ANSWER | {State.QUARANTINED}),
    State.WAITING_LAWYER: StateMeta(Group.OPEN, "warn", MORE, _TO_ANSWER),
    State.ANSWERED: StateMeta(Group.WAITING, "green", "律师已答复", _ANSWERED),
    State.CLOSED: StateMeta(Group.CLOSED, "grey", "咨询已结束", _ENDED),
    State.ERASED: StateMeta(Group.ERASED, "grey", "内容已删除", frozenset()),
}


def states_in(*groups: Group) -> list[State]:
    return [state for state, meta in STATES.items() if meta.group in groups]


OPEN = states_in(Group.OPEN)
LIVE = states_in(Group.OPEN, Group.WAITING)  # neither ended nor doubted
DOUBTED = states_in(Group.CHECK)
ENDED = states_in(Group.CLOSED, Group.ERASED)


class Source(models.TextChoices):
    """How a consultation came to the firm; those that the site knows are set by it."""

    SITE = "site", "本所网站"
    LAWYER_HOST = "lawyer_host", "律师个人网站"
    ARTICLE = "article", "本站文章"
    PHONE = "phone", "电话"
    VISIT = "visit", "来访"
    WECHAT = "wechat", "微信"
    INTRODUCTION = "introduction", "熟人介绍"


class Call(models.TextChoices):
    """Whether a client may be called; who says nothing is not called."""

    YES = "yes", "可以打电话"
    DISCREET = "discreet", "可以打，别人接就不说是律师"
    NO = "no", "不要打电话"


class Urgent(models.IntegerChoices):
    """Why a consultation cannot wait, as its words and facts say when it comes in; to be added."""

    DETENTION = 1, "有人被拘留或者逮捕"
    VIOLENCE = 2, "受到暴力或者威胁"
    DEADLINE = 4, "15天内有期限"


BY_THE_SITE = [Source.SITE, Source.LAWYER_HOST, Source.ARTICLE]


class Outcome(models.TextChoices):
    ENGAGED = "engaged", "已委托"
    NOT_ENGAGED = "not_engaged", "未委托"
    REFERRED = "referred", "转介"
    NOT_TAKEN = "not_taken", "不予受理"


class OutcomeReason(models.TextChoices):
    ANSWERED = "answered", "答复后已解决"
    FEES = "fees", "费用没有谈拢"
    ELSEWHERE = "elsewhere", "另找了律师"
    PROSPECTS = "prospects", "证据不足或把握不大"
    UNREACHABLE = "unreachable", "联系不上"
    OTHER = "other", "其他"


class RatingValue(models.TextChoices):
    HELPED = "helped", "有帮助"
    UNSOLVED = "unsolved", "没解决"
    MORE = "more", "还想谈"


class Sender(models.TextChoices):
    CLIENT = "client", "咨询人"
    LAWYER = "lawyer", "律师"


class ConsentKind(models.TextChoices):
    """What a client agreed to, each separately (个人信息保护法 articles 13, 25, 29, 31)."""

    PROCESSING = "processing", "处理个人信息"
    SENSITIVE = "sensitive", "处理敏感个人信息"
    MINOR = "minor", "处理不满十四周岁未成年人的个人信息"
    PUBLICATION = "publication", "隐去身份后公开"
    SMS = "sms", "短信提醒"


# Without these no answer can be given: who takes one of them back ends the consultation.
NEEDED = [ConsentKind.PROCESSING, ConsentKind.SENSITIVE, ConsentKind.MINOR]


class PublicationState(models.TextChoices):
    """How far an answer is on its way to an article; only its client's yes leads on to `made`."""

    PREPARING = "preparing", "整理中"
    ASKED = "asked", "待咨询人确认"
    AGREED = "agreed", "咨询人已同意"
    CHANGES = "changes", "咨询人希望修改"
    OBJECTED = "objected", "咨询人不同意"
    MADE = "made", "已转成文章"
    WITHDRAWN = "withdrawn", "同意已收回"


JUDGED = [PublicationState.AGREED, PublicationState.CHANGES, PublicationState.OBJECTED]


class Conflict(models.TextChoices):
    """What the conflict check found and what was decided (律师法: no acting for both sides)."""

    CLEAR = "clear", "未发现"
    SEALED = "sealed", "待审查"
    ALLOWED = "allowed", "审查后可以受理"
    DECLINED = "declined", "审查后不受理"


class Likeness(models.TextChoices):
    """How near two names are, the nearest first: one seals, the others a person has to judge."""

    SAME = "same", "名称相同"
    ALIKE = "alike", "名称相同，未经核实"
    PERSON = "person", "姓名相同"
    NEAR = "near", "字号、行业相同"
    HEAD = "head", "和法定代表人同名"
    GROUP = "group", "同一品牌或者同一集团的简称"
    FAR = "far", "只有字号相同"
    SOUND = "sound", "读音相同"
    CHAR = "char", "差一个字"
    CLOSE = "close", "差一个写法不像的字"  # kept in the record of a check alone
    TITLE = "title", "同姓，只写了称谓"


class Verdict(models.TextChoices):
    SAME = "same", "是同一方"
    OTHER = "other", "不是同一方"


class FactKind(models.TextChoices):
    TEXT = "text", "文字"
    CHOICE = "choice", "选项"
    DATE = "date", "日期"
    MONEY = "money", "金额"
    NUMBER = "number", "数字"
    YES_NO = "yes_no", "是或否"


class PartyRole(models.TextChoices):
    CLIENT = "client", "委托人"
    OPPONENT = "opponent", "对方当事人"
    RELATED = "related", "其他相关方"


class Way(models.TextChoices):
    """How lawyer and client meet."""

    VISIT = "visit", "当面"
    PHONE = "phone", "电话"
    ANY = "any", "都可以"


class Scan(models.TextChoices):
    """What the virus scanner said; only what is clean, or needs no scan, is handed out."""

    NOT_NEEDED = "not_needed", "未设扫描"
    PENDING = "pending", "等待扫描"
    CLEAN = "clean", "未发现病毒"
    INFECTED = "infected", "发现病毒"


class LookResult(models.TextChoices):
    """What was told to somebody who looked up a caller while a call was written down."""

    SEALS = "seals", "可能有利益冲突"
    NEAR = "near", "有名称相近的一方"
    CLEAR = "clear", "没有比对出"
    VAGUE = "vague", "没有能比对的名称"


BATCH_KIND = "desk"  # by which the firm's room of batches knows those of consultations


class BatchAct(models.TextChoices):
    MARK_SPAM = "spam", "标为广告"
    ASSIGN = "assign", "分派"
    CLOSE = "close", "结束"
    FOLLOW_UP = "follow_up", "定跟进日"


class EventKind(models.TextChoices):
    RECEIVED = "received", "收到咨询"
    REGISTERED = "registered", "登记咨询"
    PERSON_CHANGED = "person_changed", "更正咨询人信息"
    LISTED = "listed", "在列表中看到问题的开头"
    FACTS_CHANGED = "facts_changed", "更正情况"
    OPENED = "opened", "打开查看"
    REPLIED = "replied", "答复"
    REPLY_WITHDRAWN = "reply_withdrawn", "撤回答复"
    CLIENT_WROTE = "client_wrote", "咨询人补充"
    CLIENT_OPENED = "client_opened", "咨询人查看"
    CLIENT_EXPORTED = "client_exported", "咨询人下载全部内容"
    CONSENT_GIVEN = "consent_given", "咨询人给予同意"
    CONSENT_WITHDRAWN = "consent_withdrawn", "咨询人撤回同意"
    NOTICES_STOPPED = "notices_stopped", "咨询人停止邮件提醒"
    SMS_STOPPED = "sms_stopped", "咨询人停止短信提醒"
    RELEASED = "released", "确认为正常咨询"
    MARKED_SPAM = "marked_spam", "标为广告"
    UNMARKED = "unmarked", "撤销广告标记"
    DOUBTED = "doubted", "与广告相似，转入待甄别"
    URGENCY_CLEARED = "urgency_cleared", "取消紧急标记"
    CLOSED = "closed", "结束咨询"
    REOPENED = "reopened", "重新打开"
    NOTED = "noted", "添加备注"
    ASSIGNED = "assigned", "分派"
    SHARED = "shared", "设置协办人"
    HANDED_OVER = "handed_over", "转交同事"
    FOLLOW_UP_SET = "follow_up_set", "修改跟进日"
    FOLLOW_UP_DUE = "follow_up_due", "跟进日已到"
    MEETING_SET = "meeting_set", "约好时间"
    MEETING_MOVED = "meeting_moved", "改约好的时间"
    MEETING_CANCELLED = "meeting_cancelled", "取消约好的时间"
    OUTCOME_SET = "outcome_set", "记录结果"
    SOURCE_SET = "source_set", "修改来源"
    CONFLICT_FOUND = "conflict_found", "发现可能的利益冲突"
    CONFLICT_POSSIBLE = "conflict_possible", "发现名称相近的一方"
    CONFLICT_SAME = "conflict_same", "判断名称相近的是同一方"
    CONFLICT_OTHER = "conflict_other", "判断名称相近的不是同一方"
    CONFLICT_OPENED = "conflict_opened", "打开利益冲突审查"
    CONFLICT_DISCOUNTED = "conflict_discounted", "名称不再作为比对的依据"
    CONFLICT_LIFTED = "conflict_lifted", "封存的依据已撤回，内容解封"
    CONFLICT_ALLOWED = "conflict_allowed", "利益冲突审查：可以受理"
    CONFLICT_DECLINED = "conflict_declined", "利益冲突审查：不受理"
    LIMITATION_SET = "limitation_set", "修改时效届满日"
    FILE_OPENED = "file_opened", "下载附件"
    EXPORTED = "exported", "导出咨询"
    ARTICLE_STARTED = "article_started", "开始整理成文章"
    ARTICLE_ASKED = "article_asked", "请咨询人看公开稿"
    ARTICLE_AGREED = "article_agreed", "咨询人同意公开稿"
    ARTICLE_OBJECTED = "article_objected", "咨询人不同意公开稿"
    ARTICLE_MADE = "article_made", "转成文章草稿"
    ARTICLE_WITHDRAWN = "article_withdrawn", "撤下整理成的文章"
    ARTICLE_KEPT = "article_kept", "保留整理成的文章"
    HELD = "held", "暂停删除"
    UNHELD = "unheld", "取消暂停删除"
    CLIENT_ERASED = "client_erased", "咨询人删除内容"
    PURGED = "purged", "到期删除内容"
    ERASED_AGAIN = "erased_again", "恢复备份后再次删除内容"


# What somebody only looked at; all other events say that something was done.
LOOKED = [
    EventKind.LISTED,
    EventKind.OPENED,
    EventKind.CLIENT_OPENED,
    EventKind.CLIENT_EXPORTED,
    EventKind.FILE_OPENED,
    EventKind.EXPORTED,
    EventKind.CONFLICT_OPENED,
]
