"""Whose page it is: the lawyer's name, the site, its domain, the city, the telephone."""

import re
from urllib.parse import urlsplit

from transfer.legacy_page.lines import HAN, fold
from transfer.legacy_page.page import NotAPageError, PageOwner
from transfer.legacy_page.phone_numbers import NUMBER, first_number, numbers

NO_LAWYER = "在这个文件里没有找到律师姓名，它不像律师网站的旧页面。"
NAME = rf"([{HAN}]{{2,4}}|[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}})+)"
EDGE = rf"(?:(?<![{HAN}])|(?<=所有)|(?<=年))"
# In the order in which they are believed; the author box names a person most surely.
NAMED = [
    re.compile(pattern, re.I)
    for pattern in (
        rf"^@?\s*{NAME}\s*律师(?:个人)?(?:简介|介绍)",
        rf"(?:copyright|©|版权所有).*?{EDGE}{NAME}\s*律师(?!事务所|协会|所)",
        rf"^{NAME}\s*律师$",
        rf"^{NAME}\s*律师(?:个人)?(?:法律)?(?:咨询|服务|在线)?(?:网|网站)$",
        rf"联系\s*{NAME}\s*律师(?!事务所|协会).*{NUMBER}",
        rf"^律师(?:姓名)?\s*:\s*{NAME}(?:律师)?$",
        rf"(?:^|\s)(?:作者|撰稿|撰文)\s*:\s*{NAME}\s*律师",
    )
]
NO_NAMES = re.compile(
    "专业|资深|知名|本站|本所|在线|咨询|联系|刑事|民事|离婚|免费|律师|首席|主任|推荐|法律|我们|值班"
    "|委托|聘请|优秀|执业|合伙|实习|公司|法人|中国|中华|全国|版权|所有|网站|什么|怎么|如何"
)
LISTED = re.compile(rf"^{NAME}\s*律师(?:\s*[:,(].*)?$")
SITE = re.compile(
    rf"[{HAN}·A-Za-z0-9]{{0,24}}(?:律师|法律|法务|律所)[{HAN}]{{0,8}}(?:网|网站|在线)"
)
DOMAIN = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})/?", re.I)
HEAD = (
    r"([HAN]{0,10}?)(?:律师)?\s*NAME\s*(?:律师)?(?:的)?(?:咨询|服务|联系)?(?:电话|热线|手机)[:\s]*"
)


def find_owner(source):
    """Whose page it is; without a lawyer's name it is no such page."""
    lawyer = _lawyer([*source.lines, *re.split(r"[-_|–—]", source.title)])
    city, phone = _head_line(source.lines, lawyer)
    hotline = _hotline(source, phone)
    return PageOwner(
        lawyer=lawyer,
        site_name=_site_name(source, lawyer),
        domain=_domain(source),
        city=city,
        phone=phone or hotline,
        hotline=hotline,
    )


def find_other_lawyers(source, owner):
    """The names of further lawyers that stand in lines of their own."""
    found = filter(None, (LISTED.match(fold(line)) for line in source.lines))
    names = dict.fromkeys(match[1] for match in found if not NO_NAMES.search(match[1]))
    return tuple(name for name in names if name != owner.lawyer)


def _lawyer(lines):
    folded = [fold(line) for line in lines]
    for pattern in NAMED:
        for found in filter(None, map(pattern.search, folded)):
            if not NO_NAMES.search(found[1]):
                return found[1]
    raise NotAPageError(NO_LAWYER)


def _site_name(source, lawyer):
    """A line or a part of the window title that is a site's name; one with the lawyer's first."""
    parts = [*source.lines, *re.split(r"\s*[-_|–—]\s*", source.title)]
    names = [part for part in parts if SITE.fullmatch(fold(part))]
    return next((name for name in names if lawyer in name), names[0] if names else "")


def _domain(source):
    found = filter(None, (DOMAIN.fullmatch(fold(line)) for line in source.lines))
    own = next((match[1].lower() for match in found), "")
    return own or (urlsplit(source.address).hostname or "")[:100]


def head_line(lawyer):
    """The pattern of `城市某某律师电话` with or without its number, for folded lines."""
    pattern = HEAD.replace("HAN", HAN).replace("NAME", re.escape(lawyer))
    return re.compile(rf"^{pattern}(?:{NUMBER})?$")


def _head_line(lines, lawyer):
    pattern = head_line(lawyer)
    for line in lines:
        found = pattern.match(fold(line))
        if found:
            city = "" if NO_NAMES.search(found[1]) else found[1]
            return city, first_number([line])
    return "", ""


def _hotline(source, phone):
    marked = [line for line in source.lines if "热线" in line and numbers(line)]
    named = [line for line in source.lines if re.search("电话|手机|咨询|联系", line)]
    dialled = [link for link in source.links if link.lower().startswith("tel:")]
    return first_number(marked) or phone or first_number([*named, *source.lines, *dialled])
