"""HTML: front matter as a `---` block, in a comment or as `<meta>`s; or any saved page."""

import re
from collections.abc import Iterator
from html import unescape

from richtext.core import structure
from transfer.importing import files, front_matter
from transfer.importing.field_names import CANONICAL
from transfer.importing.record import Record, SourceFile

PREFIX = "antou:"  # of our own metas: all of them count, and the body is taken as it is
COMMENT = re.compile(r"<!--\s*?\n?(?=---[ \t]*\r?\n)")
# Possessive and bounded: a page that is made to be slow is as fast as any other.
VALUE = r"\"[^\"]{0,4000000}+\"|'[^']{0,4000000}+'"
META = re.compile(rf"<meta\b((?:[^<>\"']{{1,500}}+|{VALUE}){{1,24}}+)>", re.I)
ATTRIBUTE = re.compile(r"([\w:-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
HEADING = re.compile(r"<h1\b[^>]{0,500}>(.{0,2000}?)</h1\s*>", re.I | re.S)
TITLE = re.compile(r"<title\b[^>]{0,500}>([^<]{0,2000})</title", re.I)
WHOLE = ("article", "main", "body")  # what holds the text of a page, the nearest first
DROPPED = ("nav", "header", "footer", "aside", "form")
LONGEST_HEAD = 16 * 1024 * 1024


def read(found: SourceFile) -> Iterator[Record]:
    """The article of a page."""
    record = Record(found)
    text = files.text_of(found, record.notes).replace("\r\n", "\n")
    matter, page = _matter(text)
    record.fields = front_matter.parse(matter)
    own = _metas(record, page)
    record.body = _inside(page, "body") if own else _content(page)
    if "title" not in record.fields and "标题" not in record.fields:
        _take_title(record, page)
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


def _metas(record, page):
    """Take what the head tells; whether it is a page that the export wrote."""
    head = page[: _start_of_body(page)]
    told: dict[str, list[str]] = {}
    for found in META.finditer(head):
        pairs = ATTRIBUTE.findall(found[1])
        attributes = {name.lower(): unescape(a or b or c) for name, a, b, c in pairs}
        name = attributes.get("name") or attributes.get("property") or ""
        told.setdefault(name.strip().lower(), []).append(attributes.get("content", ""))
    own = {name.removeprefix(PREFIX): v for name, v in told.items() if name.startswith(PREFIX)}
    for name, values in (own or _known(told)).items():
        record.fields.setdefault(name, values[0] if len(values) == 1 else values)
    return bool(own)


def _known(told):
    """Of a foreign page what is surely meant; its viewport and the like are no doubts."""
    known = {name: values for name, values in told.items() if name in CANONICAL}
    if "article:published_time" in told:
        known["publish_at"] = told["article:published_time"]
    return known


def _start_of_body(page):
    found = re.compile(r"<body\b", re.I).search(page, 0, LONGEST_HEAD)
    return found.start() if found else min(len(page), LONGEST_HEAD)


def _content(page):
    """The text of a foreign page, without its navigation."""
    for tag in WHOLE:
        inner = _inside(page, tag)
        if inner != page:
            break
    for tag in DROPPED:
        inner = re.sub(rf"<{tag}\b[^<>]{{0,2000}}>", f"<{tag}>", inner, flags=re.I)
        pieces = re.split(rf"<{tag}>", inner, flags=re.I)
        inner = pieces[0] + "".join(_behind(piece, tag) for piece in pieces[1:])
    return inner


def _behind(piece, tag):
    """What follows an element that is left out; all of it where the element never ends."""
    parts = re.split(rf"</{tag}\s{{0,9}}>", piece, maxsplit=1, flags=re.I)
    return parts[-1]


def _inside(page, tag):
    """What stands in the first element of a kind, to its last end; the page where there is none."""
    start = re.search(rf"<{tag}\b[^<>]{{0,4000}}>", page, re.I)
    if not start:
        return page
    end = page.lower().rfind(f"</{tag}")
    return page[start.end() : end] if end > start.end() else page[start.end() :]


def _take_title(record, page):
    """The one <h1>, which leaves the body, or else the title of the page."""
    headings = HEADING.findall(record.body)
    if len(headings) == 1:
        record.fields["title"] = structure.plain(headings[0])
        record.body = HEADING.sub("", record.body, count=1)
    elif title := TITLE.search(page):
        record.fields["title"] = unescape(title[1]).strip()
