"""From the tree of a pasted text to boxes and leaves, and from these to HTML.

Boxes hold blocks, leaves hold runs; styles become emphasis, blanks are settled.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from richtext.core.tree import Element, escaped, opening

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class Run(NamedTuple):
    """A piece of a line: text, the HTML of a picture, a break; `marks`: its tags, outer first."""

    text: str
    marks: tuple[str, ...] = ()
    kind: str = "text"
    big: bool = False

    @property
    def is_bold(self) -> bool:
        return "<strong>" in self.marks


Test = Callable[[Run], bool]


@dataclass
class Leaf:
    """A paragraph, a heading, preformatted text or a rule; `level` and `number` of a list item."""

    tag: str
    runs: list[Run] = field(default_factory=list)
    level: int = 0
    number: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs if run.kind == "text").strip()

    def all_runs(self, is_so: Test) -> bool:
        """Whether all that is seen of it is so."""
        return all(
            is_so(run) for run in self.runs if not (run.kind == "text" and not run.text.strip())
        )


@dataclass
class Box:
    """A list, an item, a table, a cell, a quotation, a figure; or the whole text."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Box | Leaf"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child.text for child in self.children)

    @property
    def leaves(self) -> list[Leaf]:
        return [child for child in self.children if isinstance(child, Leaf)]

    @property
    def boxes(self) -> list["Box"]:
        return [child for child in self.children if isinstance(child, Box)]


LISTS = {"ul", "ol"}
TIGHT = {"td", "th", "caption", "figcaption"}  # several paragraphs in these are lines
LOOSE = {"li", "figure"}  # one paragraph in these needs no <p>
MAY_BE_EMPTY = {"td", "th", "tr"}


def write(root: Box) -> str:
    return "".join(_block(child, root) for child in root.children)


def _block(block: Box | Leaf, parent: Box) -> str:
    if isinstance(block, Leaf):
        inner = _line(block)
        text = f"<{block.tag}>{inner}</{block.tag}>" if inner else ""
        return "<hr>" if block.tag == "hr" else text
    if block.tag == "li" and parent.tag not in LISTS:
        return "".join(_block(child, block) for child in block.children)
    inner = _inner(block)
    if not inner and block.tag not in MAY_BE_EMPTY:
        return ""
    if block.tag == "table" and not (block.text.strip() or "<img" in inner):
        return ""
    return f"{opening(block.tag, block.attributes)}{inner}</{block.tag}>"


def _inner(box: Box) -> str:
    if box.tag in TIGHT and not box.boxes:
        bold = box.tag == "th"
        return "<br>".join(filter(None, (_line(leaf, plain=bold) for leaf in box.leaves)))
    if box.tag in LISTS:  # items alone: what else stands in it belongs to the item before
        items: list[Box] = []
        for child in box.children:
            if isinstance(child, Box) and child.tag == "li":
                items.append(Box("li", children=[*child.children]))
            elif items:
                items[-1].children.append(child)
            else:
                items.append(Box("li", children=[child]))
        return "".join(_block(item, box) for item in items)
    first, *rest = box.children or [Box("")]
    if box.tag in LOOSE and len(box.leaves) == 1 and isinstance(first, Leaf) and first.tag == "p":
        return _line(first) + "".join(_block(child, box) for child in rest)
    return "".join(_block(child, box) for child in box.children)


def _line(leaf: Leaf, plain: bool = False) -> str:
    """The runs of a leaf; in a heading and in the head of a table everything is bold anyway."""
    without = {"<strong>"} if plain or leaf.tag in HEADINGS else set()
    end = Run("\n" if leaf.tag == "pre" else "<br>", kind="br")
    seen = [(run, tuple(one for one in run.marks if one not in without)) for run in leaf.runs]
    return _nested([end if run.kind == "br" else run._replace(marks=m) for run, m in seen], 0)


def _nested(runs: Iterable[Run], level: int) -> str:
    """Runs as HTML: those that follow each other in one element stand in it together."""
    parts = []
    for mark, group in groupby(runs, key=lambda run: run.marks[level : level + 1]):
        if mark:
            tag = mark[0][1:-1].split(" ")[0]
            parts.append(f"{mark[0]}{_nested(group, level + 1)}</{tag}>")
        else:
            parts += [escaped(run.text) if run.kind == "text" else run.text for run in group]
    return "".join(parts)


# Zero-width signs and byte order marks; the joiner stays between parts of an emoji.
INVISIBLE = re.compile("[\u200b\u2060\ufeff]|(?<![\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d")
# What the fence alone would drop without reading it.
DISSOLVED = {
    "span", "div", "section", "article", "header", "footer", "main", "aside", "nav", "font",
    "center", "h1", "h5", "h6", "dl", "dt", "dd", "address", "small", "big", "tt", "strike", "del",
    "ins", "mark", "tfoot",
}  # fmt: skip
STYLING = {"style", "class", "align"}
NOT_SHOWN = {"MsoCommentReference", "msocomanchor", "msocomtxt", "msoDel"}
LIST_LEVEL = re.compile(r"\blevel([1-9])\b")  # of an item of Word's
SPACER = re.compile(r"7(?:\.0)?pt")  # Word's gap between the number of a list item and its text


