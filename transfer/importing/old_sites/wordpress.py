"""WordPress's own export (WXR): the posts of it, drafts too.

By its tokens and no XML parser: no entity is ever resolved, and what plugins leave in it (control
characters, bare ampersands, entities of HTML) is read all the same.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from html import unescape

from transfer.importing.old_sites.fit import beijing, path_of, rooted, split, told_of
from transfer.importing.old_sites.text import CUT_OFF, Window, pieces_of
from transfer.importing.record import Record, SourceFile, UnreadableRecordError
from transfer.importing.values import BEIJING

SITE = "WordPress"
ENTITIES = "文件自己定义了实体，不是WordPress导出的文件，没有读取。"
TOKEN = re.compile(
    r"<!\[CDATA\[(?P<raw>.*?)\]\]>|<(?P<close>/?)(?P<tag>[A-Za-z][\w:.-]*)(?P<more>[^<>]*)>"
    r"|(?P<text>[^<]+|<(?=[^A-Za-z/!?]))|<(?!!\[CDATA\[)[!?](?P<told>[^>]*)>",
    re.S,
)
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
WHOLE = {"item", "wp:author", "wp:category"}
LEAVES = {
    "title", "link", "dc:creator", "content:encoded", "excerpt:encoded", "category", "wp:post_id",
    "wp:post_date", "wp:post_date_gmt", "wp:post_modified_gmt", "wp:status", "wp:post_type",
    "wp:post_password", "wp:base_blog_url", "wp:author_login", "wp:author_display_name",
    "wp:term_id", "wp:category_nicename", "wp:category_parent", "wp:cat_name",
}  # fmt: skip
STATES = {
    "publish": "published",
    **dict.fromkeys(("future", "draft", "pending", "private"), "draft"),
}
WITH_PASSWORD = "原文设有访问密码，按草稿导入"  # noqa: S105
# Bodies as WordPress stores them: blank lines are paragraphs, and what programs are told in them.
COMMENT = re.compile(r"<!--.*?-->", re.S)
SHORTCODE = re.compile(r"\[(/?)([a-z][\w-]{2,40})((?:\s[^\[\]]{0,2000})?)/?\]")
KNOWN_CODES = {"caption", "wp_caption", "gallery", "embed", "audio", "video", "playlist"}
BLOCKS = (
    "address|article|aside|blockquote|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|"
    "footer|form|h[1-6]|header|hr|iframe|li|main|nav|ol|p|pre|script|section|style|table|tbody|td|"
    "tfoot|th|thead|tr|ul"
)
BLOCK = re.compile(rf"<(/?)({BLOCKS})\b[^>]*>", re.I)
HOLDERS = {"article", "blockquote", "center", "div", "hr", "main", "section"}  # of paragraphs
BLANK_LINE = re.compile(r"\n\s*\n")


def read(found: SourceFile) -> Iterator[Record]:
    """The posts of an export, one at a time; UnreadableRecordError for a file that is cut off."""
    tail = ""
    for piece in pieces_of(found.path):
        tail = (tail + piece)[-200:]
    if "</rss>" not in tail:
        raise UnreadableRecordError(CUT_OFF)
    others: list[int] = []
    return told_of(_posts(found, others), others)


def _posts(found, others):
    authors: dict[str, str] = {}
    categories: dict[str, dict[str, str]] = {}  # by their names in addresses
    base, number = "", 0
    for kind, leaves in _parts(Window(pieces_of(found.path))):
        told = {name: words for name, _, words in reversed(leaves)}  # the first of a name
        if kind == "wp:author":
            authors[told.get("wp:author_login", "")] = told.get("wp:author_display_name", "")
        elif kind == "wp:category":
            categories[told.get("wp:category_nicename", "")] = told
        elif kind == "wp:base_blog_url":
            base = told[kind].rstrip("/")
        elif kind == "item":
            state, post = STATES.get(told.get("wp:status", "publish")), told.get("wp:post_type")
            if state and (post or "post") == "post":
                number += 1
                record = Record(found, number, site=SITE)
                _fill(record, told, state, base)
                login = told.get("dc:creator", "")
                record.fields["author"] = authors.get(login) or login
                _sort(record, leaves, categories, split(base).path)
                yield record
            elif state:
                others.append(number)


def _parts(window: Window) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Items, authors and categories with their leaves: name, attributes and words of each."""
    leaves: list[tuple[str, str, str]] = []
    inside, name, more, words = "", "", "", []
    while token := window.take(TOKEN):
        tag = token["tag"]
        if token["raw"] is not None or token["text"]:
            if name in LEAVES:
                words.append(unescape(token["text"]) if token["text"] else token["raw"])
        elif not tag:
            if (token["told"] or "").upper().startswith(("DOCTYPE", "ENTITY")):
                raise UnreadableRecordError(ENTITIES)
        elif not token["close"]:
            name, more, words = tag, token["more"], []
            if tag in WHOLE:
                inside, leaves = tag, []
        elif tag == inside:
            yield inside, leaves
            inside, name = "", ""
        else:
            if tag == name and name in LEAVES:
                leaf = (name, more, CONTROLS.sub("", "".join(words)).strip())
                if inside:
                    leaves.append(leaf)
                else:
                    yield name, [leaf]
            name = ""


