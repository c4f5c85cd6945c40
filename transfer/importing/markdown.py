"""Markdown with front matter."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

from richtext.base import front_matter
from transfer.importing import files
from transfer.importing.record import Record, SourceFile, UnreadableRecordError

# HTML inside is let through: the sanitiser behind it judges all HTML alike.
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
TITLE = re.compile(r"\s*#[ \t]+(?P<title>[^\n]+?)[ \t]*#*[ \t]*(?:\n|$)")
HTML = "html"  # `format: html`: what follows the front matter is HTML as it is


def read(found: SourceFile) -> Iterator[Record]:
    """The article of a file. Without a title among the keys a first `# line` is the title."""
    record = Record(found)
    text = files.text_of(found, record.notes).replace("\r\n", "\n")
    matter, rest, _ = front_matter.split(text)
    record.fields = front_matter.parse(matter)
    record.fields.pop("layout", None)  # 0.1.0 noted how the lines of the HTML stood
    if str(record.fields.pop("format", "")).strip().lower() == HTML:
        record.body = rest
    else:
        record.body = body_of(_without_title(record, rest))
    yield record


def body_of(markdown: str) -> str:
    """Markdown as HTML."""
    try:
        return MARKDOWN.render(markdown)
    except RecursionError:
        raise UnreadableRecordError("正文嵌套太深。") from None


def _without_title(record, text):
    if any(key in record.fields for key in ("title", "标题", "题目")):
        return text
    heading = TITLE.match(text)
    if not heading:
        return text
    record.fields["title"] = heading["title"]
    return text[heading.end() :]
