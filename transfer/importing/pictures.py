"""The pictures of a record: from beside the file or inside it into the site's own storage.

Judged and encoded anew in the sandbox (`Pictures`), stored outside of it (`settled`). The name
follows from the content, so that importing again stores nothing twice. One that an Antou site has
exported keeps its name.
"""

import base64
import hashlib
import os
import re
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage

from richtext.base import sandbox
from richtext.base.decoding import printable
from richtext.core import pictures
from richtext.core.sanitise import bounded
from richtext.core.tree import parse, write
from transfer.importing.old_sites.fit import split
from transfer.importing.record import Record

DATA = re.compile(r"data:image/[\w.+-]{1,40}(?:;[\w=.-]{1,60}){0,3};base64,", re.I)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//|[\\/]", re.I)
LOST = "图片（{}）没有导入：{}"
ELSEWHERE = "是其他网站或其他位置的图片，请将图片文件放在文章所在文件夹"
NO_SOURCE = "图片（没有地址）没有导入：没有写明图片在哪里"
NO_ALT = "有图片没有替代文字（alt），请在后台补写"
FOREIGN = re.compile(r"https?://mmbiz\.qpic\.cn/", re.I)  # of WeChat, loaded as one scrolls
BLANK = 4  # pixels of a picture that only keeps the place of another, or counts readers
NOT_SAVED = (
    "没有随网页保存；请在浏览器中翻到文章末尾，等图片全部显示后重新保存，"
    "连同旁边的“_files”文件夹压缩成ZIP"
)
ONE_PIXEL = "只有一个像素，是占位的图片"
OWN = f"/media/{pictures.NAME.pattern}"
GAP = "缺图片：{}"  # the words of a gap
KINDS = {".png", ".jpg", ".jpeg", ".gif", ".webp"}
SIZED = re.compile(r"-(?:\d{2,5}x\d{2,5}|scaled)(?=\.\w+$)")  # what WordPress calls a smaller one
MOST_LOST = 1000  # of one article, that are told
LEAST_SHARED = 2  # parts of an address and a path: 1.jpg alone may be anything


class PictureError(Exception):
    """A picture that does not come along; says why."""


