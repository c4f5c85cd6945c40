"""The readers: JSON lines, Markdown, HTML (any saved page, also of 公众号), Word; all give records.

Front matter stands before a text; in HTML also in a comment, or as `<meta>`s.
"""

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from html import unescape
from io import BytesIO

from markdown_it import MarkdownIt

from richtext.base import front_matter
from richtext.core import tree, word
from richtext.core.sanitise import bounded
from richtext.core.tree import Element, parse_page, write
from transfer.importing import files
from transfer.importing.record import CANONICAL, TITLES, Record, SourceFile, UnreadableRecordError
from transfer.importing.values import MOMENT

# JSON lines and Markdown.
LONGEST = 20 * 1024 * 1024  # signs of one line
NO_JSON = "不是有效的JSON，请检查引号、逗号和括号。"
NO_OBJECT = "应当是一个JSON对象，即写在一对花括号里的“项目: 内容”。"
NO_VALUE = "“{}”不是有效的JSON值。"
TOO_BIG = "含有过大的数字。"
TWICE = "“{}”重复。"
# HTML inside is let through: the sanitiser behind it judges all HTML alike.
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HEADING = re.compile(r"\s*#[ \t]+(?P<title>[^\n]+?)[ \t]*#*[ \t]*(?:\n|$)")
HTML = "html"  # `format: html`: what follows the front matter is HTML as it is
# HTML.
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
NOT_MINE = "来自公众号“{}”：如非本所原创，请改“来源”并写明出处"
LEFT_OUT = "{}只能在微信中显示，没有导入"
# Word.
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='标题'] => h1:fresh
p[style-name='Heading 1'] => h2:fresh
p[style-name='Heading 2'] => h3:fresh
p[style-name='Heading 3'] => h4:fresh
p[style-name='Quote'] => blockquote > p:fresh
u => u
strike => s
"""
# The part in which 0.1.0 kept the article beside its text. Without it dates, tags and links were
# lost, and the article would come in a second time under the name of the file.
EXPORTED = (b"urn:antou:article", "customXml/")
DASHES = "<p>---</p>"


def read_jsonl(found: SourceFile) -> Iterator[Record]:
    """The articles of a file, one at a time; a line that is none is refused alone."""
    encoding, errors = files.encoding_of(found)
    notes = [files.GBK] if encoding == "gb18030" else []
    with found.path.open(encoding=encoding, errors=errors, newline="\n") as file:
        for number, line in enumerate(_lines(file), 1):
            if not line.strip("\ufeff \t\r\n"):
                continue
            try:
                yield Record(found, number, fields=_parsed(line), notes=notes)
            except UnreadableRecordError as error:
                yield Record(found, number, fault=error.words)
            notes = []


def _lines(file):
    """The lines, of which an endless one is cut so that it is refused, not held."""
    while line := file.readline(LONGEST + 1):
        yield line
        while len(line) > LONGEST and not line.endswith("\n"):
            line = file.readline(LONGEST + 1)


def _parsed(line):
    if len(line) > LONGEST:
        raise UnreadableRecordError(f"这一行超过{LONGEST // 1024 // 1024} MB，不像是一篇文章。")
    if not files.is_whole(line):
        raise UnreadableRecordError(files.BAD_ENCODING)
    try:
        found = json.loads(line, parse_constant=_refused, object_pairs_hook=_once)
    except (json.JSONDecodeError, RecursionError):
        raise UnreadableRecordError(NO_JSON) from None
    except ValueError:
        raise UnreadableRecordError(TOO_BIG) from None
    if not isinstance(found, dict):
        raise UnreadableRecordError(NO_OBJECT)
    return found


def _refused(name):
    raise UnreadableRecordError(NO_VALUE.format(name))


def _once(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise UnreadableRecordError(TWICE.format(twice[:40]))
    return found


def read_markdown(found: SourceFile) -> Iterator[Record]:
    """The article of a file. Without a title among the keys a first `# line` is the title."""
    record = Record(found)
    text = files.text_of(found, record.notes).replace("\r\n", "\n")
    matter, record.body, _ = front_matter.split(text)
    record.fields = front_matter.parse(matter)
    record.fields.pop("layout", None)  # 0.1.0 noted how the lines of the HTML stood
    if str(record.fields.pop("format", "")).strip().lower() != HTML:
        heading = HEADING.match(record.body)
        if heading and not record.fields.keys() & TITLES:
            record.fields["title"] = heading["title"]
            record.body = record.body[heading.end() :]
        record.body = body_of(record.body)
    yield record


def body_of(markdown: str) -> str:
    try:
        return MARKDOWN.render(markdown)
    except RecursionError:
        raise UnreadableRecordError("正文嵌套太深。") from None


def read_html(found: SourceFile) -> Iterator[Record]:
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
        # The one <h1>, which leaves the body, or else the title of the page.
        headings, title = list(body.walk("h1")), root.first("title")
        if len(headings) == 1:
            record.fields["title"] = tree.text_of(headings[0])
            body.drop(lambda element: element is headings[0])
        elif title:
            record.fields["title"] = title.text.strip()
        elif found_title := TITLE.search(page):
            record.fields["title"] = unescape(found_title[1]).strip()
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
    """The text of a foreign page, without its navigation: what its outermost holders hold."""
    holders = [root]
    for tag in WHOLE:
        found, depth = [], 0
        for node, ends in root.events():
            if isinstance(node, Element) and node.tag == tag:
                found += [node] if not (ends or depth) else []
                depth += -1 if ends else 1
        if found:
            holders = found
            break
    whole = Element("", {}, [child for holder in holders for child in holder.children])
    whole.drop(lambda element: element.tag in DROPPED)
    return whole


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
    return tree.text_of(found).strip() if found else ""


def _by_id(root, name):
    return next((one for one in root.walk() if one.attributes.get("id") == name), None)


def read_docx(found: SourceFile) -> Iterator[Record]:
    """The article of a file; front matter may be typed as paragraphs between two of `---`."""
    data = files.bytes_of(found)
    record = Record(found)
    record.body, record.notes = word.html_of(data, style_map=STYLES)
    sign, folder = EXPORTED
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith(folder)]
    if any(sign in part for part in parts):
        raise UnreadableRecordError(files.NOT_READ.format("旧版本导出的Word文件"))
    if record.body.startswith(DASHES):
        matter, end, body = record.body.removeprefix(DASHES).partition(DASHES)
        if not end:
            raise UnreadableRecordError(front_matter.UNCLOSED)
        record.fields, record.body = front_matter.parse(tree.plain(matter)), body
    start, opening, rest = record.body.partition("<h1>")
    title, end, rest = rest.partition("</h1>")
    if opening and end and "title" not in record.fields:
        record.fields["title"] = tree.plain(title)
        record.body = start + rest
    yield record


READERS = {"md": read_markdown, "html": read_html, "docx": read_docx, "jsonl": read_jsonl}
