"""A saved page as lines, and in them whose page it is, its article, its list and its foot."""

import re
import unicodedata
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from articles.models import Article
from firm.base import phones
from firm.base.validators import PROVINCES
from firm.models import Lawyer
from richtext.base.decoding import printable
from richtext.base.front_matter import UnreadableFileError
from richtext.core.pasted_reading import Box, Reader
from richtext.core.sanitise import bounded
from richtext.core.tree import parse_page
from statutes.base import max_length
from transfer.importing import files
from transfer.importing.lines import (
    BEHIND,
    COPYRIGHT,
    DAY,
    DETAILS,
    HAN,
    PARTS,
    bare,
    day_in,
    fold,
    own,
)  # fmt: skip
from transfer.importing.pages import MIRRORED
from transfer.importing.record import SourceFile

BULLETS = "·•・‧∙●○◆◇■□▪▫★☆►▶▸»›"
# What is repeated is looked for from its first sign on, or a long run takes time in its square.
DOTS = re.compile(r"(?:(?<![.．])[.．]{3,}|(?<!…)…+|(?<!。)。{3,})$")
ELLIPSIS = "……"

# Flattening and old editors wrote ASCII signs, GB/T 15834 wants full-width ones between Chinese.
FULL = dict(zip(",:;?!()", "，：；？！（）", strict=True))
CHINESE = f"{HAN}、。《》〈〉「」『』【】〔〕“”‘’…—，：；？！（）"
MOST_IN_A_ROW = 100  # in a row, or within each other
PAIR = re.compile(rf"\((?=[^()]*?[{HAN}])([^()]*+)\)")
# With the blank behind it, which the full-width sign brings along itself.
SIGN = re.compile(
    rf"(?<=[{CHINESE}])([,:;?!()])(?: +(?=[{HAN}《“（]))?(?=[,:;?!() ]*(?:[{CHINESE}]|$))"
)

NUMBER = (
    r"(?<![\d-])(?:\+?86[-\s]?)?"
    r"(?:\(0\d{2,3}\)\s?\d{7,8}|0\d{2,3}[-\s]?\d{7,8}"
    r"|1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}|[48]00[-\s]?\d{3}[-\s]?\d{4})(?!\d)"
)
BEHIND_TITLE = re.compile(rf"(?<!\s)\s*[\[(【（]?{DAY}[\])】）]?$")

NUMERAL = "[一二三四五六七八九十]{1,3}"

LARGEST = 5 * 1024 * 1024
OPENING = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.I)
CLOSING = re.compile(r"</(?:p|div|li|td|h[1-6]|a|ul|table)\s*>|<br\s*/?>", re.I)
ADDRESSES = ("href", "src", "onclick")
UNSEEN = {"title", "script", "style", "template", "noscript"}

LONGEST_TITLE = max_length(Article, "title")
LONGEST_NAME = max_length(Lawyer, "name")
LONGEST_CONTACT = 80
LONGEST_LINK = 2000
LEAST_BODY = 20  # characters below which nothing was found that is an article

