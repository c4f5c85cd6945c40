"""The picture that stands for a page where a link to it is shared: its words, drawn.

All that is drawn is in the address, signed: nobody else has words drawn under the firm's name.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import astuple, dataclass
from functools import lru_cache
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import salted_hmac

from firm.base import colours

DESIGN = 3  # another number for another drawing of the same words
SALT = f"share card {DESIGN}"
FOLDER = "share"  # in the public storage
WIDE, SQUARE = "wide", "square"
SIZES = {WIDE: (1200, 630), SQUARE: (600, 600)}  # in pixels; Open Graph, and WeChat and QQ
LONGEST = 60  # characters of a title; more would not be read at that size
LONGEST_PLACE = 30
NAME = r"(?P<shape>wide|square)-(?P<sealed>[A-Za-z0-9_-]{24,800})\.png"
SEAL = 16  # characters of it, 96 bits
SIGN = "\n"


@dataclass(frozen=True)
class Card:
    """What is drawn: the title of a page, whose site it is on, and in which colour (`#rrggbb`);
    the firm's city with the field of the page, and the file of its mark, where it has one.
    That of an article bears its number: with the article it goes."""

    title: str
    name: str
    colour: str = colours.DEFAULT
    article: str = ""
    place: str = ""
    mark: str = ""

    @property
    def sealed(self) -> str:
        return _sealed(*(" ".join(text.split()) for text in astuple(self)))

    def address(self, shape: str) -> str:
        folder = f"/articles/{self.article}/share" if self.article else "/media/share"
        return f"{folder}/{shape}-{self.sealed}.png"

    def file(self, shape: str) -> str:
        digest = sha256(f"{DESIGN} {shape} {self.sealed[SEAL:]}".encode()).hexdigest()[:40]
        return f"{FOLDER}/{digest[:2]}/{digest}.png"


@lru_cache(maxsize=1000)
def _sealed(*texts):
    # Two bytes a character, where UTF-8 takes three for each of ours.
    words = urlsafe_b64encode(SIGN.join(texts).encode("utf-16-be", "replace"))
    told = words.decode().rstrip("=")
    return _seal(told, settings.SECRET_KEY) + told


def _seal(told, key):
    digest = salted_hmac(SALT, told, secret=key, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode()[:SEAL]


def read(sealed: str) -> Card | None:
    """The card in an address; None for one that this site has not made."""
    seal, told = sealed[:SEAL], sealed[SEAL:]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(hmac.compare_digest(seal, _seal(told, key)) for key in keys):
        return None
    words = urlsafe_b64decode(told + "=" * (-len(told) % 4)).decode("utf-16-be")
    return Card(*words.split(SIGN))


def of(
    title: str, name: str, colour: str, article: int = 0, place: str = "", mark: str = ""
) -> Card:
    """The card of a page; a title too long to be read is cut, a colour that is none left out."""
    title = title if len(title) <= LONGEST else f"{title[: LONGEST - 2]}……"
    known = colour if colours.SPELT.fullmatch(colour) else colours.DEFAULT
    return Card(title, name, known, str(article or ""), place[:LONGEST_PLACE], mark)
