"""HTML: our own export, an article of a WeChat account (公众号) as saved, or any saved page.

Front matter may stand before the page or in a comment as a `---` block, or as `<meta>`s.
"""

import re
from collections.abc import Iterator
from html import unescape

from richtext.base import front_matter
from richtext.base.tree import Element, parse_page, write
from richtext.core import structure
from richtext.core.limits import bounded
from transfer.importing import files
from transfer.importing.record import CANONICAL, Record, SourceFile
from transfer.importing.values import MOMENT

PREFIX = "antou:"  # of our own metas: all of them count, and the body is taken as it is
COMMENT = re.compile(r"<!--\s*?\n?(?=---[ \t]*\r?\n)")
# Of a page that is too deep for a tree.
TITLE = re.compile(r"<title\b[^>]{0,500}>([^<]{0,2000})</title", re.I)
WHOLE = ("article", "main", "body")  # what holds the text of a page, the nearest first
DROPPED = {"nav", "header", "footer", "aside", "form", "script", "style"}
# Of a page of WeChat: its text, title, day and account.
BODY, WECHAT_TITLE, DAY, ACCOUNT = "js_content", "activity-name", "publish_time", "js_name"
# What only WeChat's own program shows, with what it is called.
LOST = {
    "iframe": "视频", "mp-common-videosnap": "视频", "video": "视频", "mpvoice": "音频",
    "mp-common-mpaudio": "音频", "mp-miniprogram": "小程序", "mp-common-profile": "名片",
    "mp-common-product": "商品", "mpvideosnap": "视频",
}  # fmt: skip
DROPPED_OF_WECHAT = {*LOST, "script", "style"}
SAYS_NOTHING = "图片"  # the alt text that WeChat gives to every picture
NOT_MINE = "来自公众号“{}”：不是本所原创的，请改“来源”并写明出处"
LEFT_OUT = "{}只能在微信中显示，没有导入"


def read(found: SourceFile) -> Iterator[Record]:
    """The article of a page."""
    record = Record(found)
    text = files.text_of(found, record.notes).replace("\r\n", "\n")
    matter, page = _matter(text)
    record.fields = front_matter.parse(matter)
    root = parse_page(bounded(page))
    own = _metas(record, root)
    if saved := None if own else _by_id(root, BODY):
        _take_wechat(record, root, saved)
    body = saved or (root.first("body") or root if own else _content(root))
    if "title" not in record.fields and "标题" not in record.fields:
        _take_title(record, body, root, page)
    record.body = write(body).strip("\n")
    yield record


def _matter(text):
    """Front matter before the page or in a comment in it, and the page without it."""
    if front_matter.START.match(text):
        matter, page, _ = front_matter.split(text)
        return matter, page
    opening = COMMENT.search(text)
    close = text.find("-->", opening.end()) if opening else -1
    if not opening or close < 0:
        return "", text
    matter, _, _ = front_matter.split(text[opening.end() : close].rstrip() + "\n")
    return matter, text[: opening.start()] + text[close + 3 :]


def _metas(record, root):
    """Take what the head tells; whether it is a page that the export wrote."""
    told: dict[str, list[str]] = {}
    for meta in root.walk("meta"):
        name = meta.attributes.get("name") or meta.attributes.get("property") or ""
        told.setdefault(name.strip().lower(), []).append(meta.attributes.get("content", ""))
    own = {name.removeprefix(PREFIX): v for name, v in told.items() if name.startswith(PREFIX)}
    # Of a foreign page what is surely meant; its viewport and the like are no doubts.
    known = {name: values for name, values in told.items() if name in CANONICAL}
    if "article:published_time" in told:
        known["publish_at"] = told["article:published_time"]
    for name, values in (own or known).items():
        record.fields.setdefault(name, values[0] if len(values) == 1 else values)
    return bool(own)


def _content(root):
    """The text of a foreign page, without its navigation."""
    holders = next(filter(None, (_outermost(root, tag) for tag in WHOLE)), [root])
    whole = Element("", {}, [child for holder in holders for child in holder.children])
    whole.drop(lambda element: element.tag in DROPPED)
    return whole


def _outermost(root, tag):
    """The elements of a kind that are in none of it."""
    found, depth = [], 0
    for node, ends in root.events():
        if isinstance(node, Element) and node.tag == tag:
            found += [node] if not (ends or depth) else []
            depth += -1 if ends else 1
    return found


def _take_title(record, body, root, page):
    """The one <h1>, which leaves the body, or else the title of the page."""
    headings, title = list(body.walk("h1")), root.first("title")
    if len(headings) == 1:
        record.fields["title"] = structure.text_of(headings[0])
        body.drop(lambda element: element is headings[0])
    elif title:
        record.fields["title"] = title.text.strip()
    elif found := TITLE.search(page):
        record.fields["title"] = unescape(found[1]).strip()


def _take_wechat(record, root, body):
    """What the page says of the article; the text without what cannot come along."""
    title, day = _words(root, WECHAT_TITLE), _words(root, DAY)
    if title:
        record.fields.setdefault("title", title)
    if MOMENT.fullmatch(day):
        record.fields.setdefault("publish_at", day)
    if account := _words(root, ACCOUNT):
        record.notes.append(NOT_MINE.format(account[:30]))
    lost = dict.fromkeys(LOST[one.tag] for one in body.walk(*LOST))
    if lost:
        record.notes.append(LEFT_OUT.format("、".join(lost)))
    body.drop(lambda element: element.tag in DROPPED_OF_WECHAT)
    for image in body.walk("img"):
        if image.attributes.get("alt", "").strip() == SAYS_NOTHING:
            image.attributes = {**image.attributes, "alt": ""}


def _words(root, name):
    found = _by_id(root, name)
    return structure.text_of(found).strip() if found else ""


def _by_id(root, name):
    return next((one for one in root.walk() if one.attributes.get("id") == name), None)
