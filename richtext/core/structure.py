"""The shape of an article's text: indents out, `一、` lines to headings, anchors, contents.

Works on HTML that `richtext.core.sanitise.clean_html` has made well-formed, in which a paragraph
holds no other block; that is what makes patterns enough here. Pure functions, no database.
"""

import re
from dataclasses import dataclass, field
from html import unescape

BLOCKS = "p|h2|h3|h4|li|blockquote|td|th"
BLOCK = re.compile(rf"<(?P<tag>{BLOCKS})(?P<rest>[^>]*)>(?P<inner>.*?)</(?P=tag)>", re.S)
BLOCK_END = re.compile(rf"</(?:{BLOCKS}|tr|figcaption|caption)>|<br\s*/?>")
INVISIBLE = re.compile("[\u200b\ufeff]")  # zero-width space, byte order mark
TAG = re.compile(r"<[^>]+>")  # the fence writes > in an attribute as &gt;
ENTITY = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")  # HTML's own rule
RUN = re.compile(r"\s+|\S+")
INDENT = re.compile(r"(?:<br\s*/?>|&nbsp;|\s)+")  # \s holds U+00A0 and U+3000 too
INDENT_SIGNS = ("<br>", "<br/>", "<br />", "&nbsp;")
# 一、 and （一） open a heading when the line is short and is no sentence (GB/T 9704 order).
LEVELS = (
    ("h2", re.compile(r"[一二三四五六七八九十]{1,3}、")),
    ("h3", re.compile(r"（[一二三四五六七八九十]{1,3}）")),
)
LONGEST_HEADING = 40
LONG_ARTICLE = 3  # headings that make a table of contents worth its place


@dataclass
class Heading:
    """One entry of the table of contents."""

    anchor: str
    text: str
    parts: list = field(default_factory=list)


def plain(html):
    """The text of HTML, blocks on lines of their own, white space folded."""
    return plain_with_places(html)[0]


def plain_with_places(html):
    """The text of HTML, and for each of its characters the place in the HTML where it stands.

    A character that an entity writes, or that stands for folded white space or the end of a
    block, has the place where that begins.
    """
    text, places = html, range(len(html))
    for pattern, put in ((INVISIBLE, ""), (BLOCK_END, "\n"), (TAG, ""), (ENTITY, unescape)):
        text, places = _replaced(pattern, put, text, places)
    return _folded(text, places)


def _replaced(pattern, put, text, places):
    """What `re.sub` gives, with the places of what is left; what was put in stands at its match."""
    pieces, kept, end = [], [], 0
    for found in pattern.finditer(text):
        piece = put(found[0]) if callable(put) else put
        pieces += [text[end : found.start()], piece]
        kept += places[end : found.start()]
        kept += [places[found.start()]] * len(piece)
        end = found.end()
    return "".join([*pieces, text[end:]]), [*kept, *places[end:]]


def _folded(text, places):
    """Each run of white space as one break of line if it holds one, as one space otherwise."""
    pieces, kept, gap = [], [], None
    for run in RUN.finditer(text):
        if run[0].isspace():
            gap = run
            continue
        if pieces and gap:
            pieces.append("\n" if "\n" in gap[0] else " ")
            kept.append(places[gap.start()])
        pieces.append(run[0])
        kept += places[run.start() : run.end()]
    return "".join(pieces), kept


def tidy(html):
    """Indents made of spaces and empty paragraphs out; numbered short lines become headings."""
    html = BLOCK.sub(_trimmed, INVISIBLE.sub("", html))
    html = re.sub(r"(<br\s*/?>)(?:&nbsp;|\s)+", r"\1", html)
    html = re.sub(r"<p></p>|<h[234]></h[234]>", "", html)
    return re.sub(r"<p>(.*?)</p>", _promote, html, flags=re.S).strip()


def _trimmed(found):
    """A block without indents, breaks and empty emphasis at its edges."""
    inner = re.sub(r"<(strong|b|em)>(?:&nbsp;|\s)*</\1>", "", found["inner"])
    lead = INDENT.match(inner)
    inner = inner[lead.end() :] if lead else inner
    return f"<{found['tag']}{found['rest']}>{inner[: _end(inner)]}</{found['tag']}>"


def _end(inner):
    """Where the text of a block ends, without the spaces and breaks behind it."""
    end, before = len(inner), None
    while end != before:
        before = end
        while end and inner[end - 1].isspace():
            end -= 1
        end -= next((len(sign) for sign in INDENT_SIGNS if inner.endswith(sign, 0, end)), 0)
    return end


def _promote(found):
    text = plain(found[1]).strip()
    if "\n" in text or len(text) > LONGEST_HEADING or text.endswith(tuple("。；，：:;,")):
        return found[0]
    for tag, opening in LEVELS:
        if opening.match(text):
            inner = re.sub(r"</?(?:strong|b)>", "", found[1])
            return f"<{tag}>{inner}</{tag}>"
    return found[0]


def with_anchors(html):
    """The HTML with an id on each h2 and h3, and the headings as a nested list."""
    contents = []

    def anchor(found):
        text = plain(found["inner"])
        if found["tag"] == "h2" or not contents:
            heading = Heading(f"s{len(contents) + 1}", text)
            contents.append(heading)
        else:
            heading = Heading(f"{contents[-1].anchor}-{len(contents[-1].parts) + 1}", text)
            contents[-1].parts.append(heading)
        return f'<{found["tag"]} id="{heading.anchor}">{found["inner"]}</{found["tag"]}>'

    pattern = r"<(?P<tag>h[23])>(?P<inner>.*?)</(?P=tag)>"
    return re.sub(pattern, anchor, html, flags=re.S), contents


def entries(contents):
    """How many lines a table of contents has."""
    return sum(1 + len(heading.parts) for heading in contents)


def is_long(contents):
    """Whether a table of contents earns its place."""
    return len(contents) >= LONG_ARTICLE
