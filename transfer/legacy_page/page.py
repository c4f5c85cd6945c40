"""A saved page as lines, and what is recognised on it; nothing here knows a database."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from richtext.base.front_matter import UnreadableFileError
from richtext.base.tree import Element, parse_page
from richtext.core.limits import bounded
from richtext.paste.blocks import Box
from richtext.paste.reading import Reader
from statutes.importing.files import printable
from transfer.importing import files
from transfer.importing.record import SourceFile
from transfer.legacy_page.text import tidied

LARGEST = 5 * 1024 * 1024
OPENING = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.I)
CLOSING = re.compile(r"</(?:p|div|li|td|h[1-6]|a|ul|table)\s*>|<br\s*/?>", re.I)
ENOUGH_TAGS = 3  # a text that merely mentions a tag is no HTML
DROPPED = {"title", "script", "style", "template", "noscript"}
ADDRESSES = ["href", "src", "onclick"]
SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")

NO_FILE = "找不到文件 {}，请检查路径。"
CLOSED = "文件 {} 无法打开，请检查读取权限。"
TOO_LARGE = "文件 {} 超过 5 MB，不像是一张网页。"


# What is told of a page, in this order.
LABELS = {
    "lawyer": "律师姓名", "site_name": "网站名称", "domain": "旧域名", "city": "所在城市",
    "phone": "联系电话", "founded": "建站年份", "firm": "律师事务所名称", "hours": "工作时间",
    "qq": "QQ号", "icp": "ICP备案号", "police": "公安备案号", "biography": "律师简介",
    "title": "文章标题", "day": "发布日期", "entries": "其他文章",
    "licence": "律师执业证号（没有导入）", "address": "办公地址（没有导入）",
    "others": "其他律师（没有导入）", "contact": "联系行（没有导入）",
}  # fmt: skip


class NotAPageError(Exception):
    """The file cannot be imported; the message is one Chinese sentence for the operator."""


@dataclass(frozen=True)
class Source:
    """A saved page as lines, with what only HTML can tell."""

    lines: tuple[str, ...] = ()
    title: str = ""
    headings: tuple[str, ...] = ()
    links: tuple[str, ...] = ()  # all addresses in it
    address: str = ""  # where it was saved from


@dataclass(frozen=True)
class Entry:
    """One entry of the list of other articles, as it is to be stored."""

    title: str
    excerpt: str = ""
    day: date | None = None

    def __str__(self):
        return self.title


@dataclass
class OldPage:
    """Everything that was recognised on a page; empty where it says nothing."""

    lawyer: str
    site_name: str = ""
    domain: str = ""
    city: str = ""
    phone: str = ""
    founded: str = ""  # the first year of the copyright line
    firm: str = ""
    hours: str = ""
    qq: str = ""
    icp: str = ""
    police: str = ""
    licence: str = ""
    address: str = ""
    others: tuple[str, ...] = ()  # names of further lawyers
    biography: str = ""
    title: str = ""
    day: date | None = None  # of publication
    body: tuple[str, ...] = ()  # lines
    contact: str = ""  # an advert behind the body
    entries: tuple[Entry, ...] = ()
    doubts: list[tuple[str, str]] = field(default_factory=list)  # about what, and why


def read(name: str | Path) -> Source:
    """The lines, links and headings of a saved page; NotAPageError says why a file is refused."""
    path, shown = Path(name), printable(str(name))
    try:
        if not path.exists():
            raise NotAPageError(NO_FILE.format(shown))
        if path.stat().st_size > LARGEST:
            raise NotAPageError(TOO_LARGE.format(shown))
        text = files.text_of(SourceFile(path, path.parent, shown), [])
    except UnreadableFileError as error:
        raise NotAPageError(f"文件 {shown} 无法导入：{error.words}") from None
    except (OSError, ValueError):
        raise NotAPageError(CLOSED.format(shown)) from None
    if OPENING.search(text[:3000]) or len(CLOSING.findall(text)) >= ENOUGH_TAGS:
        return _of_html(text)
    return Source(tuple(tidied(text.splitlines())))


def _of_html(text):
    """The visible lines of HTML, with its title, headings and addresses."""
    root, saved = parse_page(bounded(text)), SAVED_FROM.search(text)
    titles, headings = _told(root, "title"), _told(root, "h1")
    root.drop(lambda one: one.tag in DROPPED)
    for line_break in root.walk("br"):
        line_break.tag = "div"  # which parts two lines of the page as any block does
    links = [one.attributes.get(name, "") for one in root.walk() for name in ADDRESSES]
    return Source(
        lines=tuple(tidied(_lines(Reader().read(root)))),
        title="".join(titles[:1]),
        headings=headings,
        links=tuple(filter(None, links)),
        address=saved[1] if saved else "",
    )


def _told(root: Element, tag: str) -> tuple[str, ...]:
    return tuple(" ".join(one.text.split()) for one in root.walk(tag))


def _lines(box):
    for child in box.children:
        yield from _lines(child) if isinstance(child, Box) else child.text.splitlines()
