"""The pages that a firm answers for: drafts, facts stated in them, and who confirmed which text.

Whoever changes a text, or what it states, takes its confirmation back by that.
"""

import re

from django.conf import settings
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from firm.base import dates
from firm.base.people import real_name
from firm.models import Office, Page, PageKind, SiteSettings
from firm.site import records

GAP = re.compile("〔[^〕]*〕")  # what nobody but the firm knows, 〔请填写：……〕
TITLES = {
    PageKind.ABOUT: "关于本所",
    PageKind.PRIVACY: "隐私与个人信息保护告知",
    PageKind.MINORS: "未成年人个人信息处理规则",
    PageKind.DISCLAIMER: "免责声明",
    PageKind.FEES: "收费说明",
}
# For the foot of every page: true of each firm, and without a word on when an answer comes.
DISCLAIMER = (
    "本站内容为一般法律知识，不构成正式法律意见。提交咨询不成立委托关系，委托须签订书面合同。"
    "遇有拘留、逮捕或者上诉期限将满等紧急情况，请直接致电本所。"
)
# Limits and periods of the apps above, which tell them here when they start: name in the templates
# and value. So the texts say what the code does.
LIMITS: dict[str, int] = {}


@transaction.atomic
def make_draft(kind: PageKind) -> Page:
    """The page of a kind, where there is none with a draft as its newest version, not published."""
    page = Page.objects.filter(kind=kind).first()
    if page:
        return page
    # `privacy`, or `privacy-2` where another page took that address.
    slug, place = records.free_slug(kind.value, Page), 10 * (list(TITLES).index(kind) + 1)
    page = Page(kind=kind, slug=slug, order=place, is_published=False)
    page.title, page.body = TITLES[kind], written(kind)
    return records.save_page(page=page)


def written(kind: PageKind) -> str:
    """The draft of a kind as HTML, of what the firm has told; lines joined without blanks."""
    firm = SiteSettings.load()
    known = {
        "firm": firm.firm_name,
        "site": firm.site_name or "本站",
        "city": firm.city,
        "phone": firm.phone,
        "sms": bool(settings.SMS),
        "wechat_service": firm.wechat_service,
        "robots": bool(settings.ROBOTS),
        **{name: fact() for name, fact in PROTECTED.items()},
        "address": _address(),
        "areas": _areas(),
        "promise": firm.promise_text,
        "retention_days": firm.retention_days,
        **LIMITS,
    }
    text = render_to_string(f"firm/drafts/{kind}.html", known)
    return "".join(line.strip() for line in text.splitlines())


def in_short() -> list[tuple[str, str]]:
    """What a privacy notice comes to, in ten lines: what this site is set to, and the code does."""
    firm = SiteSettings.load()
    call = f"，电话{firm.phone}" if firm.phone else ""
    wechat = f"{WECHAT_SERVICE}里写的由腾讯保存，不在本站。" if firm.wechat_service else ""
    return [
        ("谁处理", f"{firm.firm_name or firm.site_name}{call}。"),
        ("收什么", "您写的事情、类别、补充的情况和附件；称呼、电话可以不留。"),
        ("为什么", "答复这次咨询；检查本所与您、对方或者问题里提到的人有没有利益冲突。"),
        ("谁能看", "只有负责答复的律师和经授权的工作人员，每次打开都有记录。"),
        ("怎么存", f"问题、答复、附件和联系方式都加密保存。{wechat}"),
        ("存多久", f"咨询结束{firm.retention_days}天后删除，附件一并删除。"),
        ("不做什么", "不出售，不推送广告，没有统计代码和第三方脚本。"),
        ("公开吗", "不公开。写成文章要您另外同意，并先看过全文，咨询删除以前可以撤回。"),
        ("您可以", "凭查询码查看、下载、补充更正、撤回同意，也可随时全部删除。"),
        ("找谁说", f"{'打上面的电话' if firm.phone else '来所'}提出，也可以向网信部门投诉。"),
    ]


# A person confirms a text that was true that day. Of what it says, the values are kept with the
# confirmation; when one of them is another later, the page is to be read again.

FACT_CHANGED = "确认以后，{}由“{}”改为“{}”，请核对正文后重新确认。"
GIVEN_UP = "确认以后，{}“{}”已经取消，请核对正文后重新确认。"
OTHER_DAYS = "正文里写的保存天数（{}）与网站设置（{}）不一致。"
KEEPING = [PageKind.PRIVACY, PageKind.MINORS]  # those that say how long a consultation is kept
DAYS = re.compile(r"结束[^。;]{0,6}?(?:后|起)[^。;]{0,10}?(\d+)[天日]|最后一条消息满(\d+)天")

