"""The footer of a page and its floating box: navigation, years, filings, QQ, particulars."""

import re

from firm.base.validators import PROVINCES
from transfer.legacy_page.lines import HAN, fold, squeeze
from transfer.legacy_page.page import Footer
from transfer.legacy_page.punctuation import full_width

QQ_ADDRESS = re.compile(r"(?:qq\.com|tencent:|mqqwpa:).*?[?&;]uin=([1-9]\d{4,10})(?!\d)", re.I)
QQ_LINE = re.compile(r"QQ(?:号码?|咨询|在线)?\s*:?\s*([1-9]\d{4,10})(?!\d)", re.I)
QQ_ENTRY = re.compile(r"点击.{0,24}发(?:送)?消息|QQ(?:咨询|交谈|在线)", re.I)
COPYRIGHT = re.compile(r"copyright|©|版权所有|all rights reserved", re.I)
YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s*年?\s*[-~至到]+\s*((?:19|20)\d\d))?(?!\d)")
ICP = re.compile(
    rf"[{PROVINCES}]ICP[备证]\d{{6,12}}号(?:-\d{{1,3}})?|[{PROVINCES}][A-Z]\d-\d{{8}}(?:-\d{{1,3}})?"
)
POLICE = re.compile(rf"([{PROVINCES}]公网安备)\s*(\d{{14}})\s*号")
FIRM = re.compile(
    rf"^(?:(?:执业机构|执业律所|所在律所|律所|单位)\s*:\s*)?([{HAN}()]{{2,30}}律师事务所(?:\([^()]{{1,10}}\))?)$"
)
LICENCE = re.compile(r"执业证号?\s*:?\s*(\d{17})(?!\d)")
ADDRESS = re.compile(r"地址\s*:\s*(.{4,100})$")
HOURS = re.compile(r"^(?:工作|办公|上班|营业|接待|服务)时间\s*:\s*(.{4,100})$")
LONGEST_NAV_ITEM = 12
NAV_ITEMS = 3


def read_footer(source):
    """What the footer says; a field stays empty where it says nothing."""
    folded = [fold(line) for line in source.lines]
    qq = _first(QQ_ADDRESS, source.links) or _first(QQ_LINE, folded)
    return Footer(
        nav=next((nav_items(line) for line in reversed(source.lines) if nav_items(line)), ()),
        years=_years(folded),
        qq=qq,
        qq_entry=bool(qq) or any(map(QQ_ENTRY.search, folded)),
        icp=_first(ICP, folded),
        police="".join(_groups(POLICE, folded)) + "号" if _groups(POLICE, folded) else "",
        firm=full_width(_first(FIRM, folded)),
        licence=_first(LICENCE, folded),
        address=full_width(_first(ADDRESS, folded)),
        hours=_hours(source.lines),
    )


def _hours(lines):
    """As the page writes them: visitors read them in the same signs."""
    told = next((line for line in lines if HOURS.match(fold(line))), "")
    return re.split("[:：]", told, maxsplit=1)[-1].strip()


def nav_items(line):
    """The items of a line such as `首 页 | 法律咨询 | 联系我们`, none when it is no such line."""
    items = [item for item in squeeze(line).split("|") if item]
    short = all(len(item) <= LONGEST_NAV_ITEM for item in items)
    return tuple(items) if len(items) >= NAV_ITEMS and short else ()


def begins_footer(line):
    """Whether the footer of the page begins with this line."""
    folded = fold(line)
    filed = ICP.search(folded) or POLICE.search(folded)
    return bool(nav_items(line) or COPYRIGHT.search(folded) or (filed and len(folded) < 60))


def is_particular(line):
    """Whether a line tells the address, the hours or the name of the firm and nothing else."""
    folded = fold(line)
    return any(pattern.match(folded) for pattern in (FIRM, ADDRESS, HOURS))


def _years(folded):
    """First and last year of the copyright line; one year alone is both."""
    for line in folded:
        found = YEARS.search(line) if COPYRIGHT.search(line) else None
        if found:
            return int(found[1]), int(found[2] or found[1])
    return ()


def _groups(pattern, lines):
    return next((found.groups() for found in map(pattern.search, lines) if found), ())


def _first(pattern, lines):
    found = next(filter(None, map(pattern.search, lines)), None)
    return (found[1] if pattern.groups else found[0]).strip() if found else ""
