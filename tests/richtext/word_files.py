"""Word files of a few lines, as bytes."""

from html import escape

from tests.consult.sample_files import archive

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLED = '<w:pPr><w:pStyle w:val="Title"/></w:pPr>'
STYLES = (
    f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Title">'
    '<w:name w:val="Title"/></w:style></w:styles>'
)


def paragraph(text, properties=""):
    """One paragraph; a line break in it is one in Word."""
    words = "<w:br/>".join(f"<w:t>{escape(line)}</w:t>" for line in text.split("\n"))
    return f"<w:p>{properties}<w:r>{words}</w:r></w:p>"


def body(*blocks):
    """The part that holds the text; a block that is no XML yet is a paragraph."""
    written = (one if one.startswith("<w:") else paragraph(one) for one in blocks)
    return f"<w:document {W}><w:body>{''.join(written)}</w:body></w:document>"


WORDS = body(paragraph("文档里的标题可以吗？", STYLED), "一段文字。")


def document(*blocks, **parts):
    """A Word file of these blocks, with parts replaced or added."""
    types = f'<Types xmlns="{PACKAGE}/content-types"/>'
    text = body(*blocks) if blocks else WORDS
    members = {"[Content_Types].xml": types, "word/document.xml": text, "word/styles.xml": STYLES}
    return archive({**members, **parts})
