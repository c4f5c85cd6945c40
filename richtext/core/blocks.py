"""The HTML of an article as blocks of readable text: what a comparison shows. Pure, no database.

Headings, list items, quotations and cells are named by their kind; a link shows its address, a
picture its alt text and its file. Nothing of the HTML itself comes through.
"""

from dataclasses import dataclass
from html.parser import HTMLParser

MOST = 20_000  # a book has fewer
CHUNK = 100_000  # characters that are read at once
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
    formats: tuple = ()


class _Reader(HTMLParser):
    """Collects blocks; HTML that the fence let through is well-formed, other HTML does no harm."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks, self.kinds, self.pieces, self.formats, self.links = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag in EDGES:
            self._end()
            self.kinds.append(tag)
        elif tag == "img":
            alt, name = known.get("alt") or "没有替代文字", known.get("src") or ""
            self.pieces.append(f"〔图片：{alt}，{name}〕")
        elif tag == "br":
            self.pieces.append("\n")
        elif tag == "a":
            self.links.append(known.get("href") or "")
        elif tag in FORMATS:
            self.formats.append((FORMATS[tag], len("".join(self.pieces))))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag == "hr":
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in EDGES:
            self._end()
            if tag in self.kinds:
                del self.kinds[len(self.kinds) - 1 - self.kinds[::-1].index(tag) :]
        elif tag == "a" and self.links:
            self.pieces.append(f"〔链接：{self.links.pop()}〕")

    def handle_data(self, data):
        self.pieces.append(data)

    def _end(self):
        lines = "".join(self.pieces).split("\n")
        text = "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
        if text:
            kind = next((KINDS[tag] for tag in reversed(self.kinds) if KINDS.get(tag)), "")
            self.blocks.append(Block(kind, text, tuple(self.formats)))
        self.pieces, self.formats = [], []


def of_html(html: str) -> list[Block]:
    """The blocks of an article's body; of more than MOST only the first, and some behind them."""
    reader = _Reader()
    for at in range(0, len(html), CHUNK):
        if len(reader.blocks) > MOST:
            return reader.blocks
        reader.feed(html[at : at + CHUNK])
    reader.close()
    reader._end()
    return reader.blocks
