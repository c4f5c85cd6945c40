"""Whether an article rests on the law: cited, checked by a lawyer, and not too long ago."""

import re

from django.utils.formats import date_format

from articles.law import review_due
from articles.quality.checks.base import BODY, Hit, Severity, check

CHECKED_ON, JURISDICTION = "checked_on", "jurisdiction"


@check(
    "no-statute",
    "没有引用法规",
    Severity.DOUBT,
    "全文未识别到法规。请写明依据，例如“《民法典》第五百七十七条”，法规变动时本站才能提醒您。",
)
def no_statute(draft):
    if draft.text and not (draft.laws or draft.is_stub):
        yield Hit(BODY)


@check(
    "never-checked",
    "没有核对过",
    Severity.DOUBT,
    "尚无律师按现行法律核对。核对后请填写日期和律师，网页上会显示。",
)
def never_checked(draft):
    if draft.checked_on is None and not draft.is_stub:
        yield Hit(CHECKED_ON)


@check("check-old", "久未核对", Severity.DOUBT, "")
def check_is_old(draft):
    if review_due.is_old(draft.checked_on, draft.today):
        day = date_format(draft.checked_on)
        words = (
            f"最近一次核对在{day}，已超过{review_due.MONTHS}个月，网页上会提醒读者。请重新核对。"
        )
        yield Hit(CHECKED_ON, about=day).because(words)


LOCAL = re.compile("^[^省市区州]{2,8}(?:省|市|自治区|自治州)")


@check("local-law", "没有写适用地区", Severity.STYLE, "")
def local_law(draft):
    """A rule of one place, and nothing tells readers of other places."""
    local = next((name for name in draft.laws if LOCAL.match(name)), None)
    if local and not draft.jurisdiction.strip():
        words = f"引用了地方性规定《{local}》，请在“适用地区”中写明，以免外地读者误用。"
        yield Hit(JURISDICTION, about=local).because(words)
