"""What the elements of another program say: by their names, their styles and their classes."""

import re
from functools import lru_cache

from richtext.base.tree import Element

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
SPACER = re.compile(r"7(?:\.0)?pt")  # Word's gap between the number of a list item and its text


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


def classes(node: Element) -> set[str]:
    """The names in its class attribute."""
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
    """Whether a reader of the original saw it: neither a comment nor a deletion of Word's."""
    if not node.attributes:
        return True
    tracked = node.tag == "del" and {"cite", "datetime"} & node.attributes.keys()
    comments = style(node).get("mso-element") in {"comment", "comment-list"}
    hidden = style(node).get("mso-hide") == "all"
    return not (tracked or comments or hidden or classes(node) & NOT_SHOWN)


def list_level(node: Element) -> int:
    """The level of a list item of Word's, 0 where it is none."""
    found = re.search(r"\blevel([1-9])\b", style(node).get("mso-list", ""))
    return int(found[1]) if found else 0


def is_list_number(node: Element) -> bool:
    """Whether it is the number or the dot of a list item, which Word writes as text."""
    if style(node).get("mso-list") == "ignore":
        return True
    spans = [one for one in node.children if isinstance(one, Element)]
    return any(SPACER.match(style(one).get("font", "")) for one in spans)