NAME = rf"([{HAN}]{{2,4}}|[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}})+)"
EDGE = rf"(?:(?<![{HAN}])|(?<=所有)|(?<=年))"
# In the order in which they are believed; the author box names a person most surely. What comes
# first in a line is looked for once (`(?>`), or a long line takes time in the square of its length.
NAMED = [
    re.compile(pattern, re.I)
    for pattern in (
        rf"^@?\s*{NAME}\s*律师(?:个人)?(?:简介|介绍)",
        rf"^(?>.*?(?:copyright|©|版权所有)).*?{EDGE}{NAME}\s*律师(?!事务所|协会|所)",
        rf"^{NAME}\s*律师$",
        rf"^{NAME}\s*律师(?:个人)?(?:法律)?(?:咨询|服务|在线)?(?:网|网站)$",
        rf"^(?>.*?联系\s*{NAME}\s*律师(?!事务所|协会)).*{NUMBER}",
        rf"^律师(?:姓名)?\s*:\s*{NAME}(?:律师)?$",
        rf"(?:^|\s)(?:作者|撰稿|撰文)\s*:\s*{NAME}\s*律师",
    )
]
NO_NAME = re.compile(
    "专业|资深|知名|本站|本所|在线|咨询|联系|刑事|民事|离婚|免费|律师|首席|主任|推荐|法律|我们|值班"
    "|委托|聘请|优秀|执业|合伙|实习|公司|法人|中国|中华|全国|版权|所有|网站|什么|怎么|如何"
)
LISTED = re.compile(rf"^{NAME}\s*律师(?:\s*[:,(].*)?$")
SITE = re.compile(
    rf"[{HAN}·A-Za-z0-9]{{0,24}}(?:律师|法律|法务|律所)[{HAN}]{{0,8}}(?:网|网站|在线)"
)
DOMAIN = re.compile(r"^(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})/?$", re.I)
HOST = re.compile(r"^https?://([^/:?#]+)")

QQ_ADDRESS = re.compile(r"(?:qq\.com|tencent:|mqqwpa:).*?[?&;]uin=([1-9]\d{4,10})(?!\d)", re.I)
QQ_ENTRY = re.compile(".*(?:点击.{0,24}发(?:送)?消息|QQ(?:咨询|交谈|在线)).*", re.I)
HOURS = re.compile(r"^(?:工作|办公|上班|营业|接待|服务)时间\s*[:：]\s*(.{4,100})$")
PARTICULARS = {
    "founded": re.compile(rf"^(?=.*(?:{COPYRIGHT.pattern})).*?(?<!\d)((?:19|20)\d\d)(?!\d)", re.I),
    "firm": re.compile(
        rf"^(?:(?:执业机构|执业律所|所在律所|律所|单位)\s*:\s*)?([{HAN}()]{{2,30}}律师事务所(?:\([^()]{{1,10}}\))?)$"
    ),
    "licence": re.compile(r"执业证号?\s*:?\s*(\d{17})(?!\d)"),
    "address": re.compile(r"地址\s*:\s*(.{4,100})$"),
    "qq": re.compile(r"QQ(?:号码?|咨询|在线)?\s*:?\s*([1-9]\d{4,10})(?!\d)", re.I),
    "icp": re.compile(
        rf"[{PROVINCES}]ICP[备证]\d{{6,12}}号(?:-\d{{1,3}})?"
        rf"|[{PROVINCES}][A-Z]\d-\d{{8}}(?:-\d{{1,3}})?"
    ),
    "police": re.compile(rf"[{PROVINCES}]公网安备\s*\d{{14}}\s*号"),
}

FOOT = (COPYRIGHT, PARTICULARS["icp"], PARTICULARS["police"])
NAVIGATION = re.compile(r"\|?[^|]{1,14}(?:\|[^|]{1,14}){2,}\|?")
# What belongs to the head, the foot or the box of a page and not to an article: whole lines.
FURNITURE = [
    re.compile(
        "网站首页|返回首页|首页|设为首页|加入收藏|更多|(?:在线|免费|留言)?(?:法律)?(?:咨询|留言)"
        "|在线法律咨询|联系(?:我们|方式|律师)|关于我们|律师(?:简介|介绍|团队|文集|随笔|文章)|法律文集"
        "|(?:成功|经典)案例|案例分析|法律(?:法规|知识|常识)|新闻动态|收费标准|(?:业务|服务|专业)领域"
    ),
    re.compile("(?:当前位置|您(?:现在)?的位置|所在位置|今天是|欢迎(?:您|来到|光临|访问)).*"),
    re.compile(rf"(?:.{{0,8}}(?:电话|热线|手机)\s*:?\s*)?{NUMBER}"),
    *(SITE, DOMAIN, NAVIGATION, DETAILS, HOURS, QQ_ENTRY),
    *(PARTICULARS["firm"], PARTICULARS["address"]),
]
SLOGAN = re.compile(r"诚信|竭诚|专业.{0,4}服务|维护您|为您|高效|信赖|^\S{2,4}\s+\S{2,4}\s+\S{2,4}")
MORE = re.compile(
    r"(?<!\s)\s*[\[(【（]?(?:more|更多|详细|查看更多|查看全文|阅读全文|了解更多)[\])】）]?\s*[>»＞]*$",
    re.I,
)
CUT = re.compile(r"(?:(?<!\.)\.{2,}|(?<!。)。{2,}|(?<!…)…+)$")
NUMBERING = re.compile(rf"^(?:{NUMERAL}、|[（(]{NUMERAL}[）)]|\d{{1,2}}[、.．])\s*")
MOBILE_CLAIM = re.compile(rf"手机(?:号码?)?\s*:?\s*({NUMBER})")

