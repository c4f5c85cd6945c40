"""The pictures in the public storage, each with its renditions, and which of them nobody uses."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from richtext.core import pictures
from richtext.core.pictures import StoredPicture, public_url
from website.office.pictures.uses import Use, all_uses

FOLDER = "images"
SPELT = re.compile("[0-9a-f]{32}")  # a token
# What was uploaded lately may stand in a text that nobody has saved yet.
AT_REST = timedelta(days=1)


@dataclass(frozen=True)
class Kept:
    """One picture: `name` is that of its widest rendition."""

    name: str
    uses: tuple[Use, ...]

    @property
    def picture(self) -> StoredPicture:
        """The picture by its name."""
        return StoredPicture(self.name)

    @property
    def token(self) -> str:
        """What tells it from all others, 32 hex digits."""
        return self.picture.parts["token"]

    @property
    def size(self) -> str:
        """Its full size in pixels, as a person reads it."""
        return f"{self.picture.parts['width']}×{self.picture.parts['height']}"

    @property
    def small(self) -> str:
        """The path of its narrowest rendition."""
        return public_url(self.picture.file(self.picture.widths[0]))

    @property
    def large(self) -> str:
        """The path of its widest rendition."""
        return public_url(self.name)

    @property
    def is_new(self) -> bool:
        """Whether it may belong to a text that is being written."""
        return default_storage.get_modified_time(self.name) > timezone.now() - AT_REST


def every() -> list[Kept]:
    """All of them: what the newest records use first, what nothing uses last."""
    uses = all_uses()
    kept = [Kept(name, tuple(uses.get(token, ()))) for token, name in _names().items()]
    return sorted(kept, key=_newest, reverse=True)


def _newest(kept):
    numbers = [use.pk for use in kept.uses if isinstance(use.pk, int)]
    return bool(kept.uses), max(numbers, default=0), kept.name


def find(token: str) -> Kept | None:
    """The picture of this token."""
    name = _name_of(token)
    return Kept(name, tuple(all_uses().get(token, ()))) if name else None


def remove(tokens: list[str]) -> tuple[int, int]:
    """Remove those that nothing uses at this moment; how many went, and how many stay in use."""
    uses, gone, held = all_uses(), 0, 0
    for token in tokens:
        name = _name_of(token)
        if name and (uses.get(token) or Kept(name, ()).is_new):
            held += 1
        elif name:
            pictures.discard(name)
            gone += 1
    return gone, held


def _name_of(token):
    """None for what was made up: no folder is looked into for that."""
    return _names_in(token[:2]).get(token) if SPELT.fullmatch(token) else None


def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for folder in _listed(FOLDER)[0]:
        found |= _names_in(folder)
    return found


def _names_in(folder):
    """The name of the widest rendition of each picture in a folder, by its token."""
    found = {}
    for file in _listed(f"{FOLDER}/{folder}")[1]:
        name = f"{FOLDER}/{folder}/{file}"
        parts = pictures.NAME.fullmatch(name)
        if parts and int(parts["own"]) == StoredPicture(name).widths[-1]:
            found[parts["token"]] = name
    return found


def _listed(folder):
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:  # nobody has uploaded anything yet
        return [], []
