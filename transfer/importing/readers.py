"""The readers of JSON lines, Markdown and Word; those of HTML: `pages`. All give records."""

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference

from richtext.base import front_matter
from richtext.base.decoding import check
from richtext.core import tree, word
from transfer.importing import files, values
from transfer.importing.old_sites.text import encoding_of
from transfer.importing.record import TITLES, Record, SourceFile, UnreadableRecordError

# JSON lines and Markdown.
LONGEST = 20 * 1024 * 1024  # signs of one line
NO_JSON = "不是有效的JSON，请检查引号、逗号和括号。"
NO_OBJECT = "应当是一个JSON对象，即写在一对花括号里的“项目: 内容”。"
NO_VALUE = "“{}”不是有效的JSON值。"
TWICE = "“{}”重复。"
# HTML inside is let through: the sanitiser behind it judges all HTML alike.
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
NOTE = "[^"  # begins a footnote, whose words would be taken for an address


def _reference(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """The rule for addresses at the end of a text, which leaves footnotes as they are written."""
    is_note = state.src.startswith(NOTE, state.bMarks[first] + state.tShift[first])
    return not is_note and reference(state, first, last, silent)


MARKDOWN.block.ruler.at("reference", _reference)
HEADING = re.compile(r"\s*#[ \t]+([^\n]+)(?:\n|$)")
HTML = "html"  # `format: html`: what follows the front matter is HTML as it is
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
TITLED, LED_BY = re.compile("<h1>(.*?)</h1>", re.S), re.compile("<h2>(.*?)</h2>", re.S)
NAMED = "没有用“标题”样式写的标题，用了文件名，请核对"


def read_jsonl(found: SourceFile) -> Iterator[Record]:
    """The articles of a file, one at a time; a line that is none is refused alone."""
    check(found.path)
    encoding = encoding_of(found.path)
    notes = [files.GBK] if encoding == "gb18030" else []
    with found.path.open(encoding=encoding, errors="surrogateescape", newline="\n") as file:
        for number, line in enumerate(_lines(file), 1):
            if not line.strip("\ufeff \t\r\n"):
                continue
            if number == 1 and "\0" in line:
                raise UnreadableRecordError("不是文本文件，扩展名有误。")
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
        raise UnreadableRecordError(f"这一行超过{LONGEST // 1024 // 1024}MB，不像是一篇文章。")
    if not values.is_whole(line):
        raise UnreadableRecordError(files.BAD_ENCODING)
    try:
        found = json.loads(line, parse_constant=_refused, object_pairs_hook=_once)
    except (ValueError, RecursionError):  # also of a number of thousands of digits
        raise UnreadableRecordError(NO_JSON) from None
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
            title = heading[1].rstrip(" \t").rstrip("#").rstrip(" \t")
            record.fields["title"] = title or heading[1][:1]
            record.body = record.body[heading.end() :]
        record.body = body_of(record.body)
    yield record


def body_of(markdown: str) -> str:
    try:
        return MARKDOWN.render(markdown)
    except RecursionError:
        raise UnreadableRecordError("正文嵌套太深。") from None


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
    if not record.fields.keys() & TITLES:
        title = TITLED.search(record.body)
        if not title and record.body.count("<h2>") == 1:  # of several each heads a part
            title = LED_BY.match(record.body)
        if title:
            record.body = record.body[: title.start()] + record.body[title.end() :]
            record.fields["title"] = tree.plain(title[1])
        else:
            record.notes.append(NAMED)
            record.fields["title"] = found.path.stem
    yield record


READERS = {"md": read_markdown, "docx": read_docx, "jsonl": read_jsonl}
