"""Well-formed HTML, as nh3 writes it, as a tree; and what its styles say."""

import re
from html import unescape

# nh3 writes < and > in text and attributes as entities, and every attribute in double quotes.
TOKEN = re.compile(r"<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)(?P<attributes>[^<>]*)>|(?P<text>[^<]+)")
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
VOID = {"br", "img", "hr"}
# Zero-width signs and byte order marks; the joiner stays between parts of an emoji.
INVISIBLE = re.compile("[\u200b\u2060\ufeff]|(?<![\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d")
# What the fence alone would drop without reading it.
DISSOLVED = [
    "span", "div", "section", "article", "header", "footer", "main", "aside", "nav", "font",
    "center", "h1", "h5", "h6", "dl", "dt", "dd", "address", "small", "big", "tt", "strike", "del",
    "ins", "mark", "tfoot",
]  # fmt: skip
MARK = re.compile(rf"<(?:{'|'.join(DISSOLVED)})\b|<[a-z][^<>]*\s(?:style|class|align)=|<br>\s*<br>")
NOT_SHOWN = {"MsoCommentReference", "msocomanchor", "msocomtxt", "msoDel"}
SPACER = re.compile(r"7(?:\.0)?pt")  # Word's gap between the number of a list item and its text


NONE = {}


class Node:
    """An element: its tag, its attributes as they are written, its children; texts are strings."""

    __slots__ = ("attributes", "children", "style", "tag")

    def __init__(self, tag, attributes=""):
        self.tag = tag
        self.attributes = dict(ATTRIBUTE.findall(attributes)) if attributes else NONE
        self.style = _declarations(self.attributes["style"]) if "style" in self.attributes else NONE
        self.children = []

    @property
    def classes(self):
        """The names in its class attribute."""
        return set(self.attributes.get("class", "").split())

    @property
    def text(self):
        """All the text in it."""
        parts = (one if isinstance(one, str) else one.text for one in self.children)
        return "".join(parts)

    @property
    def is_shown(self):
        """Whether a reader of the original saw it: neither a comment nor a deletion of Word's."""
        if not self.attributes:
            return True
        tracked = self.tag == "del" and {"cite", "datetime"} & self.attributes.keys()
        comments = self.style.get("mso-element") in {"comment", "comment-list"}
        hidden = self.style.get("mso-hide") == "all"
        return not (tracked or comments or hidden or self.classes & NOT_SHOWN)


def parse(html):
    """The tree of well-formed HTML."""
    root = Node("root")
    open_nodes = [root]
    for found in TOKEN.finditer(INVISIBLE.sub("", html)):
        end, tag, attributes, text = found.groups()
        if tag is None:
            open_nodes[-1].children.append(unescape(text))
        elif not end:
            node = Node(tag, attributes)
            open_nodes[-1].children.append(node)
            if tag not in VOID:
                open_nodes.append(node)
        elif len(open_nodes) > 1:
            open_nodes.pop()
    return root


def _declarations(style):
    """The declarations of a style attribute, names and values in small letters."""
    pairs = (one.partition(":") for one in unescape(style).lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if value.strip()}


def list_level(node):
    """The level of a list item of Word's, 0 where it is none."""
    found = re.search(r"\blevel([1-9])\b", node.style.get("mso-list", ""))
    return int(found[1]) if found else 0


def is_list_number(node):
    """Whether it is the number or the dot of a list item, which Word writes as text."""
    if node.style.get("mso-list") == "ignore":
        return True
    spans = [one for one in node.children if isinstance(one, Node)]
    return any(SPACER.match(one.style.get("font", "")) for one in spans)
