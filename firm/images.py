"""Public pictures: judged by content, re-encoded without metadata, kept in a few widths as WebP.

The name of a stored file tells its picture's full size and its own width,
`images/3f/3f…-1600x1067-w960.webp`, so that `srcset`, width and height of an <img> follow from
the name alone, without a query.
"""

import re
import secrets
from dataclasses import dataclass
from io import BytesIO

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from PIL import Image, ImageOps, UnidentifiedImageError

PORTRAIT_WIDTHS = (160, 320, 640)
ARTICLE_WIDTHS = (480, 960, 1600)
MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 40_000_000  # decoded, 40 million pixels are 160 MB
FORMATS = ["JPEG", "PNG", "WEBP"]
QUALITY = 82

NAME = re.compile(
    r"images/[0-9a-f]{2}/(?P<token>[0-9a-f]{32})-(?P<width>\d{1,5})x(?P<height>\d{1,5})"
    r"-s(?P<set>[0-9.]{1,30})-w(?P<own>\d{1,5})\.webp"
)


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
        """The widths in pixels that are kept, smallest first."""
        return [int(width) for width in self.parts["set"].split(".")]

    def file(self, width):
        """The name of the rendition of one width."""
        return re.sub(r"-w\d+\.webp$", f"-w{width}.webp", self.name)

    @property
    def size(self):
        """Width and height of the widest rendition, for the attributes of an <img>."""
        full_width, full_height = int(self.parts["width"]), int(self.parts["height"])
        widest = self.widths[-1]
        return widest, max(round(full_height * widest / full_width), 1)

    @property
    def src(self):
        """The address of the middle rendition."""
        return public_url(self.file(self.widths[len(self.widths) // 2]))

    @property
    def srcset(self):
        """All renditions, as the attribute wants them."""
        return ", ".join(f"{public_url(self.file(w))} {w}w" for w in self.widths)


def public_url(name):
    """Pictures are served by the site itself, wherever they lie: no foreign host."""
    return f"/media/{name}"


def decode(upload):
    """An upload as a Pillow image, upright and without metadata; anything else is refused."""
    if upload.size > MAX_BYTES:
        raise ValidationError("图片太大，请压缩到 15 MB 以内。")
    try:
        upload.seek(0)
        image = Image.open(upload, formats=FORMATS)
        if image.width * image.height > MAX_PIXELS:
            raise ValidationError("图片尺寸太大，请缩小到 4000 万像素以内。")
        image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError("这不是有效的图片，只接受 JPEG、PNG 和 WebP。") from None
    image = ImageOps.exif_transpose(image)
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def store(upload, widths=ARTICLE_WIDTHS):
    """Keep the renditions of an upload and return the name of the widest."""
    image = decode(upload)
    kept = sorted({min(width, image.width) for width in widths})
    token = secrets.token_hex(16)
    stem = f"images/{token[:2]}/{token}-{image.width}x{image.height}"
    stem = f"{stem}-s{'.'.join(map(str, kept))}"
    for width in kept:
        height = max(round(image.height * width / image.width), 1)
        buffer = BytesIO()
        resized = image.resize((width, height), Image.Resampling.LANCZOS)
        resized.save(buffer, "WEBP", quality=QUALITY, method=4)
        default_storage.save(f"{stem}-w{width}.webp", ContentFile(buffer.getvalue()))
    return f"{stem}-w{kept[-1]}.webp"


def discard(name):
    """Remove every rendition of a stored picture."""
    if NAME.fullmatch(name):
        picture = StoredPicture(name)
        for width in picture.widths:
            default_storage.delete(picture.file(width))


class PictureFormField(forms.FileField):
    """A file input that refuses, with a reason, what is not a picture."""

    widget = forms.ClearableFileInput

    def to_python(self, data):
        upload = super().to_python(data)
        if upload is not None:
            decode(upload)
        return upload


class PictureFile(models.fields.files.FieldFile):
    """The file of a PictureField: saving re-encodes, deleting removes every rendition."""

    def save(self, name, content, save=True):
        self.name = store(content, self.field.widths)
        setattr(self.instance, self.field.attname, self.name)
        self._committed = True
        if save:
            self.instance.save()

    def delete(self, save=True):
        if self:
            discard(self.name)
            self.name = None
            setattr(self.instance, self.field.attname, "")
            if save:
                self.instance.save()

    @property
    def picture(self):
        """The stored picture, None when there is none."""
        return StoredPicture(self.name) if self and NAME.fullmatch(self.name) else None


class PictureField(models.FileField):
    """A picture kept as WebP in the given widths."""

    attr_class = PictureFile

    def __init__(self, *args, widths=ARTICLE_WIDTHS, **kwargs):
        self.widths = tuple(widths)
        kwargs["max_length"] = 200
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, {**kwargs, "widths": self.widths}

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PictureFormField, **kwargs})
