"""The HTML of an article as blocks of readable text: what a comparison shows. Pure, no database.

Headings, list items, quotations and cells are named by their kind; a link shows its address, a
picture its alt text and its file. Nothing of the HTML itself comes through.
"""

from dataclasses import dataclass

from richtext.base.tree import Element, parse
from richtext.core.limits import bounded

MOST = 20_000  # a book has fewer
KINDS = {
    "p": "",
    "h2": "标题",
    "h3": "小标题",
    "h4": "小标题",
    "li": "列表",
    "blockquote": "引用",
    "pre": "引用",
    "td": "表格",
    "th": "表头",
    "caption": "表名",
    "figcaption": "图注",
}
EDGES = {*KINDS, "ul", "ol", "table", "thead", "tbody", "tr", "hr", "figure", "div"}
FORMATS = {"strong": "加粗", "b": "加粗", "em": "斜体", "i": "斜体", "u": "下划线", "s": "删除线"}


@dataclass(frozen=True)
class Block:
    """One block: its kind in words ("" for a paragraph), its text, where which format stands."""

    kind: str
    text: str
    formats: tuple[tuple[str, int], ...] = ()


class _Reader:
    """Collects the blocks of a tree."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.kinds: list[str] = []
        self.pieces: list[str] = []
        self.formats: list[tuple[str, int]] = []

    def read(self, root: Element) -> list[Block]:
        for node, ends in root.events():
            if len(self.blocks) > MOST:
                break
            if isinstance(node, str):
                self.pieces.append(node)
            elif node.tag in EDGES:
                self._edge(node.tag, ends)
            else:
                self._inline(node, ends)
        self._end()
        return self.blocks

    def _edge(self, tag: str, ends: bool) -> None:
        self._end()
        if ends:
            self.kinds.pop()
        else:
            self.kinds.append(tag)

    def _inline(self, node: Element, ends: bool) -> None:
        told = node.attributes
        if node.tag == "a" and ends:
            self.pieces.append(f"〔链接：{told.get('href', '')}〕")
        elif node.tag == "img" and ends:
            alt = told.get("alt") or "没有替代文字"
            self.pieces.append(f"〔图片：{alt}，{told.get('src', '')}〕")
        elif node.tag == "br" and ends:
            self.pieces.append("\n")
        elif node.tag in FORMATS and not ends:
            self.formats.append((FORMATS[node.tag], sum(map(len, self.pieces))))

    def _end(self) -> None:
        lines = "".join(self.pieces).split("\n")
        text = "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
        if text:
            kind = next((KINDS[tag] for tag in reversed(self.kinds) if KINDS.get(tag)), "")
            self.blocks.append(Block(kind, text, tuple(self.formats)))
        self.pieces, self.formats = [], []


def of_html(html: str) -> list[Block]:
    """The blocks of an article's body, typed or stored; of more than MOST only the first."""
    return _Reader().read(parse(bounded(html)))
