"""The desk on the admin's start page: what to answer next, waiting work, problems."""

from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from articles.law import citations
from articles.workflow import review
from consult.admin import appointments, columns, search
from consult.base import policy
from consult.base.enums import OPEN
from consult.base.policy import Action
from consult.crypto import keys
from consult.desk import access, metrics
from consult.services import notifications
from consult.spam import score, upload_quota
from firm.base import queries
from outbox import services as outbox
from outbox.models import Notice
from richtext.base import disk
from statutes.services import citation_sync, recheck

MOST_DUE, MOST_LOOKED_AT = 5, 20  # consultations to be answered next, the first one by itself
ARTICLES = "admin:articles_article_changelist"
LEDGER = "admin:outbox_notice_changelist"
# Name of the count, words, filter of the list it leads to, whether more than none is bad news,
# and the action to which the right is needed to see it.
TILES = [
    ("urgent", "紧急", "?work=urgent", True, None),
    ("late", "已超时", "?work=late", True, None),
    ("waiting", "等我答复", "?who=me", False, None),
    ("follow_up", "今天跟进", "?work=follow_up", False, None),
    ("mentioned", "提到我的", "?work=all&who=mentioned", False, None),
    ("new", "新咨询", "?work=new", False, None),
    ("mine", "我负责的", "?work=live&who=me", False, None),
    ("nobody", "尚未分派", "?who=nobody", False, Action.ASSIGN),
    ("quarantined", "待甄别", "?work=quarantined", False, Action.RELEASE),
    ("sealed", "冲突待审查", "?work=sealed", True, Action.REVIEW),
]
# Of articles: name of the count, words, view of the list.
ARTICLE_TILES = [("to-review", "待审文章", "for-me"), ("returned", "退回文章", "returned")]
NOT_SENT = "未发出的通知"
# An alarm: what is wrong, what one does about it, and where; both "" for what others have to mend.
Alarm = tuple[str, str, str]
NO_MAIL = "尚未配置邮件，新咨询的通知和答复的提醒都发不出去。"
UNSENT = "目前有{}条通知未寄出。"
NOBODY_NOTIFIED = "没有人接收新咨询的邮件通知。"
HAVE_MAIL_SET = "请告诉管理员，在“发信邮箱”里设置。"
HAVE_MENDED = "请告诉管理员，在“网站设置”里填写新咨询通知邮箱。"
CEILING = (
    "本月的短信已到上限{most}条，有{refused}条给咨询人的提醒没有发出。"
    "如需继续发送，请运维人员调高SMS_MONTHLY_MOST。"
)
NOBODY_RECHECKS = (
    "法规表修改已超过十分钟，引用它的文字仍未重新检查，“待复核”的数目可能不准："
    "后台进程可能没有运行，请联系运维人员。"
)
# Of files that were not taken, for who reads consultations; the last words are for the operator.
USED_UP = (
    "自{since}起，有{posts}次提交的附件未能接收，文字均已收到：{whose}附件已达上限{most}MB。"
    "现有{unopened}MB附件未查看或待甄别，处理后可以继续接收。如经常如此，请运维人员调高{setting}。"
)
FLOOD = "最近一小时提交过多，有{}条咨询先转入待甄别，其中可能有真实的咨询，请尽快查看。"
WHOSE = {upload_quota.TOTAL: "网站收到的", upload_quota.UNPROVED: "未通过自动验证的"}
NO_ROOM = {
    "low": "服务器磁盘空间不足，只剩{}MB：暂时不接收附件和图片，文字咨询照常。"
    "请通知运维人员清理磁盘或扩容。",
    "full": "服务器磁盘已满，只剩{}MB：网页仍可浏览，但新咨询、答复和修改可能无法保存。"
    "请立即通知运维人员清理磁盘；有了空间，网站自动恢复，无需重启。",
}


class Tile(NamedTuple):
    label: str
    number: int
    address: str
    bad: bool