NO_PAGE = "在这个文件里没有找到{}，它不像律师网站的旧页面。"
NO_MOBILE = "页面称它为手机，但它是{0}号码，已按{0}登记。"
OPTIONAL = {"domain", "founded", "others", "contact"}
NOT_FOUND = "页面上没有找到，网站上不显示；哪些必须写明，见“上线清单”。"
CUT_SHORT = "旧页上的简介被截断了，请补写完整并核对职务、年限。"


class NotAPageError(Exception):
    """The file cannot be imported; the message is one Chinese sentence for the operator."""


class Source(NamedTuple):
    """A saved page as lines, with what only HTML can tell."""

    lines: tuple[str, ...]
    title: str = ""
    headings: tuple[str, ...] = ()
    links: tuple[str, ...] = ()  # all addresses in it
    address: str = ""  # where it was saved from


class Entry(NamedTuple):
    """One entry of the list of other articles, as it is to be stored."""

    title: str
    excerpt: str = ""
    day: date | None = None

    def __str__(self):
        return self.title


def _labelled(label, default=""):
    return field(default=default, metadata={"label": label})


@dataclass
class OldPage:
    """What was recognised on a page, as the report names it in this order; empty without it."""

    lawyer: str = _labelled("律师姓名")
    site_name: str = _labelled("网站名称")
    domain: str = _labelled("旧域名")
    city: str = _labelled("所在城市")
    phone: str = _labelled("联系电话")
    founded: str = _labelled("建站年份")  # the first year of the copyright line
    firm: str = _labelled("律师事务所名称")
    hours: str = _labelled("工作时间")
    qq: str = _labelled("QQ号")
    icp: str = _labelled("ICP备案号")
    police: str = _labelled("公安备案号")
    biography: str = _labelled("律师简介")
    title: str = _labelled("文章标题")
    day: date | None = _labelled("发布日期", None)
    entries: tuple[Entry, ...] = _labelled("其他文章", ())
    licence: str = _labelled("律师执业证号（没有导入）")
    address: str = _labelled("办公地址（没有导入）")
    others: tuple[str, ...] = _labelled("其他律师（没有导入）", ())  # names
    contact: str = _labelled("联系行（没有导入）")  # an advert behind the body
    body: tuple[str, ...] = ()  # lines
    doubts: list[tuple[str, str]] = field(default_factory=list)  # about what, and why


LABELS = {one.name: one.metadata["label"] for one in fields(OldPage) if one.metadata}


