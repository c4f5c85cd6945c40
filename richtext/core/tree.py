"""HTML as a tree, by selectolax: read, changed by visitors, written byte for byte as nh3 does.

It takes time in the square of the depth: only what was sanitised, or `limits` bounded, is read.
"""

from collections.abc import Callable, Iterator

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
