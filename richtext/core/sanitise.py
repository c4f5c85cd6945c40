"""The fence: what of HTML may be parsed, stored and shown; the only module that knows nh3.

Rich text passes here once when it is saved (`clean_html`, an article's by `tidied`) and once when
it is shown (`fenced`); nothing changes HTML between here and the database.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from html.entities import html5
from typing import Any

import nh3

from richtext.core import pictures
from richtext.core.pasted import tidy_pasted
from richtext.core.pasted_reading import DISSOLVED, STYLING
from richtext.core.tree import INVISIBLE, VOID, Element, parse, tidy, write

# HTML that a parser would spend minutes on, found and defused before one sees it.
#
# html5ever, which nh3 is made of, takes time in the square of the depth (50,000 open lists: 14 s),
# and opens every formatting tag that was left open again in each new paragraph. So the depth is
# read off the tags first; what is beyond the bound (WeChat's editors nest about 30 deep) keeps its
# words as plain paragraphs. Writing ampersands and hard spaces takes time in the square of their
# number too (2 MB: 77 s): where there are many, other signs stand for them meanwhile.

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


def _veiled(found: re.Match[str]) -> str:
    name = found[1] or ""
    if not (name.startswith("#") or name in html5):
        return AND + name
    sign = unescape(found[0])
    return AND if sign == "&" else found[0] if sign in "<>\"'" else sign


TAGS = {
    "p", "br", "h2", "h3", "h4", "strong", "em", "b", "i", "u", "s", "sub", "sup", "ul", "ol",
    "li", "blockquote", "a", "img", "figure", "figcaption", "table", "caption", "thead", "tbody",
    "tr", "th", "td", "hr", "code", "pre",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
SCHEME = re.compile("([a-z][a-z0-9+.-]*):", re.I)
# In an address whoever reads it may leave these out, and so find a scheme that was none.
UNSEEN = re.compile(
    "[\x00-\x20\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
# Pictures come from the site alone: a foreign host would learn who reads what.
OWN_PICTURE = re.compile(rf"/media/{pictures.NAME.pattern}")

# Refused by PostgreSQL, by the encoder or by XML (the feed): C0 signs, surrogates, non-characters.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

# What is read before it is dropped (`pasted`), and what is dropped with all that is in it.
TO_BE_READ = {
    "tags": TAGS | DISSOLVED,
    "attributes": {**ATTRIBUTES, "*": STYLING, "del": {"cite", "datetime"}},
}
UNREAD = {"script", "style", "title", "xml", "iframe", "noscript", "select"}

MOST_PASSES = 8
MOST_READ = 80  # elements within each other; what reads styles goes down by calling itself


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if OWN_PICTURE.fullmatch(value) else None
    if name == "href" and (scheme := SCHEME.match(UNSEEN.sub("", value))):
        return value if scheme[1].lower() in SCHEMES else None
    return value


def clean_html(html: str | None) -> str:
    """HTML with nothing in it but the tags and attributes an article needs; idempotent."""
    return write(cleaned(html))


def cleaned(html: str | None) -> Element:
    """`clean_html` as a tree; what another program wrote is read for what it means first."""
    return _settled(html, _read)


def tidied(html: str | None) -> Element:
    """The same of an article, in the shape of one; the fence is the last that touches it."""
    return fenced(write(tidy(cleaned(html))))


def fenced(html: str | None) -> Element:
    """What was stored, as a tree that may be shown."""
    return _settled(html, lambda text: parse(_let_through(text)))


def _settled(html: str | None, read: Callable[[str], Element]) -> Element:
    """HTML read until another time changes nothing; what never settles is kept as plain text.

    HTML exists that a parser reads in another way once it was written out again (a link around a
    table with a link in it): the ground of "mutation" attacks.
    """
    text = bounded(storable(html or ""))
    for _ in range(MOST_PASSES):
        root = _without_traps(read(text))
        written = write(root)
        if written == text:
            return root
        text = bounded(written)  # a parser adds elements that nobody wrote
    return parse(_sanitised(text, tags=set()))


def _read(text: str) -> Element:
    whole = _let_through(text, **TO_BE_READ)
    root = parse(whole)
    if not is_pasted(root):
        return root
    if root.depth <= MOST_READ:
        whole = tidy_pasted(_without_traps(root))
    return parse(_let_through(whole))


def is_pasted(root: Element) -> bool:
    """Whether a text carries the marks of another program: styles, sections, two line breaks."""
    after_break = False
    for node, ends in root.events():
        if isinstance(node, str):
            after_break = after_break and not node.strip()
        elif node.tag == "br":
            if after_break and not ends:
                return True
            after_break = True
        elif node.tag in DISSOLVED or STYLING & node.attributes.keys():
            return True
        else:
            after_break = False
    return False


def _let_through(html: str, **more: Any) -> str:
    allowed: dict[str, Any] = {
        "tags": TAGS,
        "attributes": ATTRIBUTES,
        "clean_content_tags": UNREAD,
        "attribute_filter": _attribute,
        "url_schemes": SCHEMES,
        "link_rel": "noopener noreferrer",
    }
    return INVISIBLE.sub("", storable(_sanitised(html, **{**allowed, **more})))


def _sanitised(html: str, **allowed: Any) -> str:
    clean = nh3.clean(veiled(html), **allowed)
    return clean.replace(AND, "&amp;").replace(HARD_SPACE, "&nbsp;")


def storable(text: str) -> str:
    """Text without the signs that no database and no XML takes: NUL, halves of surrogates."""
    return UNSTORABLE.sub("", text)


def _without_traps(root: Element) -> Element:
    if any(map(_shows_nothing, root.walk("img"))):
        root.drop(_shows_nothing)
    for element in root.walk("pre"):
        if element.children and isinstance(first := element.children[0], str):
            element.children[0] = first.lstrip("\n")  # or a parser drops the first
    return root


def _shows_nothing(element: Element) -> bool:
    return element.tag == "img" and "src" not in element.attributes


def foreign_pictures(html: str | None) -> int:
    """How many pictures of a text the fence leaves out because they lie elsewhere."""
    images = parse(_let_through(bounded(storable(html or "")), tags={"img"}))
    return sum(map(_shows_nothing, images.walk()))
