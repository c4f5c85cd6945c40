"""What an old site says, as far as it fits into an article of ours; what does not is told."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from html import escape, unescape
from urllib.parse import SplitResult, urlsplit

from richtext.core import tree
from richtext.core.sanitise import bounded
from transfer.importing import values
from transfer.importing.record import Record, UnreadableRecordError
from transfer.importing.values import BEIJING

# As the model has it, which is not known where files are read.
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_TAG, MOST_TAGS, LONGEST_SOURCE = 60, 300, 20, 10, 200
LONG_TITLE = f"标题超过{LONGEST_TITLE}个字，已截短，全文写在正文开头"
LONG_SUMMARY = f"摘要超过{LONGEST_SUMMARY}个字，已截短"
TAGS_LEFT = f"有标签超过{LONGEST_TAG}个字，或者标签超过{MOST_TAGS}个，多出的没有导入"
BROKEN = "有字符在原文件中已经损坏，显示为“\ufffd”，请核对"
NO_ARTICLES = "没有文章，没有导入任何内容。"
OTHERS = "另有{}条页面、产品、图集等不是文章的内容，没有导入"
# What systems write as a source by themselves.
SAYS_NOTHING = {"未知", "admin", "本站", "网络", "互联网"}


def beijing(moment: str) -> str:
    """Seconds since 1970 as a time of Beijing, "" of what is none; a text stays."""
    if not moment.isdigit():
        return "" if moment.startswith("0000") else moment
    with suppress(ValueError, OverflowError, OSError):
        found = datetime.fromtimestamp(int(moment), BEIJING)
        return f"{found:%Y-%m-%d %H:%M:%S}" if found.year > 1990 else ""
    return ""


def split(address: str) -> SplitResult:
    """The parts of an address, all empty for what is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def path_of(address: str) -> str:
    """Path and query of an address, "" of none."""
    parts = split(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def rooted(html: str, home: str) -> str:
    """HTML whose links to the old site's own host lead to what is here at the same path."""
    host = re.escape(split(home).netloc.removeprefix("www."))
    return re.sub(rf"""(?<=["'])https?://(?:www\.)?{host}(?=/)""", "", html) if host else html


def fit(record: Record) -> None:
    """Shorten what is too long for us, and note it; a time to come makes a draft."""
    told, notes = record.fields, record.notes
    title = " ".join(unescape(str(told.get("title") or "")).split())
    if len(title) > LONGEST_TITLE:
        notes.append(LONG_TITLE)
        record.body = f"<p><strong>{escape(title)}</strong></p>\n{record.body}"
        title = f"{title[: LONGEST_TITLE - 1]}…"
    summary = tree.plain(bounded(unescape(told.get("summary") or ""))).strip()
    start = "".join(summary.split())[:40]
    if "".join(tree.plain(bounded(record.body[:20_000])).split()).startswith(start):
        summary = ""  # which the system took from the text
    if len(summary) > LONGEST_SUMMARY:
        notes.append(LONG_SUMMARY)
        summary = f"{summary[: LONGEST_SUMMARY - 1]}…"
    tags = list(dict.fromkeys(values.several(told.get("tags"), "tags")))
    kept = [tag for tag in tags if len(tag) <= LONGEST_TAG][:MOST_TAGS]
    if kept != tags:
        notes.append(TAGS_LEFT)
    source = " ".join(unescape(told.get("source") or "").split())[:LONGEST_SOURCE]
    source = "" if source in SAYS_NOTHING else source
    found = {"title": title, "summary": summary, "tags": kept, "source": source}
    told |= {name: value for name, value in found.items() if value or name in told}
    try:
        moment = values.moment(told.get("publish_at"), "publish_at")
    except UnreadableRecordError as error:
        notes.append(error.words.rstrip("。"))
        told |= {"publish_at": "", "state": "draft"}
    else:
        if moment and moment > datetime.now(UTC):
            told["state"] = "draft"
    if "<" not in record.body:  # plain text, of which each line is a paragraph
        told["body"], record.body = record.body, ""
    if "\ufffd" in title + record.body:
        notes.append(BROKEN)


def told_of(records: Iterator[Record], others: list[int]) -> Iterator[Record]:
    """The same records, of which the last says how much beside them is no article."""
    last = None
    for record in records:
        if last:
            yield last
        last = record
    if not last:
        raise UnreadableRecordError(NO_ARTICLES)
    if others:
        last.notes.append(OTHERS.format(len(others)))
    yield last