def read(name: str | Path) -> Source:
    """The lines, links and headings of a saved page; NotAPageError says why a file is refused."""
    path, shown = Path(name), printable(str(name))
    try:
        if not path.exists():
            raise NotAPageError(f"找不到文件 {shown}，请检查路径。")
        if path.stat().st_size > LARGEST:
            raise NotAPageError(f"文件 {shown} 超过 5MB，不像是一张网页。")
        content = files.text_of(SourceFile(path, path.parent, shown), [])
    except UnreadableFileError as error:
        raise NotAPageError(f"文件 {shown} 无法导入：{error.words}") from None
    except (OSError, ValueError):
        raise NotAPageError(f"文件 {shown} 无法打开，请检查读取权限。") from None
    # A text that merely mentions a tag is no HTML.
    if not OPENING.search(content[:3000]) and len(CLOSING.findall(content)) < 3:
        return Source(tuple(tidied(content.splitlines())))
    root = parse_page(bounded(content))
    address = "".join(map("".join, MIRRORED.findall(content)[:1]))
    titles, headings = (
        tuple(" ".join(one.text.split()) for one in root.walk(tag)) for tag in ("title", "h1")
    )
    root.drop(lambda one: one.tag in UNSEEN)
    for line_break in root.walk("br"):
        line_break.tag = "div"  # which parts two lines of the page as any block does
    said = (one.attributes.get(name, "") for one in root.walk() for name in ADDRESSES)
    links = (one for one in said if 0 < len(one) <= LONGEST_LINK)
    lines = tuple(tidied(_lines(Reader().read(root))))
    return Source(lines, "".join(titles[:1]), headings, tuple(links), address)


def _lines(box):
    for child in box.children:
        yield from _lines(child) if isinstance(child, Box) else child.text.splitlines()


def tidied(lines):
    """The lines with something in them, without indents and what could steer a terminal."""
    for line in lines:
        signs = line.replace("\t", " ")
        seen = "".join(one for one in signs if unicodedata.category(one) not in {"Cc", "Cf"})
        if seen := seen.strip(" \u00a0\u3000\u2002\u2003"):
            yield seen


def full_width(text):
    """The text with full-width signs between Chinese characters; numbers and Latin text stay."""
    for pattern, widened in ((PAIR, r"（\1）"), (SIGN, lambda found: FULL[found[1]])):
        for _ in range(MOST_IN_A_ROW):  # a changed one lets its neighbour change
            before, text = text, pattern.sub(widened, text)
            if text == before:
                break
    return text


def first_number(lines):
    """The first telephone number of the lines as it is shown, empty when there is none."""
    for number in (one for line in lines for one in re.findall(NUMBER, fold(line))):
        number = re.sub(r"^\+?86[-\s]?(?=\(?[01])", "", number)
        number = re.sub(r"[()\s]+", "-", number).strip("-")
        if phones.kind_of(number):
            return number
    return ""


def ends_in_day(line):
    """Whether a line is a title and a day, as in a list of articles."""
    found = BEHIND_TITLE.search(fold(line))
    return bool(found and found.start())


def recognise(source: Source) -> OldPage:
    """All that the page tells; NotAPageError when it has no lawyer, title or body."""
    folded = [fold(line) for line in source.lines]
    page = _owner(source, folded)
    for name, pattern in PARTICULARS.items():
        setattr(page, name, full_width(_first(pattern, folded)))
    page.police = re.sub(r"\s", "", page.police)
    page.qq = _first(QQ_ADDRESS, source.links) or page.qq
    page.hours = _first(HOURS, source.lines)  # in the signs of the page
    _read_article(page, source)
    for claim in (one for line in folded for one in MOBILE_CLAIM.findall(line)):
        number = first_number([claim])
        kind = phones.kind_of(number)
        if kind and kind != phones.PhoneKind.MOBILE:
            page.doubts.append((f"电话 {number}", NO_MOBILE.format(kind.label)))
    missing = [one for one in LABELS if one not in OPTIONAL and not getattr(page, one)]
    named = "、".join(LABELS[one].partition("（")[0] for one in missing)
    page.doubts += [(named, NOT_FOUND)] if named else []
    return page


def _first(pattern, lines):
    found = next(filter(None, map(pattern.search, lines)), None)
    return (found[1] if pattern.groups else found[0]).strip() if found else ""


