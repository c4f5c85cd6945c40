"""Photographs and screenshots: decoded, turned upright, re-encoded without metadata.

Only pixels survive, so the place where a photograph was taken, the telephone's name and whatever
else was appended are gone. HEIC of iPhones becomes JPEG, which every office computer opens.
"""

import threading

from django.core.exceptions import ValidationError
from PIL import Image

from consult.files.types.accepted_types import OPENS_HEIC, FileTypeError
from consult.files.types.upload_handler import Spool
from richtext.core import pictures

if OPENS_HEIC:
    import pillow_heif

    pillow_heif.register_heif_opener()

NOT_A_PICTURE = "图片无法打开，可能已经损坏，请重新拍摄、截图或导出后再上传。"
WRITERS = {
    "jpeg": ("JPEG", {"quality": 90}),
    "png": ("PNG", {"compress_level": 4}),  # a quarter of the time for a tenth more bytes
    "webp": ("WEBP", {"quality": 90, "method": 1}),
}

# One picture of 40 million pixels takes 160 MB while it is decoded: a process does one at a time.
_one_at_a_time = threading.Lock()


def rewritten(content, kind, opened_as):
    """The picture as a new file of the kind; FileTypeError when it does not open or is too big."""
    spool = Spool()
    with _one_at_a_time:
        image = _opened(content, opened_as)
        form, options = WRITERS[kind]
        if form == "JPEG" and image.mode != "RGB":
            image = _on_white(image)
        image.save(spool, form, **options)
    return spool


def _opened(content, form):
    try:
        return pictures.opened(content, [form], NOT_A_PICTURE)
    except ValidationError as error:
        raise FileTypeError(f"：{error.message}") from None


def _on_white(image):
    """JPEG knows no transparency."""
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    return page
