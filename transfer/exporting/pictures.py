"""The pictures of exported texts: out of the site's storage, beside the text that shows them."""

import re
from collections.abc import Iterator

from django.core.files.storage import default_storage

from richtext.core import pictures as core_pictures

FOLDER = "images"
SHOWN = re.compile(r'(?<=src=")/media/(images/[0-9a-z./-]+\.webp)(?=")')
BESIDE = re.compile(rf'(?<=src="){FOLDER}/([0-9a-z.-]+\.webp)(?=")')


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


def files_of(html: str) -> Iterator[tuple[str, bytes]]:
    """Name without folders, and bytes, of what a text needs; what the storage lacks is left out."""
    yield from stored(names_in(html))


def stored(names: set[str]) -> Iterator[tuple[str, bytes]]:
    """The same of some stored files."""
    for name in sorted(names):
        try:
            with default_storage.open(name) as file:
                yield name.rpartition("/")[2], file.read()
        except OSError:
            continue