@dataclass
class Pictures:
    """Draws the pictures of records anew into a folder; without one they are only judged."""

    scratch: str = ""
    # By the digest of a file the name and the address of its picture.
    known: dict[str, tuple[str, str]] = field(default_factory=dict)
    # Of pictures that were uploaded for an old site, the paths by name.
    uploaded: dict[str, list[list[str]]] | None = None

    def take_over(self, record: Record, html: str) -> str:
        """HTML with the pictures' addresses on this site; notes go to the record.

        Of an old site what is missing leaves a gap, which visitors do not see.
        """
        root = parse(bounded(html))
        lost = {image for image in root.walk("img") if not self._takes(record, image)}
        root.drop(lost.__contains__)
        return write(root)

    def _takes(self, record, image):
        """Whether a picture, or a gap, comes along; its address is then one of this site."""
        late = image.attributes.get("data-src", "").strip()
        source = image.attributes.get("src", "").strip()
        refused = []
        # A page that loads pictures late has a blank one in `src` until somebody scrolls there.
        for one in [late, source] if source.startswith("data:") else [source, late]:
            sandbox.renew()
            try:
                address = self._address(record, one) if one else ""
            except PictureError as wrong:
                refused.append(LOST.format(printable(one[:60]), wrong))
                continue
            if address:
                if not image.attributes.get("alt", "").strip():
                    record.notes.append(NO_ALT)
                image.attributes = {**image.attributes, "src": address}
                return True
        is_gap = bool(refused) and not refused[0].endswith(ONE_PIXEL)
        name = printable(unquote((late or source)[-300:]).rpartition("/")[2][:60])
        if is_gap and len(record.lost) < MOST_LOST:
            record.lost.append((late or source)[-300:])
        if is_gap and record.site:
            address = pictures.stored_url(pictures.MISSING)
            image.attributes = {"src": address, "alt": GAP.format(name)}
            return True
        record.notes.append(refused[0] if refused else NO_SOURCE)
        return False

    def _address(self, record, source):
        if source.endswith(pictures.MISSING.rpartition("/")[2]):  # a gap that was exported
            return pictures.stored_url(pictures.MISSING)
        if re.fullmatch(OWN, source):
            record.own.append(source)
            return source
        if data := DATA.match(source):
            text = source[data.end() :]
            if len(text) > pictures.MAX_BYTES * 4 // 3 + 1000:
                raise PictureError("图片过大，请压缩到15MB以内")
            try:
                decoded = base64.b64decode(unquote(text) if "%" in text else text)
            except ValueError:
                raise PictureError("嵌在文章里的图片不完整") from None
            return self._drawn(record, decoded, "")
        if record.site and (data := self._by_tail(record, source)) is not None:
            return self._drawn(record, data, "")
        if FOREIGN.match(source):
            raise PictureError(NOT_SAVED)
        if SCHEME.match(source):
            raise PictureError(ELSEWHERE)
        name = unquote(source.partition("?")[0].partition("#")[0])
        folder, _, file = name.rpartition("/")
        here = record.found.path.parent
        # Where an export wrote it: its widest one, which holds all.
        if own := pictures.NAME.fullmatch(f"images/{file[:2]}/{file}"):
            picture = pictures.StoredPicture(own[0])
            widest = picture.file(picture.widths[-1]).rpartition("/")[2]
            if (data := _beside(here, f"{folder}/{widest}".lstrip("/"))) is not None:
                return self._drawn(record, data, own[0])
        if (data := _beside(here, name)) is None:
            raise PictureError("找不到这个文件")
        return self._drawn(record, data, "")

    def _by_tail(self, record, source):
        """The picture of an old site in the upload whose path ends most like its address.

        None where there is none, or two do so alike.
        """
        root = record.found.root
        if self.uploaded is None:
            self.uploaded = {}
            for here, _, names in os.walk(root):
                for name in names:
                    if Path(name).suffix.lower() in KINDS:
                        parts = Path(here, name).relative_to(root).parts
                        self.uploaded.setdefault(name.lower(), []).append([*parts])
        wanted = unquote(split(source).path).lower().split("/")
        for name in dict.fromkeys((wanted[-1], SIZED.sub("", wanted[-1]))):
            address = [*wanted[:-1], name]
            found = [(_shared(address, one), one) for one in self.uploaded.get(name, [])]
            best = max((shared for shared, _ in found), default=0)
            paths = [one for shared, one in found if shared == best]
            if best >= LEAST_SHARED and len(paths) == 1:
                return _beside(root, "/".join(paths[0]))
        return None

    def _drawn(self, record, data, name):
        """The address of a picture's rendition; `name` when an export has named it."""
        digest = hashlib.sha256(data).hexdigest()[:32]
        if digest + name not in self.known:
            self.known[digest + name] = self._draw(data, digest, name)
        kept, address = self.known[digest + name]
        record.pictures.append(kept)
        return address

    def _draw(self, data, digest, name):
        try:
            image = pictures.decode(File(BytesIO(data), name="picture"))
        except ValidationError as error:
            raise PictureError(error.messages[0].rstrip("。")) from None
        if image.width * image.height <= BLANK:
            raise PictureError(ONE_PIXEL)
        widest = name and pictures.StoredPicture(name).widths[-1]
        kept = name if name and image.width == widest else pictures.name_of(image, digest)
        for file, content in pictures.renditions(image, kept).items() if self.scratch else ():
            Path(self.scratch, Path(file).name).write_bytes(content)
        rendition = pictures.StoredPicture(kept).stored_src
        return kept, pictures.stored_url(kept) if kept == name else rendition


def settled(record: Record, scratch: str) -> str:
    """The body of a read record, once its pictures are stored; a note tells which this site lacks.

    Without the folder into which they were drawn none is.
    """
    for picture in map(pictures.StoredPicture, record.pictures if scratch else ()):
        files = [picture.file(width) for width in picture.widths]  # of a name of ours alone
        drawn = {file: Path(scratch, Path(file).name) for file in files}
        if not default_storage.exists(picture.name):
            pictures.put({file: path.read_bytes() for file, path in drawn.items()})
        for path in drawn.values():
            path.unlink(missing_ok=True)
    lost = {one for one in record.own if not default_storage.exists(one.removeprefix("/media/"))}
    record.notes += [LOST.format(printable(one[:60]), ELSEWHERE) for one in sorted(lost)]
    if not lost:
        return record.body
    root = parse(record.body)
    root.drop(lambda element: element.tag == "img" and element.attributes.get("src") in lost)
    return write(root)


def _shared(address, path):
    """How many parts two paths have in common at their ends; 0 where only the year is another."""
    number = 0
    for wanted, part in zip(reversed(address), reversed(path), strict=False):
        if wanted != part.lower():
            return 0 if wanted.isdigit() and part.isdigit() else number
        number += 1
    return number


def _beside(path, name):
    """The bytes of a file that a record may use: below a folder, no links, no way out.

    None where there is none; PictureError for what may not be used.
    """
    parts = name.split("/")
    if ".." in parts or "\\" in name or "\x00" in name or name.startswith("/"):
        raise PictureError("只能使用文章所在文件夹中的图片，不能使用“..”")
    try:
        for part in parts:
            path = path / part
            if path.is_symlink():
                raise PictureError("是链接，请改用文件本身")
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(pictures.MAX_BYTES + 1)
    except (OSError, ValueError):
        return None
