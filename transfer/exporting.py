"""Exports articles as Markdown or JSON lines, under the keys of `importing.record`.

What visitors read is the article; a change that is not published yet stands under `pending`. What
is empty is left out. The pictures lie in a folder beside it.
"""

import copy
import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from markdownify import ATX, MarkdownConverter

from articles.models import Article
from articles.workflow import publishing
from consult.client.data_export import zipped
from firm.models import Lawyer, PracticeArea
from richtext.base import front_matter
from richtext.base.front_matter import UnreadableFileError
from richtext.core import pictures as core_pictures
from richtext.core import sanitise
from richtext.core.tree import write
from transfer.importing.readers import HTML, body_of
from transfer.importing.record import FIELDS
from transfer.importing.values import BEIJING

MARKDOWN, JSON_LINES = FORMATS = ["md", "jsonl"]
LINES = "articles.jsonl"  # in a ZIP
Tick = Callable[[int, int], None]
TEXTS = ["title", "summary", "jurisdiction", "source_kind", "source"]
TICKS = ["ai_assisted", "is_stub"]
MOMENTS = ["publish_at", "expires_at"]
CHUNK = 200
FOLDER = "images"
SHOWN = re.compile(r'(?<=src=")/media/(images/[0-9a-z./-]+\.webp)(?=")')
BESIDE = re.compile(rf'(?<=src="){FOLDER}/([0-9a-z.-]+\.webp)(?=")')
BLOCKS = ["p", "ul", "ol", "table", "h2", "h3", "h4", "blockquote", "pre"]
INLINE = ["strong", "b", "em", "i", "u", "s", "sub", "sup"]


@dataclass
class Exported:
    """An article as it is written; the bodies stand beside the fields."""

    article: Article
    fields: dict
    body: str
    pending_body: str | None = None

    @property
    def file_name(self) -> str:
        return f"article-{self.article.pk}.md"

    @property
    def pictures(self) -> set[str]:
        """The stored files that its texts need: what they show, and the widest, which holds all."""
        found = SHOWN.findall(self.body + (self.pending_body or ""))
        shown = {name for name in found if core_pictures.NAME.fullmatch(name)}
        pictures = map(core_pictures.StoredPicture, shown)
        return shown | {picture.file(picture.widths[-1]) for picture in pictures}


def exported(rows: QuerySet[Article]) -> Iterator[Exported]:
    """Articles as they are written, a few at a time, with what leads to them and from them."""
    slugs = {
        "area": dict(PracticeArea.objects.values_list("pk", "slug")),
        "author": (lawyers := dict(Lawyer.objects.values_list("pk", "slug"))),
        "checked_by": lawyers,
    }
    rows = rows.select_related("pending").order_by("pk")
    rows = rows.prefetch_related("tags", "related_links__target")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        old = defaultdict(list)
        paths = [article.get_absolute_url() for article in chunk]
        known = Redirect.objects.filter(site=settings.SITE_ID, new_path__in=paths)
        for path, new in known.order_by("old_path").values_list("old_path", "new_path"):
            old[new].append(path)
        yield from (_one(article, slugs, old[article.get_absolute_url()]) for article in chunk)


def _one(article, slugs, old):
    fields = {
        "id": article.external_id,
        "site_number": str(article.pk),
        **_content(article, slugs, publishing.stored_tags(article)),
        "state": article.state,
        "related": [_link(link) for link in article.related_links.all()],
        "old_url": old,
        "created": _moment(article.created_at),
        "updated": _moment(article.updated_at),
        "submitted": _moment(article.submitted_at),
    }
    fields = {name: value for name, value in fields.items() if value}
    if article.pending is None:
        return Exported(article, fields, article.body)
    kept = article.pending.content
    change = publishing.set_content(kept, copy.copy(article))
    fields["pending"] = {k: v for k, v in _content(change, slugs, kept["tags"]).items() if v}
    return Exported(article, fields, article.body, change.body)


