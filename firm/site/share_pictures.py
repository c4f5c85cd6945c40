"""The drawn pictures of shared links in the public storage, each under a hash of what it shows."""

from contextlib import suppress
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from firm.base import share_drawing
from firm.base.share_card import FOLDER, Card
from richtext.base import disk

KEPT = timedelta(days=60)  # then it is drawn again, if anybody still asks


def png_of(card: Card, shape: str) -> bytes:
    """The picture as it is kept, or drawn and kept."""
    name = card.file(shape)
    try:
        with default_storage.open(name) as kept:
            return kept.read()
    except OSError as error:
        drawn = share_drawing.draw(card, shape)
        if isinstance(error, FileNotFoundError):
            with suppress(OSError):
                _keep(name, drawn)
        return drawn


def _keep(name, drawn):
    """Of two who draw the same at once, one keeps it; on a full disk, or with a storage that is
    away, it is drawn each time."""
    if not disk.has_room(default_storage, len(drawn)):
        return
    stored = default_storage.save(name, ContentFile(drawn))
    if stored != name:
        default_storage.delete(stored)


def forget_old() -> None:
    """Remove what was drawn long ago: most of it shows words that no page has any more."""
    before = timezone.now() - KEPT
    for name in _names():
        if default_storage.get_modified_time(name) < before:
            default_storage.delete(name)


def _names():
    inside = ((folder, default_storage.listdir(folder)[1]) for folder in _folders())
    return [f"{folder}/{file}" for folder, files in inside for file in files]


def _folders():
    try:
        return [f"{FOLDER}/{one}" for one in default_storage.listdir(FOLDER)[0]]
    except FileNotFoundError:  # nobody has shared anything yet
        return []