def _owner(source, folded):
    parts = [*folded, *PARTS.split(fold(source.title))]
    found = (match[1] for one in NAMED for match in filter(None, map(one.search, parts)))
    fit = (name for name in found if len(name) <= LONGEST_NAME and not NO_NAME.search(name))
    lawyer = next(fit, None)
    if lawyer is None:
        raise NotAPageError(NO_PAGE.format("律师姓名"))
    page = OldPage(lawyer)
    sites = [part for part in parts if SITE.fullmatch(part)]
    page.site_name = next((name for name in sites if lawyer in name), "".join(sites[:1]))
    page.domain = (_first(DOMAIN, folded) or _first(HOST, [source.address])).lower()[:100]
    head = next(filter(None, map(_head_line(page).match, folded)), None)
    page.city = head[1] if head and not NO_NAME.search(head[1]) else ""
    lines = [head[0] if head else "", *(line for line in folded if "热线" in line)]
    lines += [line for line in folded if re.search("电话|手机|咨询|联系", line)]
    dialled = [link for link in source.links if link.lower().startswith("tel:")]
    page.phone = first_number([*lines, *folded, *dialled])
    listed = dict.fromkeys(match[1] for match in filter(None, map(LISTED.match, folded)))
    page.others = tuple(one for one in listed if one != lawyer and not NO_NAME.search(one))
    return page


def _head_line(page):
    """The pattern of `城市某某律师电话` with or without its number, for folded lines."""
    return re.compile(
        rf"^([{HAN}]{{0,10}}?)(?:律师)?\s*{re.escape(page.lawyer)}\s*(?:律师)?(?:的)?"
        rf"(?:咨询|服务|联系)?(?:电话|热线|手机)[:\s]*(?:{NUMBER})?$"
    )


def _begins_foot(line):
    folded = fold(line)
    return bool(NAVIGATION.fullmatch(folded) or any(one.search(folded) for one in FOOT))


def _is_furniture(line, page):
    folded = fold(line)
    tight = re.sub(r"\s+", "", folded).strip(">»«<|[]")
    own = rf"{re.escape(page.lawyer)}(?:律师(?:简介)?)?"
    return bool(
        re.fullmatch(own, tight)
        or FURNITURE[0].fullmatch(tight)
        or _head_line(page).match(folded)
        or any(pattern.fullmatch(folded) for pattern in FURNITURE)
    )


def _read_article(page, source):
    """Title, body, contact line, biography, and the list of other articles behind them."""
    lines, name = source.lines, re.escape(page.lawyer)
    boxed = re.compile(rf"^[@＠]?\s*{name}\s*律师(?:个人)?(?:简介|介绍)\s*[:：]?\s*(.*)$")
    start = _title(page, source, boxed)
    page.title = full_width(lines[start])[:LONGEST_TITLE]
    places = range(start + 1, len(lines))
    boxes = ((at, found[1]) for at in places if (found := boxed.match(lines[at])))
    box, told = next(boxes, (len(lines), ""))
    end = next((at for at in places if at == box or _ends(lines, at)), box)
    contact = re.compile(
        rf"(?:联系|咨询|致电|找)\s*{name}|^(?=.*(?:联系|咨询|致电|电话|手机|热线|微信)).*{NUMBER}"
    )

    def is_contact(line):
        return len(line) <= LONGEST_CONTACT and contact.search(fold(line))

    text = lines[start + 1 : end]
    page.contact = next(filter(is_contact, text[::-1]), "")
    text = [line for line in text if not is_contact(line)]
    kept, page.day = own(text, lines[start])
    body = text[kept.start : kept.stop]
    page.body = tuple(body)
    if sum(map(len, body)) < LEAST_BODY:
        raise NotAPageError(NO_PAGE.format("文章正文"))
    behind = _read_biography(page, told, list(lines[box + 1 :]))
    page.entries = _entries(page, [*lines[end:box], *behind])


