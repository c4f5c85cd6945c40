"""A Word file for each article: to read and to change, with the exact article inside."""

from io import BytesIO

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from richtext.base.tree import parse
from transfer.exporting import pictures
from transfer.exporting.fields import Exported
from transfer.exporting.paragraphs import Paragraphs
from transfer.importing import embedded_article
from transfer.importing.docx import words_of

SUFFIX = ".docx"
PART = "/customXml/antou.xml"


def written(one: Exported) -> bytes:
    """The file of an article."""
    files = dict(pictures.files_of(one.body + (one.pending_body or "")))
    document = _document(one, files)
    body = one.pending_body
    pending = None if body is None else pictures.shorten_addresses(body)
    own = embedded_article.EmbeddedArticle(
        fields=one.told(pending),
        body=pictures.shorten_addresses(one.body),
        words=words_of(_saved(document)),
        pictures={f"{pictures.FOLDER}/{name}": data for name, data in files.items()},
    )
    package = document.part.package
    part = Part(PackURI(PART), "application/xml", embedded_article.written(own), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    return _saved(document)


def _document(one, files):
    document = Document()
    said, article = document.core_properties, one.article
    said.title, said.keywords, said.author = (
        article.title,
        "，".join(one.fields.get("tags", [])),
        "",
    )
    said.comments, said.language = "", "zh-CN"
    document.add_heading(article.title, level=0)
    Paragraphs(document, files).write(parse(one.body))
    return document


def _saved(document):
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