# What leaves the firm by others' hands, as a notice has to name it.
SMS_TOLD, WECHAT_SERVICE = "短信服务商", "微信客服"

# Every cookie that a visitor may get, and how long a browser keeps it, in words for a notice.
COOKIES = {
    "csrftoken": "关闭浏览器即删除",
    "sessionid": "最长保存12小时",
    "receipt": "关闭浏览器即删除",
    "type": "保存一年",
}


# What only the operator sets up; a draft says nothing of what is not.
PROTECTED = {
    "encrypted": lambda: "传输时使用加密连接" if settings.SITE_URL.startswith("https:") else "",
    "scanned": lambda: "在本所的服务器上查过病毒以后才能下载" if settings.CLAMD else "",
    "backups": lambda: (
        f"备份最多保存{settings.BACKUP_KEEP}天"
        if settings.BACKUP_FOLDER or "backups" in settings.STORAGES
        else ""
    ),
}


def _address():
    office = Office.objects.first()
    return office.address if office else ""


def _areas():
    return [area.name for area in records.areas_served() if not area.parent_id]


# What a page may say, as it stands in the drafts, under the name by which people know it.
FACTS = {
    "律师事务所名称": lambda: SiteSettings.load().firm_name,
    "网站名称": lambda: SiteSettings.load().site_name,
    "所在城市": lambda: SiteSettings.load().city,
    "电话": lambda: SiteSettings.load().phone,
    "地址": _address,
    "业务领域": lambda: "、".join(_areas()),
    "答复承诺": lambda: SiteSettings.load().promise_text,
    "咨询保存天数": lambda: f"{SiteSettings.load().retention_days}天",
    "附件的个数": lambda: f"最多{LIMITS.get('most_files')}个",
    "附件的大小": lambda: f"不超过{LIMITS.get('largest_mb')}MB",
    "附件暂存的时间": lambda: f"暂存{LIMITS.get('parked_minutes')}分钟",
    "查询码显示的时间": lambda: f"提交后{LIMITS.get('receipt_minutes')}分钟内",
    "不操作即失效的时间": lambda: f"{LIMITS.get('idle_minutes')}分钟不操作失效",
    "登录Cookie的保存时间": lambda: f"最长保存{LIMITS.get('session_hours')}小时",
    "自动结束的天数": lambda: f"答复以后{LIMITS.get('silence_days')}天",
    "删除标记的保存天数": lambda: f"保存{LIMITS.get('tombstone_days')}天",
    "加密连接": PROTECTED["encrypted"],
    "病毒检查": PROTECTED["scanned"],
    "备份的保存天数": PROTECTED["backups"],
    "短信提醒的服务商": lambda: SMS_TOLD if settings.SMS else "",
    "微信客服": lambda: WECHAT_SERVICE if SiteSettings.load().wechat_service else "",
    "发送记录的保存天数": lambda: f"发出{LIMITS.get('notices_days')}天后",
}


def said_in(page: Page) -> dict[str, str]:
    """Of the facts of today, those that the text states."""
    told = {label: fact() for label, fact in FACTS.items()}
    return {label: value for label, value in told.items() if records.names(page.body, value)}


def changes(page: Page) -> list[str]:
    """What has changed since somebody confirmed the text that states it, in sentences."""
    found = []
    for label, old in page.confirmed_facts.items():
        new = FACTS[label]() if label in FACTS else old
        if new != old:
            found.append((FACT_CHANGED if new else GIVEN_UP).format(label, old, new))
    return found


def _other_days(page: Page) -> list[str]:
    """That a text tells other days of keeping than the settings have; none where it tells none."""
    days = str(SiteSettings.load().retention_days)
    kept = DAYS.findall(records.plain(page.body)) if page.kind in KEEPING else []
    for said in map(set, zip(*kept, strict=True)):
        wrong = "、".join(f"{one}天" for one in sorted(said - {""}))
        if wrong and days not in said:
            return [OTHER_DAYS.format(wrong, f"{days}天")]
    return []


def tells_of_sms(text: str) -> bool:
    """Whether a notice says that text messages are sent by somebody else than the firm."""
    return records.names(text, SMS_TOLD)


def tells_of_wechat(text: str) -> bool:
    return records.names(text, WECHAT_SERVICE)


def cookies_left_out(page: Page) -> list[str]:
    """The cookies that a notice does not name, each with its life; those of 0.1.0 name none."""
    words = records.plain(page.body)
    return [f"{name}（{life}）" for name, life in COOKIES.items() if name not in words]


