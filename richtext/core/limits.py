"""HTML that a parser would spend minutes on, found and defused before one sees it.

html5ever, which nh3 is made of, takes time in the square of the depth (50,000 open lists: 14 s),
and opens every formatting tag that was left open again in each new paragraph. So the depth is read
off the tags first; what is beyond the bound (WeChat's editors nest about 30 deep) keeps its words
as plain paragraphs. Writing ampersands and hard spaces takes time in the square of their number too
(2 MB: 77 s): where there are many, other signs stand for them meanwhile.
"""

import re
from html import escape, unescape
from html.entities import html5

from richtext.core.tree import VOID

MOST_DEEP = 120
MOST_ATTRIBUTES = 100  # in a tag of more than MANY characters
MOST_TAGS = 200_000  # a book has fewer
MOST_LINES = 50_000  # of words that are left of such a text
MANY = 5000
AND, HARD_SPACE = "\ufdd0", "\ufdd1"  # no characters by Unicode: no text has them

GAP = "\t\n\f\r "
# An attribute as the standard reads it: quotes mean something only behind a name and an =.
ATTRIBUTE = re.compile(
    rf"[{GAP}/]*+(?:=|[^{GAP}/>=])[^{GAP}/>=]*+"
    rf"(?:[{GAP}]*+=[{GAP}]*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^{GAP}>\"'][^{GAP}>]*+)?)?+"
)
# Nothing in these is a tag, but in drawings and formulas.
RAW = "script|style|title|textarea|xmp|iframe|noembed|noframes|noscript"
# A tag with all that it says; a comment, or an element that is raw, as a whole.
TAG = re.compile(
    rf"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?:[!?]|/[^a-z>])[^>]*+"
    rf"|<({RAW})(?=[{GAP}/>])(?:{ATTRIBUTE.pattern})*+[{GAP}/]*+>.*?(?:</\1(?=[{GAP}/>])|\Z)"
    rf"|<(/?)([a-z][^{GAP}/>]*+)((?:{ATTRIBUTE.pattern})*+)",
    re.S | re.I,
)
START = re.compile("<[a-z]", re.I)
FOREIGN = {"svg", "math"}
BREAKS_OUT = {"span", "sub", "sup", "var", "ruby", "listing"}  # of a drawing, as blocks do
# A start tag of these ends an open one of the same name.
SELF_ENDING = {"p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "option"}
FORMATTING = {
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
}  # fmt: skip
TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
# No end tag of a block reaches out of these, and none of emphasis.
SHIELDS = {
    "table", "td", "th", "caption", "object", "marquee", "applet", "template", "select", "mi", "mo",
    "mn", "ms", "mtext", "annotation-xml", "foreignobject", "desc",
}  # fmt: skip
WALLS = SHIELDS | {"button"}
# What a parser of a piece of HTML never opens.
NEVER_OPEN = {"html", "head", "body", "frameset", "frame", "colgroup"}
# The end of any other element reaches through elements of its own kind only.
SPECIAL = WALLS | SELF_ENDING - {"option"} | {
    "address", "article", "aside", "blockquote", "center", "details", "dir", "div", "dl",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "main", "menu", "nav", "ol", "pre", "section", "select", "summary",
    "ul",
}  # fmt: skip
# Where a line of its own begins in a text that is read without its tags.
LINE = re.compile(
    r"</?(?:p|div|section|article|br|li|ul|ol|tr|table|h[1-6]|blockquote|pre|figure|hr|dd|dt)\b"
    r"[^<>]*>",
    re.I,
)
REST = re.compile(r"<[^<>]*>")
AMPERSAND = re.compile("&(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[0-9a-zA-Z]{1,31};)?")


def is_too_deep(html: str) -> bool:
    """Whether a parser would have to keep more than `MOST_DEEP` elements open at once."""
    # Outside a table its parts are no tags; a text may look like one and be read as the other.
    readings = _Open(NEVER_OPEN), _Open(NEVER_OPEN | TABLE)
    for found in TAG.finditer(html):
        raw, end, name, told = found.groups("")
        if len(told) > MANY and len(ATTRIBUTE.findall(told)) > MOST_ATTRIBUTES:
            return True
        for reading in readings:
            if raw and not FOREIGN.isdisjoint(reading.stack):
                reading.stack += ["div"] * len(START.findall(found[0]))
            reading.take(name.lower(), ends=bool(end))
            if reading.depth > MOST_DEEP:
                return True
    return False


class _Open:
    """What a parser keeps open at least, read off the tags; some names are no tags to it."""

    def __init__(self, ignored: set[str]):
        self.stack: list[str] = []
        self._ignored = ignored
        self._loose: dict[str, list[int]] = {name: [] for name in FORMATTING}
        self._formats = 0

    @property
    def depth(self) -> int:
        return len(self.stack) + self._formats

    def take(self, name: str, *, ends: bool) -> None:
        if not name or name in self._ignored or name in VOID:
            return
        if name in FORMATTING:  # it ends where it began, but not from within what shields it
            opened, shields = self._loose[name], sum(map(SHIELDS.__contains__, self.stack))
            if not ends:
                opened.append(shields)
                self._formats += 1
            elif opened and opened[-1] >= shields:
                opened.pop()
                self._formats -= 1
        elif ends:
            self._end(name)
        else:
            if name in SELF_ENDING and self.stack and self.stack[-1] == name:
                self.stack.pop()
            self.stack.append(name)

    def _end(self, name: str) -> None:
        """Close what a parser would close, and never more: a depth is over-, not underestimated."""
        if name in TABLE:
            walls = {"table", "template"}
        elif name == "li":
            walls = WALLS | {"ul", "ol"}
        elif name in FOREIGN:
            walls = SPECIAL | BREAKS_OUT
        else:  # a block ends an open <p>
            walls = WALLS if name in SPECIAL and name != "p" else SPECIAL
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place] == name:
                # What is in a form stays open when the form ends.
                del self.stack[place : place + 1 if name == "form" else None]
                return
            if self.stack[place] in walls:
                return


def bounded(html: str) -> str:
    """HTML that a parser may read; of one that is too deep or too much the words, line by line."""
    if html.count("<") <= MOST_TAGS and not is_too_deep(html):
        return html
    words = REST.sub("", LINE.sub("\n", html))
    lines = [line for line in map(str.strip, words.split("\n")) if line]
    in_one = -(-len(lines) // MOST_LINES) or 1
    paragraphs = (" ".join(lines[at : at + in_one]) for at in range(0, len(lines), in_one))
    return "".join(f"<p>{escape(unescape(one), quote=False)}</p>" for one in paragraphs)


def veiled(html: str) -> str:
    """The same HTML where it has few ampersands and hard spaces, else with signs in their place."""
    if html.count("&") + html.count("\xa0") < MANY:
        return html
    return AMPERSAND.sub(_veiled, html).replace("\xa0", HARD_SPACE)


def unveiled(html: str) -> str:
    """What `veiled` hid, as HTML writes it."""
    return html.replace(AND, "&amp;").replace(HARD_SPACE, "&nbsp;")


def _veiled(found: re.Match[str]) -> str:
    name = found[1] or ""
    if not (name.startswith("#") or name in html5):
        return AND + name
    sign = unescape(found[0])
    return AND if sign == "&" else found[0] if sign in "<>\"'" else sign
