"""Public pictures: judged by content, re-encoded without metadata, stored in a few widths.

All that decodes (`decode`, `opened`, `renditions`) runs in the sandbox.

The name of a stored file tells its picture's full size and its own width, so that srcset, width
and height of an <img> follow without a query: `images/3f/3f…-1600x1067-s480.960-w960.webp`.
"""

import logging
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import models, transaction
from PIL import Image, ImageOps
from PIL.WebPImagePlugin import WebPImageFile

from richtext.base import disk, sandbox

log = logging.getLogger("antou.storage")

PORTRAIT_WIDTHS = (160, 320, 640)
ARTICLE_WIDTHS = (480, 960, 1600)
MARK_WIDTHS = (96, 192)
QR_WIDTHS = (480,)  # sharp enough for any camera, on a page some 150 pixels wide
MOST_SCANS = 100  # ordinary progressive files have about ten
MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 40_000_000  # decoded, 40 million pixels are 160 MB
TOO_LONG = "图片过长或过宽，每边不能超过16000像素。"
TOO_MANY_PIXELS = "图片尺寸过大，请缩小到4000万像素以内。"
MAX_SIDE = 16_000  # WebP ends at 16,383
WEBP = WebPImageFile.format  # known by its import: else Pillow loads forty to find this one
FORMATS = ["JPEG", "PNG", WEBP]
NOT_A_PICTURE = "这不是有效的图片，只接受JPEG、PNG和WebP。"
NOT_TAKEN = "图片存储暂时无法写入，图片没有保存。请稍后重试或通知运维人员；其他内容可以先保存。"
NO_ROOM = "服务器磁盘空间不足，暂时不能上传图片，请通知运维人员清理磁盘。"
BAD_CODING = "图片编码异常，请重新导出后再上传。"
TOO_HEAVY = "图片过于复杂，没有读完。请缩小后再试。"
BUSY = "正在处理其他图片，请稍后再试。"
QUALITY = 82
# One of 40 million pixels takes 300 MB while it is drawn anew: each of our processes has one drawn.
_one_at_a_time = threading.Lock()
PATIENCE = 15  # seconds that one waits for another: who waits may hold SQLite's only write lock

DRAW = f"{__name__}:draw"
NAME = re.compile(
    r"images/[0-9a-f]{2}/(?P<token>[0-9a-f]{32})"
    r"-(?P<width>[1-9][0-9]{0,4})x(?P<height>[1-9][0-9]{0,4})"
    r"-s(?P<set>[1-9][0-9]{0,4}(?:\.[1-9][0-9]{0,4}){0,4})-w(?P<own>[1-9][0-9]{0,4})\.webp"
)
# Keeps the place of a picture that an import did not find: no file, and shown in the editor alone.
MISSING = f"images/00/{'0' * 32}-640x360-s640-w640.webp"


