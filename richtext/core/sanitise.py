"""The fence: what of HTML may be stored, and what may be shown; the only module that knows nh3.

Rich text passes here once when it is saved (`clean_html`) and once when it is shown (`fenced`).
"""

import re
from collections.abc import Callable
from typing import Any

import nh3

from richtext.core import limits, pictures
from richtext.core.pasted import tidy_pasted
from richtext.core.pasted_reading import DISSOLVED, STYLING
from richtext.core.tree import Element, parse, write

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
    return value


def clean_html(html: str | None) -> str:
    """HTML with nothing in it but the tags and attributes an article needs; idempotent."""
    return write(cleaned(html))


def cleaned(html: str | None) -> Element:
    """`clean_html` as a tree; what another program wrote is read for what it means first."""
    return _settled(html, _read)


def fenced(html: str | None) -> Element:
    """What was stored, as a tree that may be shown."""
    return _settled(html, lambda text: parse(_let_through(text)))


def _settled(html: str | None, read: Callable[[str], Element]) -> Element:
    """HTML read until another time changes nothing; what never settles is kept as plain text.

    HTML exists that a parser reads in another way once it was written out again (a link around a
    table with a link in it): the ground of "mutation" attacks.
    """
    text = limits.bounded(storable(html or ""))
    for _ in range(MOST_PASSES):
        root = _without_traps(read(text))
        written = write(root)
        if written == text:
            return root
        text = limits.bounded(written)  # a parser adds elements that nobody wrote
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
    return storable(_sanitised(html, **{**allowed, **more}))


def _sanitised(html: str, **allowed: Any) -> str:
    return limits.unveiled(nh3.clean(limits.veiled(html), **allowed))


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
    images = parse(_let_through(limits.bounded(storable(html or "")), tags={"img"}))
    return sum(map(_shows_nothing, images.walk()))