# In the order in which to read them.
KINDS = [PageKind.PRIVACY, PageKind.MINORS, PageKind.DISCLAIMER, PageKind.FEES, PageKind.ABOUT]
CHANGELIST = "admin:firm_page_changelist"
CHANGE = "admin:firm_page_change"
NAMELESS = "确认须由本人署名，请填写真实姓名。"
GAPS_LEFT = "还有要填写的地方：{}。请先填好或者删去。"
CHANGED = "“{}”刚才有人改过，请重新通读再确认。"
NO_FIRM_NAME = "请先在“网站设置”里填写律师事务所名称。"
NOT_NAMED = "正文里没有写明“{}”，咨询人看不出由谁处理个人信息。"


class State(models.TextChoices):
    MISSING = "missing", "还没有这一页"
    DRAFT = "draft", "草稿待通读"
    UNCONFIRMED = "unconfirmed", "已公开，还没有人确认"
    CHANGED = "changed", "改过，还没有人确认"
    OUTDATED = "outdated", "确认以后情况有变"
    CONFIRMED = "confirmed", "已确认"


class NotReadyError(Exception):
    """A page cannot be confirmed; the text says why, in a sentence for the person who tried."""


class LegalPageState:
    """One legal page: its kind, the page or None, its state, and what stands in the way."""

    def __init__(self, kind: PageKind, page: Page | None):
        self.kind, self.page = kind, page
        self.state = state_of(page) if page else State.MISSING
        self.words = state_words(page) if page else self.state.label
        self.missing = gaps_in(page) if page else []  # the gaps, each as it stands in the text
        self.refusals = refusals(page) if page else []  # why it cannot be confirmed now
        # Where it is mended: its form, or the list of pages.
        self.address = reverse(CHANGE, args=[page.pk]) if page else reverse(CHANGELIST)
        # Whether somebody has confirmed this very text, and it is still true of the firm.
        self.done = self.state == State.CONFIRMED and not self.refusals
        self.may_draft = page is None


def legal_pages() -> list[LegalPageState]:
    """The five legal pages in the order in which to read them; one query."""
    pages = Page.objects.exclude(kind=PageKind.OTHER).select_related("confirmed_by__lawyer")
    known = {page.kind: page for page in pages}
    return [LegalPageState(kind, known.get(kind)) for kind in KINDS]


def outdated() -> list[Page]:
    found = legal_pages()
    wrong = [one for one in found if one.state == State.OUTDATED or one.refusals]
    return [one.page for one in wrong if one.page and one.page.confirmed_version]


def state_of(page: Page) -> State:
    """What the office is told of a page; a confirmed text that was changed is read again."""
    if page.confirmed_version is None:
        return State.UNCONFIRMED if page.is_published else State.DRAFT
    if page.confirmed_version != page.version:
        return State.CHANGED
    return State.OUTDATED if changes(page) else State.CONFIRMED


def state_words(page: Page) -> str:
    """The state, with who confirmed it and when, or with what has changed since."""
    state = state_of(page)
    if state == State.OUTDATED:
        return "".join(changes(page))
    if state != State.CONFIRMED:
        return state.label
    day, by = dates.short_day(timezone.localdate(page.confirmed_at)), page.confirmed_by
    name = real_name(by) if by else ""  # it outlives the account
    return "，".join(filter(None, [state.label, name, day]))


def gaps_in(page: Page) -> list[str]:
    return GAP.findall(page.title + page.body)


def refusals(page: Page) -> list[str]:
    """Why a page cannot be confirmed now, in sentences; none where it can."""
    firm, found = SiteSettings.load().firm_name, []
    if gaps := gaps_in(page):
        found.append(GAPS_LEFT.format("、".join(gaps)))
    if page.kind == PageKind.PRIVACY and not firm:
        found.append(NO_FIRM_NAME)
    elif page.kind == PageKind.PRIVACY and not records.names(page.body, firm):
        found.append(NOT_NAMED.format(firm))
    return found + _other_days(page)


@transaction.atomic
def confirm_page(*, page: Page, by) -> Page:
    """Note that a person has read this text and stands for it by name, and publish it.

    NotReadyError, and nothing is changed, while it cannot be confirmed or is another one by now.
    """
    read, page = page, Page.objects.select_for_update().get(pk=page.pk)
    if (page.title, page.body) != (read.title, read.body):
        raise NotReadyError(CHANGED.format(page.title))
    if not real_name(by):
        raise NotReadyError(NAMELESS)
    if reasons := refusals(page):
        raise NotReadyError("".join(reasons))
    page.is_published = True
    records.save_page(page=page)
    page.confirmed_version, page.confirmed_by = page.version, by
    page.confirmed_at, page.confirmed_facts = timezone.now(), said_in(page)
    page.save()
    return page
