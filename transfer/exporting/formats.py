"""The formats of an export: Markdown or JSON lines, with the pictures in a folder beside them."""

import json
import re
from collections.abc import Iterable, Iterator

from django.core.files.storage import default_storage
from markdownify import ATX, MarkdownConverter

from articles.workflow import revisions
from richtext.base import front_matter
from richtext.base.front_matter import UnreadableFileError
from richtext.base.tree import write
from richtext.core import pictures as core_pictures
from richtext.core import sanitise, structure
from transfer.exporting.fields import Exported
from transfer.importing.plain_formats import HTML, body_of

# The order of the fields in a file.
ORDER = [
    *("id", "site_number", "title", "summary", "area", "author", "tags", "state", "publish_at"),
    *("expires_at", "checked_on", "checked_by", "jurisdiction", "source_kind", "source"),
    *("ai_assisted", "is_stub", "related", "old_url", "created", "updated", "submitted", "pending"),
]
FOLDER = "images"
SHOWN = re.compile(r'(?<=src=")/media/(images/[0-9a-z./-]+\.webp)(?=")')
BESIDE = re.compile(rf'(?<=src="){FOLDER}/([0-9a-z.-]+\.webp)(?=")')
BLOCKS = ["p", "ul", "ol", "table", "h2", "h3", "h4", "blockquote", "pre"]
INLINE = ["strong", "b", "em", "i", "u", "s", "sub", "sup"]


def shorten_addresses(html: str) -> str:
    """HTML whose pictures stand in a folder beside it: images/….webp."""
    return SHOWN.sub(lambda found: f"{FOLDER}/{found[1].rpartition('/')[2]}", html)


def restore_addresses(html: str) -> str:
    """The same, back."""
    return BESIDE.sub(lambda found: f"/media/{FOLDER}/{found[1][:2]}/{found[1]}", html)


def names_in(html: str) -> set[str]:
    """The stored files that a text needs: what it shows, and the widest one, which holds all."""
    shown = {name for name in SHOWN.findall(html) if core_pictures.NAME.fullmatch(name)}
    pictures = map(core_pictures.StoredPicture, shown)
    return shown | {picture.file(picture.widths[-1]) for picture in pictures}


def stored(names: set[str]) -> Iterator[tuple[str, bytes]]:
    """Name without folders, and bytes, of some files; what the storage lacks is left out."""
    for name in sorted(names):
        try:
            with default_storage.open(name) as file:
                yield name.rpartition("/")[2], file.read()
        except OSError:
            continue


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


def markdown(one: Exported) -> bytes:
    """The file of an article; a body that Markdown does not give back stays HTML."""
    body, fields = shorten_addresses(one.body), _fields(one)
    text = as_markdown(body)
    if text is None:
        fields["format"], text = HTML, body
    return f"{front_matter.written(fields)}\n{text}\n".encode()


def json_lines(articles: Iterable[Exported]) -> Iterator[str]:
    """A line for each article."""
    for one in articles:
        fields = {**_fields(one), "format": HTML, "body": shorten_addresses(one.body)}
        yield json.dumps(fields, ensure_ascii=False) + "\n"


def _fields(one):
    """In their order, the change under way with its body."""
    found = dict(one.fields)
    if one.pending_body is not None:
        body = shorten_addresses(one.pending_body)
        found["pending"] = {**found["pending"], "body": body, "format": HTML}
    return {name: found[name] for name in ORDER if name in found}


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
    return revisions.unspaced(write(structure.tidy(sanitise.cleaned(restore_addresses(html)))))
