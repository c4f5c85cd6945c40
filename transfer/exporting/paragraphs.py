"""Clean HTML as paragraphs of Word: headings, lists, tables, quotes, pictures, emphasis."""

import re
from io import BytesIO

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.run import Run
from PIL import Image

from richtext.base.tree import Element
from richtext.core.structure import text_of

STYLES = {"h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3", "blockquote": "Quote"}
LISTS = {"ul": "List Bullet", "ol": "List Number"}
DEEPEST_LIST = 3  # Word's own styles end there
MARKS = {
    "strong": "bold", "b": "bold", "em": "italic", "i": "italic", "u": "underline",
    "s": "strike", "sub": "subscript", "sup": "superscript",
}  # fmt: skip
ENDS = {"p", "h2", "h3", "h4", "li", "blockquote", "ul", "ol", "pre", "figcaption", "caption"}
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
WIDEST = Mm(150)


class Paragraphs:
    """Writes a body into a document; its pictures by the names of their files."""

    def __init__(self, document, files: dict[str, bytes]):
        self.document, self.files = document, files
        self.paragraph = None
        self.open: list[str] = []
        self.links: list[str] = []

    def write(self, root: Element) -> None:
        """All of a tree, in its order."""
        for node in root.children:
            if isinstance(node, str):
                self._text(node)
            elif node.tag == "br":
                self._here().add_run().add_break()
            elif node.tag == "img":
                self._picture(node.attributes.get("src", ""))
            elif node.tag == "table":
                self._table(node)
            else:
                self._element(node)

    def _element(self, node):
        ends, links = node.tag in ENDS, node.tag == "a"
        self.paragraph = None if ends else self.paragraph
        self.open.append(node.tag)
        self.links += [node.attributes.get("href", "")] * links
        self.write(node)
        self.open.pop()
        del self.links[len(self.links) - links :]
        self.paragraph = None if ends else self.paragraph

    def _text(self, text):
        text = UNPRINTABLE.sub("", text)
        if "pre" not in self.open:
            text = re.sub(r"[ \t\r\n]+", " ", text)
        if text.strip() or (text and self.paragraph is not None):
            self._run(text)

    def _run(self, text):
        run = self._here().add_run(text)
        for tag in self.open:
            if tag in MARKS:
                setattr(run.font, MARKS[tag], True)
            elif tag in {"code", "pre"}:
                run.font.name = "Consolas"
        if self.links and re.match(r"https?:|mailto:|tel:", self.links[-1]):
            self._link(run, self.links[-1])

    def _link(self, run, address):
        """Word has a link around the run."""
        part = self.document.part
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run._r.addprevious(link)
        link.append(run._r)
        run.font.underline = True

    def _here(self):
        if self.paragraph is None:
            self.paragraph = self.document.add_paragraph(style=self._style())
        return self.paragraph

    def _style(self):
        lists = [tag for tag in self.open if tag in LISTS]
        if "li" in self.open and lists:
            depth = min(len(lists), DEEPEST_LIST)
            return LISTS[lists[-1]] + (f" {depth}" if depth > 1 else "")
        return next((STYLES[tag] for tag in reversed(self.open) if tag in STYLES), "Normal")

    def _table(self, node):
        cells = [[*map(text_of, row.walk("td", "th"))] for row in node.walk("tr")]
        rows = [row for row in cells if row]
        if not rows:
            return
        self.paragraph = None  # what follows stands below the table
        table = self.document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
        for row, cells in zip(rows, table.rows, strict=True):
            for text, cell in zip(row, cells.cells, strict=False):
                cell.text = UNPRINTABLE.sub("", text)

    def _picture(self, source):
        data = self.files.get(source.rpartition("/")[2])
        if data is None:
            return
        image, buffer = Image.open(BytesIO(data)), BytesIO()
        image.save(buffer, "PNG")  # older versions of Word do not show WebP
        buffer.seek(0)
        run: Run = self._here().add_run()
        run.add_picture(buffer, width=min(WIDEST, Mm(image.width * 25.4 / 96)))