def context(user) -> dict:
    """Template context of the start page; each part only for users with the right to it."""
    numbers, reads = queries.numbers(_beside(user)), policy.may(user, Action.READ)
    # The text messages of this month, for who looks after the ledger; None where none are set.
    shows_texts = outbox.sms_is_set() and user.has_perm("outbox.view_notice")
    texts = outbox.texts_of_month() if shows_texts else None
    alarms: list[Alarm] = []
    if (room := disk.state()) != "ok":  # for everybody: whoever reads it first passes it on
        alarms.append((NO_ROOM[room].format(disk.free(settings.DATA_DIR) // disk.MB), "", ""))
    if not outbox.mail_is_set() and ("unsent" in numbers or reads):
        alarms.append(_no_mail(user, numbers.get("unsent", 0)))
    if texts and texts["refused"]:
        alarms.append((CEILING.format(**texts), "", ""))
    if numbers.get("late"):
        alarms.append((NOBODY_RECHECKS, "", ""))
    others = [tile for tile in _tiles_beside(numbers) if tile.number]
    if not reads:
        return {"desk_tiles": others, "alarms": alarms, "desk_texts": texts}
    rows, inbox = access.visible_to(user), reverse("admin:consult_consultation_changelist")
    today = appointments.today(user)
    beside = {"flood": score.held_back(), "today": Q(pk__in=today.values("consultation"))}
    beside["open"] = Q(state__in=OPEN)
    counts = metrics.numbers(rows, metrics.kinds(user) | beside)
    own = [
        Tile(label, counts[name], inbox + query, bad)
        for name, label, query, bad, action in TILES
        if counts[name] and (not action or policy.may(user, action))
    ]
    refused: list[Alarm] = []
    for one in upload_quota.used_up():
        words = USED_UP.format(
            **one | {"since": columns.clock(one["since"])}, whose=WHOSE[one["setting"]]
        )
        refused.append((words, "查看咨询", f"{inbox}?work=live"))
    if many := counts["flood"]:
        refused.append((FLOOD.format(many), "去甄别", f"{inbox}?work=quarantined"))
    # What to answer next: the first that is this person's own, then the most urgent.
    waiting = metrics.listed(access.to_answer(user)).order_by(*metrics.ORDER)
    due = list(waiting.select_related("area", "assignee__lawyer")[:MOST_LOOKED_AT])
    mine = next((one for one in due if one.assignee_id == user.pk), None)
    if mine is None and len(due) == MOST_LOOKED_AT:  # behind so many of nobody
        mine = waiting.filter(assignee=user).select_related("area", "assignee__lawyer").first()
    due = [*filter(None, [mine]), *(one for one in due if one is not mine)]
    return {
        "desk": True,
        "desk_open": counts["open"],
        "desk_late": counts["late"],
        "alarms": [*_problems(user), *refused, *alarms],
        "desk_tiles": [*own, *others],
        "desk_due": [columns.row(one) for one in access.with_first_lines(due[:MOST_DUE], user)],
        "desk_texts": texts,
        "desk_today": appointments.listed(user, today) if counts["today"] else [],
        **search.box(),
    }


def _problems(user) -> list[Alarm]:
    """Problems that keep the desk from hearing of a client."""
    found: list[Alarm] = [(words, "", "") for words in [keys.problem()] if words]
    if not notifications.is_anybody_notified():
        if user.has_perm("firm.change_sitesettings"):
            field = reverse("admin:firm_sitesettings_changelist") + "#id_notify_email"
            found.append((NOBODY_NOTIFIED, "填通知邮箱", field))
        else:
            found.append((NOBODY_NOTIFIED + HAVE_MENDED, "", ""))
    return found


def _no_mail(user, unsent: int) -> Alarm:
    words = NO_MAIL + (UNSENT.format(unsent) if unsent else "")
    if user.has_perm("firm.change_sitesettings"):
        return words, "设置发信邮箱", reverse("admin:mail_server")
    words += HAVE_MAIL_SET
    return (words, "查看通知", f"{reverse(LEDGER)}?state=unsent") if unsent else (words, "", "")


def _beside(user):
    """The rows that the tiles beside those of the desk count, as far as they are their business."""
    kinds = citation_sync.kinds_for(user)
    rows = {f"texts {kind.__name__}": citation_sync.warned(kind) for kind in kinds}
    rows |= {f"grave {kind.__name__}": citation_sync.grave(kind) for kind in kinds}
    if kinds:
        rows["late"] = recheck.late()
    if user.has_perm("articles.change_article"):
        rows |= citations.checks_waiting()
    rows |= review.waiting(user)
    if user.has_perm("outbox.view_notice"):
        rows |= {"failing": Notice.objects.failing(), "unsent": Notice.objects.unsent()}
    return rows


def _tiles_beside(numbers):
    for name, label, view in ARTICLE_TILES:
        if name in numbers:
            yield Tile(label, numbers[name], f"{reverse(ARTICLES)}?stage={view}", False)
    if "late" in numbers:
        left = sum(number for name, number in numbers.items() if name.startswith("texts "))
        grave = any(number for name, number in numbers.items() if name.startswith("grave "))
        yield Tile("待复核", left, reverse("admin:law_review"), grave)
    if "overdue" in numbers:
        number = numbers["overdue"] + numbers["unchecked"]
        yield Tile("待核对", number, f"{reverse(ARTICLES)}?check=waiting", False)
    if "failing" in numbers:
        address = f"{reverse(LEDGER)}?state=failing"
        yield Tile(NOT_SENT, numbers["failing"], address, True)
