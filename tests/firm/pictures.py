"""Pictures for tests, as the bytes of a file."""

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SCRIPT = b"<script>alert(document.cookie)</script>"


def encoded(image, form="PNG", **options):
    """The bytes of a Pillow image."""
    buffer = BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def picture(mode="RGB", size=(40, 30), color=None, form="PNG", **options):
    """The bytes of a plain picture."""
    return encoded(Image.new(mode, size, color if color is not None else 0), form, **options)


def upload(data, name="portrait.jpg"):
    """Bytes as a browser sends them; name and type are whatever the sender says."""
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def chunk(kind, data):
    """One chunk of a PNG."""
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def bomb(width, height):
    """A PNG of a few bytes that claims to be huge."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def with_gps(orientation=6):
    """A photo taken with a telephone: lying on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x8825] = {1: "N", 2: (32.0, 3.0, 14.0), 3: "E", 4: (118.0, 46.0, 40.0)}
    exif[0x010F] = "PhoneMaker"
    left_red = Image.new("RGB", (40, 20), "blue")
    left_red.paste("red", (0, 0, 20, 20))
    return encoded(left_red, "JPEG", exif=exif, quality=95)
