"""HTML as a tree, by selectolax, written byte for byte as nh3 does; and the shape of a text.

It takes time in the square of the depth: only what was sanitised, or `limits` bounded, is read.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
}  # fmt: skip


class Element:
    """Tag, attributes and children, of which texts are strings; without a tag it holds a text."""

    __slots__ = ("attributes", "children", "tag")

    def __init__(
        self,
        tag: str = "",
        attributes: dict[str, str] | None = None,
        children: list["Element | str"] | None = None,
    ):
        self.tag = tag
        self.attributes = attributes or {}
        self.children = children or []

    def events(self) -> Iterator[tuple["Element | str", bool]]:
        """What is in it, in order: texts and elements, these once more with True where they end."""
        within, opened = [iter(self.children)], [self]
        while within:
            for node in within[-1]:
                yield node, False
                if isinstance(node, Element):
                    within.append(iter(node.children))
                    opened.append(node)
                    break
            else:
                within.pop()
                ended = opened.pop()
                if within:
                    yield ended, True

    @property
    def nodes(self) -> list["Element | str"]:
        """The elements and texts in it, in order."""
        return [node for node, ends in self.events() if not ends]

    def walk(self, *tags: str) -> Iterator["Element"]:
        """The elements in it, in order, each before its own; of some kinds, or all."""
        for node, ends in self.events():
            if not ends and isinstance(node, Element) and (not tags or node.tag in tags):
                yield node

    def first(self, *tags: str) -> "Element | None":
        return next(self.walk(*tags), None)

    def drop(self, is_dropped: Callable[["Element"], bool]) -> None:
        for element in [self, *self.walk()]:
            element.children = [
                one for one in element.children if isinstance(one, str) or not is_dropped(one)
            ]

    @property
    def depth(self) -> int:
        """How many elements stand within each other, at most."""
        deepest = now = 0
        for node, ends in self.events():
            if isinstance(node, Element):
                now += -1 if ends else 1
                deepest = max(deepest, now)
        return deepest

    @property
    def text(self) -> str:
        return "".join(node for node in self.nodes if isinstance(node, str))


def parse(html: str) -> Element:
    """The tree of a piece of HTML; comments are left out."""
    # Scripting: <noscript> is text, as it is to nh3.
    return _copied(LexborHTMLParser(html, is_fragment=True, scripting=True).root)


def parse_page(html: str) -> Element:
    """The tree of a whole page: its <head> and its <body>, which a parser adds where they lack."""
    return _copied(LexborHTMLParser(html, scripting=True).root)


def _copied(source: LexborNode | None) -> Element:
    root = Element()
    waiting = [(source, root)] if source else []
    while waiting:
        node, copy = waiting.pop()
        for child in node.iter(include_text=True):
            tag = child.tag
            if tag == "-text":
                copy.children.append(child.text_content or "")
            elif tag and tag[0] != "-":
                element = Element(tag, {k: v or "" for k, v in child.attributes.items()})
                copy.children.append(element)
                waiting.append((child, element))
    return root


def write(root: Element) -> str:
    found = []
    for node, ends in root.events():
        if isinstance(node, str):
            found.append(escaped(node))
        elif not ends:
            found.append(opening(node.tag, node.attributes))
        elif node.tag not in VOID:
            found.append(f"</{node.tag}>")
    return "".join(found)


def opening(tag: str, attributes: dict[str, str]) -> str:
    values = ((name, escaped(value).replace('"', "&quot;")) for name, value in attributes.items())
    written = "".join(f' {name}="{value}"' for name, value in values)
    return f"<{tag}{written}>"


def escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\xa0", "&nbsp;")


# The shape of a text: indents out, `一、` lines to headings, anchors, contents. Pure.

BLOCKS = {"p", "h2", "h3", "h4", "li", "blockquote", "td", "th"}
ENDS_A_LINE = BLOCKS | {"tr", "figcaption", "caption", "br"}
MAY_GO = {"p", "h2", "h3", "h4"}  # where nothing stands in them
BOLD = {"strong", "b"}
EMPHASIS = BOLD | {"em"}
INVISIBLE = re.compile("[\u200b\ufeff]")  # zero-width space, byte order mark
WORD = re.compile("[^\\s\u200b\ufeff]+")
# 一、 and （一） open a heading when the line is short and is no sentence (GB/T 9704 order).
LEVELS = (
    ("h2", re.compile(r"[一二三四五六七八九十]{1,3}、")),
    ("h3", re.compile(r"（[一二三四五六七八九十]{1,3}）")),
)
LONGEST_HEADING = 40
LONG_ARTICLE = 3  # headings that make a table of contents worth its place


@dataclass
class Heading:
    anchor: str
    text: str
    parts: list["Heading"] = field(default_factory=list)


def plain(html: str) -> str:
    """The text of HTML, blocks on lines of their own, white space folded."""
    return text_of(parse(html))


def text_of(root: Element) -> str:
    return folded(raw_text(root))[0]


def raw_text(root: Element) -> str:
    """All text of a tree as it stands, with a line break where a block ends."""
    texts = (
        node if isinstance(node, str) else "\n" if ends and node.tag in ENDS_A_LINE else ""
        for node, ends in [*root.events()]
    )
    return "".join(texts)


def folded(raw: str) -> tuple[str, list[int]]:
    """A text with each run of white space as one line break if it holds one, or as one space.

    With it, the place of each character in the raw text; that of white space is its beginning.
    """
    pieces: list[str] = []
    places: list[int] = []
    end = 0
    for word in WORD.finditer(raw):
        gap = INVISIBLE.sub("", raw[end : word.start()])
        if pieces and gap:
            pieces.append("\n" if "\n" in gap else " ")
            places.append(end)
        pieces.append(word[0])
        places += range(word.start(), word.end())
        end = word.end()
    return "".join(pieces), places


def tidy(root: Element) -> Element:
    """Indents made of spaces and empty paragraphs out; numbered short lines become headings.

    What comes of it goes through the fence before it is stored (`sanitise.tidied`).
    """
    for element in [root, *root.walk()][::-1]:  # what is in an element before the element
        children = [child for child in element.children if not _is_empty(child, element)]
        element.children = children
        for place in range(len(children) - 1, 0, -1):
            node = children[place]
            if isinstance(node, str) and _is_break(children[place - 1]):
                children[place : place + 1] = filter(None, [node.lstrip()])
        if element.tag in BLOCKS:
            _trim(element.children)
    for child in root.children:  # in a table, a list or a quotation it is no heading of the text
        if isinstance(child, Element) and child.tag == "p":
            _promote(child)
    _trim(root.children, breaks=False)
    return root


def _is_empty(node: Element | str, parent: Element) -> bool:
    if isinstance(node, str):
        return not node
    if node.tag in EMPHASIS and parent.tag != "pre":
        return all(isinstance(child, str) and not child.strip() for child in node.children)
    return node.tag in MAY_GO and not node.children


def _trim(children: list[Element | str], breaks: bool = True) -> None:
    for edge, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while children:
            node = children[edge]
            if isinstance(node, str) and (stripped := strip(node)):
                children[edge] = stripped
                break
            if not isinstance(node, str) and not (breaks and _is_break(node)):
                break
            del children[edge]


def _is_break(node: Element | str) -> bool:
    return isinstance(node, Element) and node.tag == "br"


def _promote(paragraph: Element) -> None:
    text = text_of(paragraph)
    if "\n" in text or len(text) > LONGEST_HEADING or text.endswith(tuple("。；，：:;,")):
        return
    for tag, opening in LEVELS:
        if opening.match(text):
            paragraph.tag = tag
            for element in [paragraph, *paragraph.walk()][::-1]:
                inner = [
                    child.children if isinstance(child, Element) and child.tag in BOLD else [child]
                    for child in element.children
                ]
                element.children = [node for nodes in inner for node in nodes]


def with_anchors(root: Element) -> list[Heading]:
    """Put an id on each h2 and h3; the headings as a nested list."""
    contents: list[Heading] = []
    above: Heading | None = None
    for element in root.walk("h2", "h3"):
        above = above if element.tag == "h3" else None
        siblings = above.parts if above else contents
        anchor = f"{above.anchor}-{len(siblings) + 1}" if above else f"s{len(siblings) + 1}"
        siblings.append(Heading(anchor, text_of(element)))
        element.attributes["id"] = anchor
        if element.tag == "h2":
            above = siblings[-1]
    return contents


def with_folds(root: Element) -> None:
    """Put what stands below each h2 into a `details`, which a phone shows folded."""
    nodes, holder, root.children = root.children, root, []
    for node in nodes:
        if isinstance(node, Element) and node.tag == "h2":
            holder = Element("details", {"class": "fold unfolded"})
            root.children.append(holder)
            node = Element("summary", {}, [node])
        holder.children.append(node)


def is_long(contents: list[Heading]) -> bool:
    return len(contents) >= LONG_ARTICLE
