"""What surrounds a piece of text, read off the tags and styles around it."""

import re
from typing import NamedTuple

from richtext.base.tree import Element, opening
from richtext.paste.says import style, values

ORDER = ["<strong>", "<em>", "<u>", "<s>", "<sub>", "<sup>", "<code>"]
BY_TAG = {
    "em": "<em>", "i": "<em>", "u": "<u>", "s": "<s>", "strike": "<s>", "del": "<s>",
    "sub": "<sub>", "sup": "<sup>", "code": "<code>", "tt": "<code>",
}  # fmt: skip
# Slanted Chinese is hard to read and underlined text looks like a link: styles alone that say so
# are dropped, tags stay. What is struck out, raised or lowered (m²) means something.
BY_STYLE = {
    ("text-decoration", "line-through"): "<s>",
    ("text-decoration-line", "line-through"): "<s>",
    ("vertical-align", "super"): "<sup>",
    ("vertical-align", "sub"): "<sub>",
}
OUTSIDE = re.compile(r"(?:https?://|mailto:|tel:|/(?!/))", re.I)  # not #ftn1, not file:
BIG = {"px": 18, "pt": 15}  # WeChat's text has 15 to 17 px, Word's 10.5 to 14 pt
SIZE = re.compile(r"([0-9.]{1,6})(px|pt)")


class Look(NamedTuple):
    """The link around a text, its emphasis, and whether its letters are those of a heading."""

    link: str = ""
    bold: bool = False
    others: frozenset[str] = frozenset()
    big: bool = False

    @property
    def marks(self) -> tuple[str, ...]:
        """The opening tags, outermost first."""
        inner = self.others | ({"<strong>"} if self.bold else set())
        return tuple(filter(None, [self.link, *(tag for tag in ORDER if tag in inner)]))

    def within(self, node: Element) -> "Look":
        """The look of what stands in a node."""
        return Look(
            link=_link(node) if node.tag == "a" else self.link,
            bold=_bold(node, self.bold),
            others=self.others | _others(node),
            big=_big(node, self.big),
        )


def _link(node: Element) -> str:
    told = values(node, "href", "title")
    return opening("a", told) if OUTSIDE.match(told.get("href", "")) else ""


def _bold(node: Element, inherited: bool) -> bool:
    weight = style(node).get("font-weight", "").removesuffix("!important").strip()
    if weight in {"bold", "bolder"} or re.fullmatch("[6-9][0-9]0", weight):
        return True
    if weight in {"normal", "lighter"} or re.fullmatch("[1-5][0-9]0", weight):
        return False
    return inherited or node.tag in {"b", "strong"}


def _others(node: Element) -> set[str]:
    found = {BY_TAG[node.tag]} if node.tag in BY_TAG else set()
    by_style = {tag for (name, word), tag in BY_STYLE.items() if word in style(node).get(name, "")}
    return found | by_style


def _big(node: Element, inherited: bool) -> bool:
    size = SIZE.match(style(node).get("font-size", ""))
    if not size:
        return inherited
    try:
        return float(size[1]) >= BIG[size[2]]
    except ValueError:
        return inherited