def _content(article, slugs, tags):
    return {
        **{name: getattr(article, name) for name in TEXTS},
        **{name: "true" for name in TICKS if getattr(article, name)},
        **{name: _moment(getattr(article, name)) for name in MOMENTS},
        **{name: known.get(getattr(article, f"{name}_id")) for name, known in slugs.items()},
        "checked_on": article.checked_on and article.checked_on.isoformat(),
        "tags": sorted(tags),
    }


def _moment(value):
    return value and value.astimezone(BEIJING).isoformat()


def _link(link):
    if link.target is None:
        return f"{link.title} | {link.url}"
    return link.target.external_id or link.target.get_absolute_url()


def shorten_addresses(html: str) -> str:
    """HTML whose pictures stand in a folder beside it: images/….webp."""
    return SHOWN.sub(lambda found: f"{FOLDER}/{found[1].rpartition('/')[2]}", html)


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


def _as_html(self, el, text, parent_tags):
    return f"<{el.name}>{text}</{el.name}>"


for _name in INLINE:
    setattr(Tags, f"convert_{_name}", _as_html)

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


def json_line(one: Exported) -> str:
    fields = {**_fields(one), "format": HTML, "body": shorten_addresses(one.body)}
    return json.dumps(fields, ensure_ascii=False) + "\n"


def _fields(one):
    """In their order, the change under way with its body."""
    found = dict(one.fields)
    if one.pending_body is not None:
        body = shorten_addresses(one.pending_body)
        found["pending"] = {**found["pending"], "body": body, "format": HTML}
    return {name: found[name] for name in FIELDS if name in found}


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
    restored = BESIDE.sub(lambda found: f"/media/{FOLDER}/{found[1][:2]}/{found[1]}", html)
    return publishing.unspaced(write(sanitise.tidied(restored)))


class FolderOccupiedError(Exception):
    """There is something where the export would go; says what, to the operator."""


def export(target: Path, format: str, force: bool, tick: Tick) -> int:
    """Write everything; how many articles. FolderOccupiedError if something is in the way.

    `tick` is told how many are written, and how many there are.
    """
    is_folder = format == MARKDOWN
    if target.exists() and target.is_dir() != is_folder:
        raise FolderOccupiedError(
            "这种格式要写成文件夹，这里是文件。" if is_folder else "这里是文件夹。"
        )
    if target.exists() and not force and (not is_folder or any(target.iterdir())):
        what = "文件夹不是空的" if is_folder else "文件已经存在"
        raise FolderOccupiedError(f"{what}，没有导出。请更换位置，或加 --force 覆盖同名文件。")
    folder = target if is_folder else target.parent
    folder.mkdir(parents=True, exist_ok=True)
    rows = Article.objects.all()
    total, number = rows.count(), 0

    def counted():
        nonlocal number
        for number, one in enumerate(exported(rows), 1):
            yield one
            tick(number, max(total, number))

    for name, pieces in _files(counted(), format, target.name):
        (folder / name).parent.mkdir(exist_ok=True)
        with _whole(folder / name) as part, part.open("wb") as file:
            file.writelines(pieces)
    return number


def _files(articles, format, lines=LINES):
    """Name and pieces of each file, one after the other: no two are ever open."""
    return (
        (name, (piece for _, piece in run))
        for name, run in groupby(_pieces(articles, format, lines), key=itemgetter(0))
    )


def _pieces(articles, format, lines):
    seen: set[str] = set()
    if format == JSON_LINES:
        yield lines, b""  # a site without an article has a file as well
    for one in articles:
        new = one.pictures - seen
        seen |= new
        if format == JSON_LINES:
            yield lines, json_line(one).encode()
        else:
            yield one.file_name, markdown(one)
            yield from _pictures(new)
    if format == JSON_LINES:  # all lines are one file, and it is not written beside another
        yield from _pictures(seen)


def _pictures(names):
    for name, data in stored(names):
        yield f"{FOLDER}/{name}", data


@contextmanager
def _whole(path):
    """Where to write a file that is there whole or not at all: somebody may break it off."""
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def chunks(rows, format: str) -> Iterator[bytes]:
    """A ZIP of some articles, written while it is sent."""
    return zipped(_files(exported(rows), format))
