"""What legal pages say of the firm and of the site, held against what these are now.

A person confirms a text that was true that day. Of what it says, the values are kept with the
confirmation; when one of them is another later, the page is to be read again.
"""

import re

from django.conf import settings

from firm.models import Office, Page, PageKind, PracticeArea, SiteSettings
from firm.site.legal_drafts import LIMITS
from firm.site.services import names, plain

CHANGED = "确认以后，{}由“{}”改为“{}”，请核对正文后重新确认。"
GIVEN_UP = "确认以后，{}“{}”已经取消，请核对正文后重新确认。"
OTHER_DAYS = "正文里写的保存天数（{}）与网站设置（{}）不一致。"
KEEPING = [PageKind.PRIVACY, PageKind.MINORS]  # those that say how long a consultation is kept
DAYS = re.compile(r"结束[^。;]{0,6}?(?:后|起)[^。;]{0,10}?(\d+)[天日]|最后一条消息满(\d+)天")

SMS_TOLD = "短信服务商"  # who sends text messages, as a notice has to name them

# Every cookie that a visitor may get, and how long a browser keeps it, in words for a notice.
COOKIES = {
    "csrftoken": "关闭浏览器即删除",
    "sessionid": "最长保存12小时",
    "receipt": "关闭浏览器即删除",
    "type": "保存一年",
}


def _address():
    office = Office.objects.first()
    return office.address if office else ""


def _areas():
    areas = PracticeArea.objects.published().filter(parent=None)
    return "、".join(areas.values_list("name", flat=True))


# What a page may say, as it stands in the drafts, under the name by which people know it.
FACTS = {
    "律师事务所名称": lambda: SiteSettings.load().firm_name,
    "网站名称": lambda: SiteSettings.load().site_name,
    "所在城市": lambda: SiteSettings.load().city,
    "电话": lambda: SiteSettings.load().phone,
    "地址": _address,
    "业务领域": _areas,
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
    "短信提醒的服务商": lambda: SMS_TOLD if settings.SMS else "",
    "发送记录的保存天数": lambda: f"发出{LIMITS.get('notices_days')}天后",
}


def said_in(page: Page) -> dict[str, str]:
    """Of the facts of today, those that the text states."""
    told = {label: fact() for label, fact in FACTS.items()}
    return {label: value for label, value in told.items() if names(page.body, value)}


def changes(page: Page) -> list[str]:
    """What has changed since somebody confirmed the text that states it, in sentences."""
    known = [(label, old) for label, old in page.confirmed_facts.items() if label in FACTS]
    now = [(label, old, FACTS[label]()) for label, old in known]
    return [
        CHANGED.format(label, old, new) if new else GIVEN_UP.format(label, old)
        for label, old, new in now
        if new != old
    ]


def other_days(page: Page) -> list[str]:
    """That a text tells other days of keeping than the settings have; none where it tells none."""
    days = str(SiteSettings.load().retention_days)
    kept = DAYS.findall(plain(page.body)) if page.kind in KEEPING else []
    for said in map(set, zip(*kept, strict=True)):
        wrong = "、".join(f"{one}天" for one in sorted(said - {""}))
        if wrong and days not in said:
            return [OTHER_DAYS.format(wrong, f"{days}天")]
    return []


def tells_of_sms(text: str) -> bool:
    """Whether a notice says that text messages are sent by somebody else than the firm."""
    return names(text, SMS_TOLD)


def cookies_left_out(page: Page) -> list[str]:
    """The cookies that a notice does not name, each with its life.

    A notice of 0.1.0 named none. It stays confirmed: what it said is no less true, and a cookie
    that lives shorter than somebody was told takes nothing from anybody.
    """
    words = plain(page.body)
    return [f"{name}（{life}）" for name, life in COOKIES.items() if name not in words]
