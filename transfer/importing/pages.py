"""The reader of HTML: pages that an Antou site wrote, saved ones of 公众号, and those of old sites.

Front matter stands before a text, in a comment, or as `<meta>`s. Where nothing says what is what
`marks` finds it.
"""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from richtext.base import front_matter
from richtext.base.front_matter import UnreadableFileError
from richtext.core import tree
from richtext.core.sanitise import bounded
from richtext.core.tree import Element, parse_page, write
from transfer.importing import files, marks
from transfer.importing.marks import Mark, Page
from transfer.importing.old_sites import fit
from transfer.importing.record import CANONICAL, Record, SourceFile

PREFIX = "antou:"  # of our own metas: all of them count, and the body is taken as it is
COMMENT = re.compile(r"<!--\s*?\n?(?=---[ \t]*\r?\n)")
FOREIGN = {"title", "summary", "tags", "author", "publish_at", "area", "source"}
# Of a page that is too deep for a tree.
TITLE = re.compile(r"<title\b[^>]{0,500}>([^<]{0,2000})</title", re.I)
FIRST_WORDS, LAST_WORDS = 60, 30  # of a text that is shown
MUCH_LESS = 0.3
MORE_THERE = "这一页在标出的正文以外还有不少文字，没有导入，请对照旧页"
MOST_OF_WHOLE = 0.6  # of what a page says, that a guessed text holds; else it is the whole page
SITE = "网页"
# Where a mirroring program says that a page was, and the folder that it names by the host.
MIRRORED = re.compile(
    r"<!-- Mirrored from (\S{1,500}) by HTTrack|saved from url=\(\d+\)(\S{1,500})"
)
START = 2000  # bytes of a page in which that stands
HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[_+:]\d+)?", re.I)
PROGRAM = r"\.(?:php\d?|aspx?|jsp|do|cgi|s?html?)"
ASKED = re.compile(rf"({PROGRAM})@(?=\w+=)", re.I)
SUFFIX = re.compile(rf"(\?.*|{PROGRAM})\.html?$", re.I)
BESIDE = re.compile(r"(?![a-z][a-z0-9+.-]*:|[/\\?#])[^#]+", re.I)  # an address of a file
INDEX = re.compile(rf"(?<=/)(?:index|default){PROGRAM}(?=$|\?)", re.I)
# Of a page of WeChat: its text, title and day by the mark that they have on all; its account.
WECHAT: Mark = {
    part: {"way": [[tag, f"#{name}"]], "at": 0}
    for part, tag, name in (
        ("text", "div", "js_content"), ("title", "h1", "activity-name"),
        ("day", "em", "publish_time"),
    )
}  # fmt: skip
ACCOUNT = "js_name"
# What only WeChat's own program shows, with what it is called.
LOST = {
    "iframe": "视频", "mp-common-videosnap": "视频", "video": "视频", "mpvoice": "音频",
    "mp-common-mpaudio": "音频", "mp-miniprogram": "小程序", "mp-common-profile": "名片",
    "mp-common-product": "商品", "mpvideosnap": "视频",
}  # fmt: skip
SAYS_NOTHING = "图片"  # the alt text that WeChat gives to every picture
NOT_MINE = "来自公众号“{}”：如非本所原创，请改“来源”并写明出处"
LEFT_OUT = "{}只能在微信中显示，没有导入"


def read_html(found: SourceFile, mark: Mark | None = None) -> Iterator[Record]:
    """The article of a page; by a mark one of an old site, with its old address."""
    record = Record(found)
    text = files.text_of(found, record.notes).replace("\r\n", "\n")
    matter, html = _matter(text)
    record.fields = front_matter.parse(matter)
    root = parse_page(bounded(html))
    if _metas(record, root):
        record.body = write(root.first("body") or root).strip("\n")
    elif mark and not _by_id(root, "js_content"):
        _take(record, Page(root), mark, text)
    else:
        _guess(record, root, is_whole=bool(matter))
        if not record.title and (titled := TITLE.search(html)):
            record.fields["title"] = unescape(titled[1]).strip()
        if not matter:
            fit.fit(record)
    yield record


def page_of(found: SourceFile) -> Page:
    return Page(parse_page(bounded(_matter(files.text_of(found, []))[1])))


def _take(record, page, mark, text):
    """An article of an old site, or why the page is none."""
    parts = marks.find(page, mark)
    article = marks.article_of(page, parts)
    old = addresses(record.found.name, page.root, text)
    record.site, record.fault = SITE, marks.why_not(page, article, mark)
    if "text" in parts and page.says("text", parts["text"]) < mark["text"]["said"] - MUCH_LESS:
        record.notes.append(MORE_THERE)
    linked = [one for link in article.links[:1] for one in _local(link, old[0])]
    more = {"area": article.areas, "category_urls": linked, "old_url": old}
    # What else a head tells is of the site: its keywords, whoever drew it.
    day = article.day or record.fields.get("publish_at", "")
    told = {"title": article.title, "publish_at": day, **more}
    record.fields = {name: value for name, value in told.items() if value or name == "title"}
    for link in article.body.walk("a"):
        href = link.attributes.get("href", "").strip()
        if beside := BESIDE.fullmatch(href):  # another page, whose old address leads on
            name = normpath(join(dirname(record.found.name), unquote(beside[0])))
            there = addresses(name, Element(), _start_of(record.found.root, name))[0]
            link.attributes = {**link.attributes, "href": there}
    record.body = write(article.body).strip("\n")


