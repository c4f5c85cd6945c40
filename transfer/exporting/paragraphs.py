"""Clean HTML as paragraphs of Word: headings, lists, tables, quotes, pictures, emphasis."""

import re
from html.parser import HTMLParser
from io import BytesIO

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.run import Run
from PIL import Image

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


class Paragraphs(HTMLParser):
    """Writes what it is fed into a document; the pictures by the names of their files."""

    def __init__(self, document, files: dict[str, bytes]):
        super().__init__(convert_charrefs=True)
        self.document, self.files = document, files
        self.holder = document  # the document, or the cell of a table
        self.paragraph = None
        self.open: list[str] = []
        self.links: list[str] = []
        self.rows: list[list] | None = None

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in ENDS:
            self.paragraph = None
        if tag == "br":
            self._here().add_run().add_break()
        elif tag == "img":
            self._picture(attributes.get("src") or "")
        elif tag == "table":
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag in {"td", "th"} and self.rows:
            self.rows[-1].append("")
        if tag == "a":
            self.links.append(attributes.get("href") or "")
        if tag not in {"br", "img", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag in ENDS:
            self.paragraph = None
        if tag == "a" and self.links:
            self.links.pop()
        if tag == "table" and self.rows is not None:
            self._table()

    def handle_data(self, data):
        text = UNPRINTABLE.sub("", data)
        if self.rows is not None:
            if self.rows and self.rows[-1]:
                self.rows[-1][-1] += text
            return
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
            self.paragraph = self.holder.add_paragraph(style=self._style())
        return self.paragraph

    def _style(self):
        lists = [tag for tag in self.open if tag in LISTS]
        if "li" in self.open and lists:
            depth = min(len(lists), DEEPEST_LIST)
            return LISTS[lists[-1]] + (f" {depth}" if depth > 1 else "")
        return next((STYLES[tag] for tag in reversed(self.open) if tag in STYLES), "Normal")

    def _table(self):
        rows, self.rows = [row for row in self.rows or [] if row], None
        if not rows:
            return
        table = self.document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
        for row, cells in zip(rows, table.rows, strict=True):
            for text, cell in zip(row, cells.cells, strict=False):
                cell.text = text.strip()

    def _picture(self, source):
        data = self.files.get(source.rpartition("/")[2])
        if data is None or self.rows is not None:
            return
        image, buffer = Image.open(BytesIO(data)), BytesIO()
        image.save(buffer, "PNG")  # older versions of Word do not show WebP
        buffer.seek(0)
        run: Run = self._here().add_run()
        run.add_picture(buffer, width=min(WIDEST, Mm(image.width * 25.4 / 96)))