def classes(node: Element) -> set[str]:
    return set(node.attributes.get("class", "").split())


def style(node: Element) -> dict[str, str]:
    """The declarations of its style, names and values in small letters."""
    return _declarations(node.attributes.get("style", ""))


@lru_cache(1000)
def _declarations(text: str) -> dict[str, str]:
    pairs = (one.partition(":") for one in text.lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if value.strip()}


def values(node: Element, *names: str) -> dict[str, str]:
    """Some of its attributes, where they say anything."""
    told = [(name, node.attributes[name]) for name in names if name in node.attributes]
    return {name: INVISIBLE.sub("", value) for name, value in told if value or name == "alt"}


def is_shown(node: Element) -> bool:
    """Whether a reader of the original saw it: no comment or deletion of Word's, no hidden
    links, as they are put into a page that was broken into."""
    if not node.attributes:
        return True
    tracked = node.tag == "del" and {"cite", "datetime"} & node.attributes.keys()
    said = style(node)
    comments = said.get("mso-element") in {"comment", "comment-list"}
    hidden = said.get("mso-hide") == "all"
    if said.get("display", "").startswith("none"):  # what else is hidden may open at a click
        hidden = hidden or _is_links_alone(node)
    return not (tracked or comments or hidden or classes(node) & NOT_SHOWN)


def _is_links_alone(node: Element) -> bool:
    within = int(node.tag == "a")
    for one, ends in node.events():
        if isinstance(one, Element) and one.tag == "a":
            within += -1 if ends else 1
        elif isinstance(one, str) and one.strip() and not within:
            return False
    return node.tag == "a" or node.first("a") is not None


def is_list_number(node: Element) -> bool:
    """Whether it is the number or the dot of a list item, which Word writes as text."""
    if style(node).get("mso-list") == "ignore":
        return True
    spans = [one for one in node.children if isinstance(one, Element)]
    return any(SPACER.match(style(one).get("font", "")) for one in spans)


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
# What a program computed has more places (18.6667px is 14 pt) and says nothing of a heading.
SIZE = re.compile(r"(?=[0-9.]{1,6}p)([0-9]+\.?[0-9]*|\.[0-9]+)(px|pt)")


class Look(NamedTuple):
    """The link around a text, its emphasis, whether it is large; `marks`: its tags, outer first."""

    link: str = ""
    bold: bool = False
    others: frozenset[str] = frozenset()
    big: bool = False

    @property
    def marks(self) -> tuple[str, ...]:
        inner = self.others | ({"<strong>"} if self.bold else set())
        return tuple(filter(None, [self.link, *(tag for tag in ORDER if tag in inner)]))

    def within(self, node: Element) -> "Look":
        link, by_tag, styles = self.link, BY_TAG.get(node.tag), style(node)
        if node.tag == "a":
            said = values(node, "href", "title")
            link = opening("a", said) if OUTSIDE.match(said.get("href", "")) else ""
        others = {tag for (name, word), tag in BY_STYLE.items() if word in styles.get(name, "")}
        others |= {by_tag} if by_tag else set()
        size = SIZE.match(styles.get("font-size", ""))
        big = float(size[1]) >= BIG[size[2]] if size else self.big
        return Look(link, _bold(node, self.bold), self.others | others, big)


def _bold(node: Element, inherited: bool) -> bool:
    weight = style(node).get("font-weight", "").removesuffix("!important").strip()
    if weight in {"bold", "bolder"} or re.fullmatch("[6-9][0-9]0", weight):
        return True
    if weight in {"normal", "lighter"} or re.fullmatch("[1-5][0-9]0", weight):
        return False
    return inherited or node.tag in {"b", "strong"}


RUN_END, LINE_BREAK, PICTURE = "\x1e", "\x1d", "\x1c"  # control signs are no part of any text
BLANKS = re.compile("[ \t\r\n\f\xa0\u3000\x1e]*[ \t\r\n\f\xa0\u3000][ \t\r\n\f\xa0\u3000\x1e]*")
WIDE = re.compile(
    "[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U00020000-\U0003ffff]"
)
PLACES = {"br": LINE_BREAK, "img": PICTURE}


def trimmed(runs: list[Run]) -> list[Run]:
    """The runs of a line with single spaces between words, and none at its edges."""
    line = BLANKS.sub(_blank, RUN_END.join([PLACES.get(run.kind, run.text) for run in runs]))
    return [  # a space is neither bold nor a link
        run._replace(text=text, marks=run.marks if text.strip() else ())
        if run.kind == "text"
        else run
        for run, text in zip(runs, line.split(RUN_END), strict=True)
    ]


