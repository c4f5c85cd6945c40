"""Rich text as it is shown: cleaned once more, set the Chinese way, with its links and pictures."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from richtext.base.words import stretches
from richtext.core import tree
from richtext.core.pictures import MISSING, StoredPicture
from richtext.core.sanitise import fenced
from richtext.core.tree import Element

NEAR_THE_TOP = 300  # characters of text before a picture, about a first screen with title and lead
TEXT_SIZES = "(min-width: 48em) 42.5rem, 100vw"  # --measure, at 17 px


def shown(html: str) -> Element:
    """The tree of a stored text for a page; a first picture near the top is fetched at once."""
    root, before = fenced(html), 0
    if MISSING in html:
        gap = f"/media/{MISSING}"
        root.drop(lambda one: one.tag == "img" and one.attributes["src"] == gap)
    for node, _ in root.events():
        if isinstance(node, str):
            before += len(node)
        elif node.tag == "img":
            break
    lazy = before > NEAR_THE_TOP
    for image in root.walk("img"):
        picture = StoredPicture(image.attributes["src"].removeprefix("/media/"))
        image.attributes = values(picture, image.attributes.get("alt", ""), TEXT_SIZES, lazy=lazy)
        lazy = True
    return root


def values(
    picture: StoredPicture, alt: str, sizes: str, css: str = "", lazy: bool = True
) -> dict[str, str]:
    """The attributes of an <img>: its renditions, and its size, so that nothing moves later."""
    width, height = picture.size
    said = {"src": picture.src, "srcset": picture.srcset, "sizes": sizes}
    said |= {"width": str(width), "height": str(height), "alt": alt}
    said |= {"class": css} if css else {}
    return said | ({"loading": "lazy"} if lazy else {}) | {"decoding": "async"}


# Works on the tree of what the fence let through, and is done each time it is shown: nothing of it
# is ever stored. Pure functions, no database.

NUMBER = "[一二三四五六七八九十]"
# The sign of a numbered point (GB/T 9704 order); 1.5 and 1、2 are no signs.
SIGN = re.compile(rf"[0-9]{{1,2}}[、.．](?![0-9])|（(?:{NUMBER}{{1,3}}|[0-9]{{1,2}})）|[①-⑳]")
BOLD = {"strong", "b", "u"}  # a sign may stand in these
# An article as statutes are printed: the number, a gap, the text. 第五条规定…… is a sentence.
ARTICLE = re.compile(r"第[一二三四五六七八九十百千零〇0-9]{1,9}条(?:之[一二三四五六七八九十])?\s")
KINDS = {"（": "wide"}
SOURCE = "——"
# An address may end a line behind / . ? = - and _.
LATIN_RUN = re.compile("[!-~]{16,}")
MAY_END = re.compile(r"(?<=[/.?=_-])(?![/.?=_-])")
CUT = "\x1e"  # control signs are no part of any text
PHRASE = re.compile("[^，、；：]*[，、；：]+[”’）》】]*|[^，、；：]+")
LINE = 12  # characters of a title on a phone


def typeset(root: Element) -> Element:
    """Classes for what hangs, places where an address may end, a box around each table."""
    for paragraph in root.walk("p"):
        if not paragraph.first("br"):  # several points in one paragraph: no one of them can hang
            _hang(paragraph)
    for quotation in root.walk("blockquote"):  # its last line may say where it comes from
        seen = [one for one in quotation.children if not isinstance(one, str) or one.strip()]
        last = seen[-1] if seen else ""
        if isinstance(last, str) or last.tag != "p" or last.attributes or last.first("br"):
            continue
        opening = _first(last)
        if isinstance(opening, str) and opening.startswith(SOURCE):
            last.attributes["class"] = "source"
    for element in [root, *root.walk()]:
        element.children = [piece for child in element.children for piece in _breakable(child)]
    _box_tables(root)
    return root


def phrased(text: str) -> SafeString:
    """A text whose lines end between words alone: nowhere else with `.phrased` of base.css."""
    return format_html_join(mark_safe("<wbr>"), "{}", ((one,) for one in stretches(text)))


def phrases(text: str) -> SafeString:
    """A title whose lines end at its commas, where each phrase finds room in one."""
    parts = PHRASE.findall(text)
    if len(parts) < 2 or any(len(one) > LINE for one in parts):
        return phrased(text)
    return format_html_join(
        "", '<span class="phrase">{}</span>', ((phrased(one),) for one in parts)
    )


def _hang(paragraph: Element) -> None:
    """The sign gets a box of its own, so that the text behind it stands in one line."""
    holder, opening = paragraph, _first(paragraph)
    while isinstance(opening, Element) and opening.tag in BOLD:
        holder, opening = opening, _first(opening)
    if isinstance(opening, str) and (found := SIGN.match(opening)):
        sign, rest = found[0], opening[found.end() :]
        kind = KINDS.get(sign[0], "digit" if sign[0].isascii() else "ring")
        paragraph.attributes["class"] = f"point point-{kind}"
        box = Element("span", {"class": "sign"}, [sign])
        holder.children[:1] = [box, rest] if rest else [box]
    elif ARTICLE.match(paragraph.text):
        paragraph.attributes["class"] = "provision"


def _first(element: Element) -> Element | str:
    return element.children[0] if element.children else ""


def _breakable(node: Element | str) -> list[Element | str]:
    if not isinstance(node, str) or not LATIN_RUN.search(node):
        return [node]
    texts = LATIN_RUN.sub(lambda run: MAY_END.sub(CUT, run[0]), node).split(CUT)
    pieces = [piece for text in texts for piece in (Element("wbr"), text)]
    return [piece for piece in pieces[1:] if piece]


def _box_tables(root: Element) -> None:
    """Each outermost table in a box that scrolls, reached by the keyboard, named for the ear."""
    depth, outermost = 0, []
    for node, ends in root.events():
        if isinstance(node, Element) and node.tag == "table":
            depth += -1 if ends else 1
            if ends and not depth:
                outermost.append(node)
    for number, table in enumerate(outermost, start=1):
        caption = table.first("caption")
        words = caption.text.strip() if caption else ""
        name = f"表格：{words}" if words else f"第{number}个表格"
        inner = Element("table", table.attributes, table.children)
        table.tag, table.children = "div", [inner]
        table.attributes = {"class": "table-box", "role": "region", "aria-label": name}
        table.attributes["tabindex"] = "0"


# Citations as links, by the offsets of the text. A link never stands inside another one, nor in
# code; across inline elements it takes them whole where it can, else it is several links.

LEFT_ALONE = {"a", "code", "pre"}
INLINE = {"strong", "em", "b", "i", "u", "s", "sub", "sup"}
Starts = dict[int, list[int]]
Stretch = tuple[Element, int, int, int, int]  # of an element: children and places in the text


@dataclass(frozen=True)
class Mark:
    """A stretch of the text that leads somewhere: offsets, the words expected there, addresses."""

    start: int
    end: int
    quote: str
    href: str
    card: str = ""
    name: str = ""  # what a list of links calls it, where the words say too little: 第584条


def add_links(root: Element, marks: list[Mark]) -> Element:
    """Put a link around each mark; one whose words do not stand there is left out."""
    found = _found(root, marks)
    starts = _starts(root) if found else {}
    for mark, first, last in reversed(found):  # so that places in front of it stay
        stretches = list(_stretches(root, first, last, starts))
        for stretch in reversed(stretches):
            _wrap(stretch, mark, starts, whole=len(stretches) == 1)
    return root


def _found(root: Element, marks: list[Mark]) -> list[tuple[Mark, int, int]]:
    """The marks whose words stand there, with their places in the raw text; none within another."""
    text, places = tree.folded(tree.raw_text(root))
    found: list[tuple[Mark, int, int]] = []
    done = 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        words = text[mark.start : mark.end]
        if words.strip() and words.startswith(mark.quote) and mark.start >= done:
            # White space may be the end of a block: it stands where an element does.
            at, behind = len(words) - len(words.lstrip()), len(words.rstrip())
            found.append((mark, places[mark.start + at], places[mark.start + behind - 1] + 1))
            done = mark.end
    return found


def _starts(root: Element) -> Starts:
    """By the id of an element: where each of its children begins, and the last one ends."""
    starts: Starts = {id(root): []}
    place, within = 0, [root]
    for node, ends in [*root.events(), (root, True)]:
        if not ends:
            starts[id(within[-1])].append(place)
        if isinstance(node, str):
            place += len(node)
        elif ends:
            starts[id(within.pop())].append(place)
            place += node.tag in tree.ENDS_A_LINE
        else:
            starts[id(node)] = []
            within.append(node)
    return starts


def _stretches(element: Element, first: int, last: int, starts: Starts) -> Iterator[Stretch]:
    """What the links of one citation hold: all of it, or each part that may be linked.

    An element, its first and last child and the two places of the raw text between which it holds
    them. <strong>《民法典》</strong>第1079条 becomes one link around the bold name and the number.
    """
    here = starts[id(element)]
    last = min(last, here[-1])  # an element may end in a line break that is in none of its texts
    if first >= last:
        return
    low, high = bisect_right(here, first, hi=len(here) - 1) - 1, bisect_left(here, last) - 1
    held = element.children[low : high + 1]
    begins = isinstance(held[0], str) or first == here[low]
    ends = isinstance(held[-1], str) or last == here[high + 1]
    whole = low < high and begins and ends
    if whole and all(inner.tag in INLINE for inner in Element("", {}, held).walk()):
        yield element, low, high, first, last
        return
    for place, child in enumerate(held, start=low):
        part = max(first, here[place]), min(last, here[place + 1])
        if isinstance(child, str):
            if child[part[0] - here[place] : part[1] - here[place]].strip():
                yield element, place, place, *part
        elif child.tag not in LEFT_ALONE:
            yield from _stretches(child, *part, starts)


def _wrap(stretch: Stretch, mark: Mark, starts: Starts, whole: bool) -> None:
    element, low, high, first, last = stretch
    here, inner = starts[id(element)], element.children[low : high + 1]
    before = after = ""
    if isinstance(inner[-1], str):
        kept = last - here[high]
        inner[-1], after = inner[-1][:kept], inner[-1][kept:]
    if isinstance(inner[0], str):
        skipped = first - here[low]
        before, inner[0] = inner[0][:skipped], inner[0][skipped:]
    attributes = {"class": "cite", "href": mark.href}
    attributes |= {"rel": "noopener noreferrer"} if "://" in mark.href else {}
    attributes |= {"data-statute-card": mark.card} if mark.card else {}
    # One with a part of the words only goes by these
    attributes |= {"aria-label": mark.name} if mark.name and whole else {}
    link = Element("a", attributes, inner)
    element.children[low : high + 1] = filter(None, [before, link, after])
