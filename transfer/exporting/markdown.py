"""Markdown with front matter; a body that Markdown does not give back stays HTML."""

from markdownify import ATX, MarkdownConverter

from articles.revisions import snapshot
from richtext.base import front_matter
from richtext.base.tree import write
from richtext.base.unreadable import UnreadableFileError
from richtext.core import sanitise, structure
from transfer.exporting import pictures
from transfer.exporting.fields import Exported
from transfer.importing.markdown import HTML, body_of

SUFFIX = ".md"
BLOCKS = ["p", "ul", "ol", "table", "h2", "h3", "h4", "blockquote", "pre"]
INLINE = ["strong", "b", "em", "i", "u", "s", "sub", "sup"]


class Marks(MarkdownConverter):
    """Emphasis as ** and *, which reads best; what Markdown cannot say as HTML."""

    def convert_blockquote(self, el, text, parent_tags):
        """A quotation that holds no paragraph stays as it is: Markdown would put one in."""
        if el.find(BLOCKS) or "\n\n" in str(el) or parent_tags & {"li", "td"}:
            # There, but not in its stubs.
            return super().convert_blockquote(el, text, parent_tags)  # type: ignore[misc]
        return f"\n\n{el}\n\n"


class Tags(Marks):
    """Emphasis as HTML, for where the signs would not be understood: **注意：**后文."""

    def convert_inline(self, el, text, parent_tags):
        """The element as it is."""
        return f"<{el.name}>{text}</{el.name}>"


for _name in INLINE:
    setattr(Tags, f"convert_{_name}", Tags.convert_inline)

CONVERTERS = [
    kind(heading_style=ATX, bullets="-", escape_misc=True, autolinks=False)
    for kind in (Marks, Tags)
]


def written(one: Exported) -> bytes:
    """The file of an article."""
    pending = None if one.pending_body is None else pictures.shorten_addresses(one.pending_body)
    body, fields = pictures.shorten_addresses(one.body), one.told(pending)
    text = as_markdown(body)
    if text is None:
        fields["format"], text = HTML, body
    return f"{front_matter.written(fields)}\n{text}\n".encode()


def as_markdown(body: str) -> str | None:
    """Markdown that gives the body back, but for line breaks between blocks; None if none does."""
    wanted = settled(body)
    for converter in CONVERTERS if body else []:
        try:
            text = converter.convert(body).strip("\n")
            html = body_of(f"\n{text}\n")
        except (RecursionError, UnreadableFileError):
            continue
        if settled(html) == wanted:
            return text
    return None


def settled(html: str) -> str:
    """A body as the sanitiser leaves it, without line breaks between blocks, pictures in place."""
    return snapshot.unspaced(
        write(structure.tidy(sanitise.cleaned(pictures.restore_addresses(html))))
    )