def _blank(found: re.Match[str]) -> str:
    """What stands for white space: nothing at an edge and where a long line was broken."""
    blank, line = found[0], found.string
    ends = blank.count(RUN_END) * RUN_END
    lead = blank[: len(blank) - len(blank.lstrip(RUN_END))]  # the space stays in its own run
    before = line[found.start() - 1] if found.start() else LINE_BREAK
    after = line[found.end()] if found.end() < len(line) else LINE_BREAK
    if LINE_BREAK in (before, after):
        return ends
    if "\u3000" in blank:
        return lead + "\u3000" * min(blank.count("\u3000"), 2) + ends[len(lead) :]
    if "\n" in blank and WIDE.match(before) and WIDE.match(after):
        return ends
    return lead + " " + ends[len(lead) :]


BOXES = {
    "ul", "ol", "li", "blockquote", "figure", "figcaption", "table", "caption", "thead", "tbody",
    "tfoot", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"ol": ["start"], "td": ["colspan", "rowspan"], "th": ["colspan", "rowspan", "scope"]}
PICTURE_ATTRIBUTES = ["src", "alt", "width", "height"]
INLINE = {
    "span", "font", "b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "mark", "small",
    "big", "sub", "sup", "code", "tt", "a",
}  # fmt: skip
HEADING_STYLE = re.compile(r"(?:MsoHeading|Heading)([1-9])")


class Reader:
    def __init__(self) -> None:
        self._boxes = [Box("root")]  # those that are open
        self._leaf: Leaf | None = None
        self._next = Leaf("p")  # what the next text opens

    def read(self, tree: Element) -> Box:
        self._children(tree, Look())
        self._close()
        return self._boxes[0]

    def _children(self, node: Element, look: Look) -> None:
        for child in node.children:
            if isinstance(child, str):
                # `BLANKS` would look through very many empty ones in the square of their number.
                if words := INVISIBLE.sub("", child):
                    self._add(Run(words, look.marks, big=look.big))
            elif is_shown(child):
                self._element(child, look)

    def _element(self, node: Element, look: Look) -> None:
        tag = node.tag
        if tag == "br":
            self._add(Run("", look.marks, "br"))
        elif tag == "img":
            self._add(Run(opening("img", values(node, *PICTURE_ATTRIBUTES)), look.marks, "img"))
        elif tag == "hr":
            self._close()
            self._boxes[-1].children.append(Leaf("hr"))
        elif tag in BOXES:
            self._close()
            named = "tbody" if tag == "tfoot" else tag
            box = Box(named, values(node, *ATTRIBUTES.get(tag, [])))
            self._boxes[-1].children.append(box)
            self._boxes.append(box)
            self._within(node, look, Leaf("p"))
            self._boxes.pop()
        elif tag not in INLINE:  # a paragraph or heading, or what dissolves: it only ends the line
            kind = _kind(node)
            level = LIST_LEVEL.search(style(node).get("mso-list", "")) if kind == "p" else None
            opens = Leaf(kind, level=int(level[1]) if level else 0) if kind else self._next
            self._within(node, look, opens)
        elif self._next.level and not self._next.number and is_list_number(node):
            self._next.number = node.text.strip()
        else:
            self._children(node, look.within(node))

    def _within(self, node: Element, look: Look, opens: Leaf) -> None:
        """Read what is in a node that stands on lines of its own."""
        self._close()
        before, self._next = self._next, opens
        self._children(node, look.within(node))
        self._close()
        self._next = before

    def _add(self, run: Run) -> None:
        if self._leaf is None:
            self._leaf = Leaf(self._next.tag, level=self._next.level)
        self._leaf.runs.append(run)

    def _close(self) -> None:
        """End the open leaf; two line breaks in a paragraph make two paragraphs of it."""
        leaf, self._leaf = self._leaf, None
        if leaf is None:
            return
        leaf.number = self._next.number
        if leaf.tag == "pre":
            while leaf.runs and leaf.runs[0].kind == "br":  # a parser drops a break in front
                leaf.runs.pop(0)
            self._boxes[-1].children += [leaf] if leaf.text else []
            return
        for runs in _paragraphs(trimmed(leaf.runs)):
            self._boxes[-1].children.append(Leaf(leaf.tag, runs, leaf.level, leaf.number))
            leaf.level = 0


def _kind(node: Element) -> str | None:
    """The leaf that a block element is, None for what dissolves."""
    named = next(filter(None, map(HEADING_STYLE.fullmatch, sorted(classes(node)))), None)
    outline = re.fullmatch("([1-9])", style(node).get("mso-outline-level", ""))
    if node.tag in HEADINGS or node.tag == "pre":
        return node.tag
    if "MsoTitle" in classes(node):
        return "h1"
    if node.tag == "p" and (level := named or outline):
        return f"h{min(int(level[1]), 6)}"
    return "p" if node.tag == "p" else None


def _paragraphs(runs: list[Run]) -> list[list[Run]]:
    parts: list[list[Run]] = [[]]
    breaks: list[Run] = []
    for run in runs:
        if run.kind == "br":
            breaks.append(run)
        elif not run.text:
            continue
        else:
            if len(breaks) > 1 and parts[-1]:
                parts.append([])
            elif breaks and parts[-1]:
                parts[-1] += breaks
            breaks = []
            parts[-1].append(run)
    return [part for part in parts if part]
