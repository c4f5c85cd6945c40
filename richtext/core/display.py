"""Rich text as it is shown: cleaned once more, set the Chinese way, its pictures in some sizes."""

import re

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from richtext.core.pictures import StoredPicture
from richtext.core.sanitise import fenced
from richtext.core.tree import Element

NEAR_THE_TOP = 300  # characters of text before a picture, about a first screen with title and lead
TEXT_SIZES = "(min-width: 48em) 42.5rem, 100vw"  # --measure, at 17 px


def shown(html: str) -> Element:
    """The tree of a stored text for a page; a first picture near the top is fetched at once."""
    root, before = fenced(html), 0
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
# An address in a justified line would tear it apart: it may end behind / . ? = - and _.
LATIN_RUN = re.compile("[!-~]{16,}")
MAY_END = re.compile(r"(?<=[/.?=_-])(?![/.?=_-])")
CUT = "\x1e"  # control signs are no part of any text
PHRASE = re.compile("[^，；：]+[，；：]?|[，；：]")
# What is not torn apart in opening hours: 9:00–12:00, and a short word in brackets.
HOURS = re.compile(r"\d{1,2}:\d\d[–—-]\d{1,2}:\d\d[，、；]?|（[^（）]{1,12}）")


def typeset(root: Element) -> Element:
    """Classes for what hangs, places where an address may end, a box around each table."""
    for paragraph in root.walk("p"):
        if not paragraph.first("br"):  # several points in one paragraph: no one of them can hang
            _hang(paragraph)
    for quotation in root.walk("blockquote"):
        _mark_source(quotation)
    for element in [root, *root.walk()]:
        element.children = [piece for child in element.children for piece in _breakable(child)]
    _box_tables(root)
    return root


def phrases(text: str) -> SafeString:
    """A title whose lines end at its commas, as far as each phrase finds room in one."""
    parts = PHRASE.findall(text)
    if len(parts) < 2:
        return escape(text)
    return format_html_join("", '<span class="phrase">{}</span>', ((part,) for part in parts))


def hours(text: str) -> SafeString:
    """Opening hours as somebody typed them, with no time and no short remark over two lines."""
    return mark_safe(HOURS.sub(r'<span class="unbroken">\g<0></span>', escape(text)))


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


def _mark_source(quotation: Element) -> None:
    """The last line of a quotation may say where it comes from."""
    seen = [one for one in quotation.children if not isinstance(one, str) or one.strip()]
    last = seen[-1] if seen else ""
    if isinstance(last, str) or last.tag != "p" or last.attributes or last.first("br"):
        return
    opening = _first(last)
    if isinstance(opening, str) and opening.startswith(SOURCE):
        last.attributes["class"] = "source"


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