def _fill(record, told, state, base):
    number = told.get("wp:post_id", "")
    own = f"{split(base).path}/?p={number}"
    if told.get("wp:post_password"):
        state = "draft"
        record.notes.append(WITH_PASSWORD)
    record.fields = {
        "id": f"wordpress:{number}",
        "title": unescape(told.get("title", "")),
        "summary": told.get("excerpt:encoded", ""),
        "state": state,
        "publish_at": _beijing(told.get("wp:post_date_gmt", ""), told.get("wp:post_date", "")),
        "updated": _beijing(told.get("wp:post_modified_gmt", "")),
        "old_url": list(dict.fromkeys([path_of(told.get("link", "")) or own, own])),
    }
    body = paragraphs(without_codes(told.get("content:encoded", "")))
    record.body = rooted(body, base)


def _beijing(utc, local=""):
    """A time as the database had it; the site's own where it was never published."""
    with suppress(ValueError, OverflowError):  # of a draft: 0000-00-00
        found = datetime.fromisoformat(utc).replace(tzinfo=UTC).astimezone(BEIJING)
        return f"{found:%Y-%m-%d %H:%M:%S}"
    return beijing(local)


def _sort(record, leaves, categories, root):
    """Its categories, each before those above it; its tags; the addresses of the first."""
    areas, tags = [], []
    urls: list[str] = []
    for name, more, words in leaves:
        if name != "category":
            continue
        attributes = {key: one or two for key, one, two in ATTRIBUTE.findall(more)}
        slug = attributes.get("nicename", "")
        if attributes.get("domain") == "post_tag" or attributes.get("domain") == "tag":
            tags.append(words)
        elif attributes.get("domain") == "category" and slug:
            chain = [slug]
            while parent := categories.get(chain[-1], {}).get("wp:category_parent"):
                if parent in chain:
                    break
                chain.append(parent)
            areas += [words, *(categories.get(one, {}).get("wp:cat_name", "") for one in chain[1:])]
            if not urls:
                urls = [f"{root}/category/{'/'.join(reversed(chain))}/", f"{root}/category/{slug}/"]
                if term := categories.get(slug, {}).get("wp:term_id"):
                    urls.append(f"{root}/?cat={term}")
    record.fields |= {
        "area": list(dict.fromkeys(filter(None, areas))),
        "tags": list(dict.fromkeys(filter(None, tags))),
        "category_urls": list(dict.fromkeys(urls)),
    }


def without_codes(body: str) -> str:
    """A body without its comments and shortcodes; what these enclose stays."""
    # Behind the last end no comment is looked for, of which each would be read to the end
    held, end, rest = body.replace("\r\n", "\n").replace("\r", "\n").rpartition("-->")
    body = COMMENT.sub("", held + end) + rest
    closed = {name for slash, name, _ in SHORTCODE.findall(body) if slash} | KNOWN_CODES

    def judged(code):
        return "" if code[2] in closed or "=" in code[3] else code[0]

    return SHORTCODE.sub(judged, body)


def paragraphs(body: str) -> str:
    """A body in which blank lines part paragraphs, as HTML that says so."""
    written, at, within, depth = [], 0, "", 0
    for tag in BLOCK.finditer(body):
        between, name = body[at : tag.start()], tag[2].lower()
        written += [between if within else _wrapped(between), tag[0]]
        at = tag.end()
        if within == name and name != "p" or not within and not tag[1] and name not in HOLDERS:
            within, depth = name, depth + (-1 if tag[1] else 1)
        elif within == "p":  # which another block ends
            depth = int(not tag[1] and name not in HOLDERS)
            within = name if depth else ""
        if depth <= 0:
            within, depth = "", 0
    return "".join([*written, body[at:] if within else _wrapped(body[at:])])


def _wrapped(text):
    lines = (part.strip().replace("\n", "<br>\n") for part in BLANK_LINE.split(text))
    return "\n".join(f"<p>{part}</p>" for part in lines if part)