def _guess(record, root, is_whole):
    """A page of which nothing is known: its likeliest text where that says most, else all of it."""
    wechat = _by_id(root, "js_content")
    lost = dict.fromkeys(LOST[one.tag] for one in wechat.walk(*LOST)) if wechat else {}
    page = Page(root)
    if wechat:
        record.notes += [LEFT_OUT.format("、".join(lost))] if lost else []
        if account := _by_id(root, ACCOUNT):
            record.notes.append(NOT_MINE.format(tree.text_of(account).strip()[:30]))
        wechat.drop(lambda one: one.tag in LOST)
        for image in wechat.walk("img"):
            if image.attributes.get("alt", "").strip() == SAYS_NOTHING:
                image.attributes = {**image.attributes, "alt": ""}
        parts = marks.find(page, WECHAT)
    else:
        parts = marks.guessed(page)
        body = root.first("body") or root
        text = parts.get("text", body)
        held = any(one.tag in marks.HOLDERS for one in page.around(text))
        is_most = not is_whole and (held or page.says("text", text) > MOST_OF_WHOLE)
        parts["text"] = text if is_most else body
    article = marks.article_of(page, parts)
    for name, value in (("title", article.title), ("publish_at", article.day)):
        if value and not record.fields.get(name):
            record.fields[name] = value
    record.body = write(article.body).strip("\n")


def addresses(name: str, root: Element, text: str) -> list[str]:
    """Where a saved page was on its site, as paths with their queries, the likeliest first."""
    parts = name.split("/")
    host = next((at for at, part in enumerate(parts[:-1]) if HOST.fullmatch(part)), -1)
    path = "/" + "/".join(parts[host + 1 :])
    # wget writes ?id=3 as @id=3 on Windows, and ends with .html what is called otherwise.
    path = ASKED.sub(r"\1?", path)
    told = [SUFFIX.sub(r"\1", path)]
    if mirrored := MIRRORED.search(text):
        told = [f"//{(mirrored[1] or mirrored[2]).split('://')[-1]}"]
    links = (one.attributes for one in root.walk("link"))
    told += [one["href"] for one in links if one.get("rel") == "canonical" and one.get("href")]
    return list(dict.fromkeys(path for one in told for path in _local(one, "/")))


def _start_of(root: Path, name: str) -> str:
    """The first lines of another page below a folder; a mirror says in them where that was."""
    try:
        if name.startswith("..") or "\0" in name:
            return ""
        with (root / name).open("rb") as file:
            return file.read(START).decode("latin-1")
    except OSError:
        return ""


def _local(link: str, page: str) -> list[str]:
    """The path and query of a link on a page; of an index also that of its folder."""
    try:
        parts = urlsplit(urljoin(f"http://site{page}", link.strip()))
    except ValueError:
        return []
    if not parts.scheme.startswith("http"):
        return []
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    folder = INDEX.sub("", path)
    return list(dict.fromkeys([folder, path]))


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
    known = {key: one for name, one in told.items() if (key := CANONICAL.get(name)) in FOREIGN}
    if "article:published_time" in told:
        known["publish_at"] = told["article:published_time"]
    for name, values in (own or known).items():
        record.fields.setdefault(name, values[0] if len(values) == 1 else values)
    return bool(own)


def _by_id(root, name):
    return next((one for one in root.walk() if one.attributes.get("id") == name), None)


def samples(job: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the process does: the example's candidates and its mark, then what others come to."""
    found = [SourceFile(Path(path), Path(root), name) for path, root, name in job["items"]]
    page = page_of(found[0])
    shown, chosen = {}, {}
    for part, elements in marks.candidates(page).items():
        at = job["chosen"].get(part, 0 if elements else -1)
        shown[part] = [_words(page, part, one) for one in elements], at
        if 0 <= at < len(elements):
            chosen[part] = elements[at]
    mark = marks.mark_of(page, chosen)
    yield {"parts": shown, "mark": mark}
    for one in found:
        try:
            record = next(read_html(one, mark))
            text = tree.plain(bounded(record.body))
            said = {name: record.fields.get(name) for name in ("title", "publish_at", "area")}
            yield {
                **said, "place": one.name, "fault": record.fault, "signs": len(text),
                "first": text[:FIRST_WORDS], "last": text[-LAST_WORDS:],
            }  # fmt: skip
        except UnreadableFileError as error:
            yield {"place": one.name, "fault": error.words}


def _words(page, part, element):
    text = " ".join(tree.text_of(element).split())
    if part != "text" or len(text) <= FIRST_WORDS + LAST_WORDS:
        return text[: FIRST_WORDS + LAST_WORDS]
    return f"{text[:FIRST_WORDS]}……{text[-LAST_WORDS:]}（{page.weight[element].signs}字）"