def _title(page, source, boxed):
    """Where the title stands: by a heading or the window title, else the first line, no slogan."""
    hints = [bare(hint) for hint in source.headings]
    windows = [bare(part) for part in (source.title, *PARTS.split(source.title))]
    above, is_above = [], True
    for at, line in enumerate(source.lines):
        if _is_furniture(line, page):
            continue
        other = line[0] in BULLETS or _begins_foot(line) or boxed.match(line)
        if other or len(line) > LONGEST_TITLE:
            is_above = False
            continue
        own = bare(line)
        if own in hints or (len(own) >= 4 and any(one.startswith(own) for one in windows)):
            return at
        above += [at] if is_above else []
    if not above:
        raise NotAPageError(NO_PAGE.format("文章标题"))
    return next((at for at in above if not SLOGAN.search(source.lines[at])), above[0])


def _is_cut(line):
    return bool(DOTS.search(fold(line)))


def _ends(lines, at):
    """Whether the article is over at a line: a list, a heading of a list, the foot."""
    near = [_is_cut(line) for line in lines[at : at + 4]]
    listed = lines[at][0] in BULLETS and any(near[1:3])
    paired = near[1::2] == [True, True] and not near[0]  # two excerpts, each below a title
    dated = [ends_in_day(line) for line in lines[at : at + 2]] == [True, True]
    return bool(listed or paired or dated or BEHIND.match(lines[at]) or _begins_foot(lines[at]))


def _read_biography(page, told, lines):
    """Take the biography from the author box, without its link; the lines behind the box."""
    while lines:
        is_link = not MORE.sub("", lines[0]).strip(" .…")
        other = lines[0][0] in BULLETS or _begins_foot(lines[0])
        if not is_link and (told or other or _is_furniture(lines[0], page)):
            break
        told += lines.pop(0)
    plain = CUT.sub("", MORE.sub("", told).rstrip()).strip()
    page.biography = full_width(plain)
    if plain != told:
        page.doubts.append(("律师简介", CUT_SHORT))
        page.biography += "" if plain.endswith("。") or not plain else ELLIPSIS
    return lines


def _entries(page, behind):
    """A title with a bullet, or any line above an excerpt with dots, or with a day behind it."""
    lines: list[str] = []
    for line in behind:
        if _begins_foot(line):
            break
        if BEHIND.match(line) or _is_furniture(line, page) or not MORE.sub("", line):
            continue
        if lines and lines[-1] in BULLETS:  # a bullet that stands alone
            line = lines.pop() + line
        lines.append(line)
    heads = [at for at, line in enumerate(lines) if line[0] in BULLETS] or [
        at
        for at, (line, below) in enumerate(pairwise([*lines, ""]))
        if len(line) <= LONGEST_TITLE
        and (ends_in_day(line) or (_is_cut(below) and not _is_cut(line)))
    ]
    found: dict[str, Entry] = {}
    for at, end in pairwise([*heads, len(lines)]):
        if title := lines[at].lstrip(BULLETS + " \u00a0\u3000"):
            entry = _entry(title, "".join(lines[at + 1 : end]))
            found.setdefault(entry.title, entry)
    return tuple(found.values())


def _entry(title, excerpt):
    """An entry made clean: no day in its title, no title in its excerpt, one ellipsis."""
    day = None
    if ends_in_day(title):
        day, title = day_in(title), BEHIND_TITLE.sub("", fold(title))
    plain, letters = NUMBERING.sub("", excerpt), map(re.escape, bare(title))
    begins = re.match(r"[\W_]*" + r"[\W_]*".join(letters), plain) if bare(title) else None
    rest = plain[begins.end() :] if begins else ""
    # What goes on behind a comma is a sentence, of which the title is but the first words.
    if bare(DOTS.sub("", rest)) and rest.lstrip()[:1] not in ",，、":
        excerpt = rest.lstrip(" ?？。!！:：")
    excerpt = full_width(DOTS.sub(ELLIPSIS, excerpt))
    return Entry(full_width(title)[:LONGEST_TITLE], excerpt, day)