@dataclass(frozen=True)
class StoredPicture:
    """A picture by the name of one of its files."""

    name: str

    @property
    def parts(self):
        """The parsed name; a name that is none of ours raises ValueError."""
        found = NAME.fullmatch(self.name)
        if not found:
            raise ValueError(f"not a stored picture: {self.name}")
        return found

    @property
    def widths(self):
        return [int(width) for width in self.parts["set"].split(".")]

    def file(self, width):
        return re.sub(r"-w\d+\.webp$", f"-w{width}.webp", self.name)

    @property
    def size(self):
        """Width and height of the widest rendition, for the attributes of an <img>."""
        full_width, full_height = int(self.parts["width"]), int(self.parts["height"])
        widest = self.widths[-1]
        return widest, max(round(full_height * widest / full_width), 1)

    @property
    def src(self):
        return public_url(self.file(self.widths[len(self.widths) // 2]))

    @property
    def stored_src(self):
        """The same as a stored text says it."""
        return stored_url(self.file(self.widths[len(self.widths) // 2]))

    @property
    def srcset(self):
        return ", ".join(f"{public_url(self.file(w))} {w}w" for w in self.widths)


def stored_url(name: str) -> str:
    """What a stored text says: a path of the site, wherever its pictures lie one day."""
    return f"/media/{name}"


def public_url(name: str) -> str:
    """What a page says: the site itself, or the bucket or CDN that its operator named."""
    elsewhere = settings.MEDIA_PUBLIC_URL
    return f"{elsewhere}/{name}" if elsewhere else stored_url(name)


def with_stored_urls(html: str) -> str:
    """HTML that may have been copied from a page of the site, with its pictures as stored."""
    for home in (settings.SITE_URL + stored_url(""), public_url("")):
        html = html.replace(f'"{home}images/', f'"{stored_url("images/")}')
    return html


def decode(upload):
    """An upload as a Pillow image, upright and in RGB or RGBA; anything else is refused."""
    if upload.size > MAX_BYTES:
        raise ValidationError("图片过大，请压缩到15MB以内。")
    return opened(upload, FORMATS, NOT_A_PICTURE)


def opened(upload, formats, wrong):
    """A file as `decode` gives it, in formats of Pillow's; `wrong` is said of what is none."""
    try:
        upload.seek(0)
        image = Image.open(upload, formats=formats)
        # By the header alone, before anything is decoded.
        if image.width * image.height > MAX_PIXELS:
            raise ValidationError(TOO_MANY_PIXELS)
        if max(image.size) > MAX_SIDE:
            raise ValidationError(TOO_LONG)
        # A progressive JPEG may repeat its scans without end, each as expensive as a picture.
        if image.format in {"JPEG", "MPO"}:  # MPO: a JPEG with further pictures behind it
            upload.seek(0)
            if upload.read().count(b"\xff\xda") > MOST_SCANS:
                raise ValidationError(BAD_CODING)
            upload.seek(0)
        image.load()
        ImageOps.exif_transpose(image, in_place=True)  # a copy would be another 160 MB
        if image.mode.startswith("I"):  # 16 bits of grey; convert() alone would clip them to white
            image = image.point(lambda value: value / 256).convert("L")
        mode = "RGBA" if image.has_transparency_data else "RGB"
        if image.mode != mode or image.format == WEBP:  # whose reader keeps two more pictures
            image = image.convert(mode)
        image.info = {}  # or comments and profiles are written again
        return image
    except (ValidationError, MemoryError):
        raise
    except Image.DecompressionBombError:
        raise ValidationError(TOO_MANY_PIXELS) from None
    except Exception:  # a decoder that is fed hostile bytes may raise anything
        raise ValidationError(wrong) from None


def check_room(upload):
    """Refuse an upload where the disk has too little room for texts, or a bucket takes nothing."""
    if not disk.has_room(default_storage, upload.size):
        raise ValidationError(NO_ROOM)
    if probe := getattr(default_storage, "check_writable", None):
        try:
            probe()
        except OSError:
            raise ValidationError(NOT_TAKEN) from None


@contextmanager
def redrawn(function: str, upload, **job: Any) -> Iterator[tuple[dict[str, Any], IO[bytes]]]:
    """Context: what a function in the sandbox that calls `redraw` tells of an upload, and what it
    wrote. ValidationError with a sentence for what is no picture."""
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise ValidationError(BUSY)
    try:
        with sandbox.rewritten(function, upload, **job) as (told, made):
            if "fault" in told:
                raise ValidationError(told["fault"])
            yield told, made
    except sandbox.StoppedError as error:  # were it each one, its operator has to know why
        log.warning("a picture was not read: %s", error)
        raise ValidationError(TOO_HEAVY) from None
    finally:
        _one_at_a_time.release()


def redraw(job: dict[str, Any], work: Callable[[File, IO[bytes]], dict[str, Any]]) -> dict:
    """In the sandbox: what `work` tells of a file and makes of it, or why that is no picture."""
    with (
        open(job["given"], "rb", closefd=False) as given,  # noqa: PTH123  (numbers, no paths)
        open(job["made"], "wb", closefd=False) as made,  # noqa: PTH123
    ):
        try:
            return work(File(given), made)
        except ValidationError as error:
            return {"fault": error.message}


def draw(job: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """In the sandbox: the sizes of the renditions that it writes one behind the other, by name."""

    def work(given, made):
        image = decode(given)
        sandbox.renew()
        widths = job["widths"]  # none for who only asks whether it is one
        files = renditions(image, name_of(image, job["token"], widths)) if widths else {}
        made.write(b"".join(files.values()))
        return {file: len(content) for file, content in files.items()}

    yield redraw(job, work)


def _drawn(upload, widths):
    with redrawn(DRAW, upload, token=secrets.token_hex(16), widths=widths) as (sizes, made):
        return {name: made.read(size) for name, size in sizes.items()}


def store(upload, widths=ARTICLE_WIDTHS):
    """Keep the renditions of an upload and return the name of the widest."""
    files = _drawn(upload, widths)
    put(files)
    return [*files][-1]


def name_of(image, token, widths=ARTICLE_WIDTHS):
    """What the widest rendition of a decoded picture is called; `token` is 32 hex digits."""
    kept = sorted({min(width, image.width) for width in widths})
    stem = f"images/{token[:2]}/{token}-{image.width}x{image.height}"
    return f"{stem}-s{'.'.join(map(str, kept))}-w{kept[-1]}.webp"


def renditions(image, name):
    """The files of a picture by name, the widest last; only pixels: EXIF, texts, profiles go."""
    picture, files = StoredPicture(name), {}
    for width in picture.widths:
        height = max(round(image.height * width / image.width), 1)
        resized, buffer = image.resize((width, height), Image.Resampling.LANCZOS), BytesIO()
        resized.save(buffer, WEBP, quality=QUALITY, method=4)
        files[picture.file(width)] = buffer.getvalue()
    return files


def put(files):
    """Store renditions that are all there, so that a failure leaves no half of a picture."""
    try:
        for file, content in files.items():
            default_storage.save(file, ContentFile(content))
    except OSError as error:
        log.error("files could not be stored (%s)", type(error).__name__)
        for file in files:
            with suppress(OSError):
                default_storage.delete(file)
        raise


def discard(name):
    if NAME.fullmatch(name):
        picture = StoredPicture(name)
        for width in picture.widths:
            default_storage.delete(picture.file(width))


def _discard_after_commit(name):
    if name:  # robust: a storage that is away leaves a file behind, not an error page
        transaction.on_commit(lambda: discard(name), robust=True)


class PictureFormField(forms.FileField):
    def to_python(self, data):
        upload = super().to_python(data)
        if upload is not None:
            check_room(upload)
            _drawn(upload, ())
        return upload


class PictureFile(models.fields.files.FieldFile):
    """The file of a PictureField: saving re-encodes."""

    def save(self, name, content, save=True):
        self.name = store(content, self.field.widths)
        setattr(self.instance, self.field.attname, self.name)
        self._committed = True
        if save:
            self.instance.save()

    @property
    def url(self):
        return public_url(self.name)

    @property
    def picture(self):
        return StoredPicture(self.name) if self and NAME.fullmatch(self.name) else None


class PictureField(models.FileField):
    """A picture in the given widths; replaced or deleted, it takes its files with it on commit."""

    attr_class = PictureFile

    def __init__(self, *args, widths=ARTICLE_WIDTHS, **kwargs):
        self.widths = tuple(widths)
        kwargs["max_length"] = 200
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, {**kwargs, "widths": self.widths}

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract:
            models.signals.post_delete.connect(self._deleted, sender=cls)

    def pre_save(self, instance, add):
        rows = type(instance)._base_manager.filter(pk=instance.pk)
        old = "" if add else rows.values_list(self.attname, flat=True).first()
        new = super().pre_save(instance, add)
        if old != new.name:
            _discard_after_commit(old)
        return new

    def _deleted(self, instance, **kwargs):
        _discard_after_commit(getattr(instance, self.attname).name)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PictureFormField, **kwargs})
