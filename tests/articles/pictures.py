"""Pictures for tests."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image


def picture_bytes(width=60, height=40, colour="teal", format="PNG"):
    """A plain picture as the bytes of a file."""
    buffer = BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, format)
    return buffer.getvalue()


def picture(*args, **kwargs):
    """The same as an upload."""
    return ContentFile(picture_bytes(*args, **kwargs), "picture")
