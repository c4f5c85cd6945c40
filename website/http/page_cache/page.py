"""Rendered pages in memory, compressed as they are sent."""

import re
import time
import zlib
from functools import lru_cache
from hashlib import blake2b
from threading import Lock
from typing import NamedTuple

import brotli

from richtext.base.page_cache import Facts
from richtext.base.shelf import Shelf
from website.http.page_cache.key import Key

Headers = list[tuple[str, str]]
OVERHEAD = 4400  # bytes of Python's own for the objects of a page, its key and its headers
OURS = {"content-length", "etag", "vary"}  # written here, whatever Django said
OF_304 = {"cache-control", "etag", "vary"}  # the rest a browser has (RFC 9110, 15.4.5)
LARGEST = 8  # the share of the room that one page may take, as a divisor
# And that of all pages that say 404 or 410, of which strangers can ask for any number.
REFUSALS = 16

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"
BY_SIZE = (BROTLI, GZIP, IDENTITY)  # of those that a browser likes alike, the smallest
TEXTS = (
    "text/", "application/atom+xml", "application/json", "application/xml", "image/svg+xml",
)  # fmt: skip
LEAST = 200  # bytes: what is shorter becomes longer
LONGEST_HEADER = 200  # bytes: that of a browser has some thirty
WORTH = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")
UNPACKED = {
    IDENTITY: bytes,
    GZIP: lambda body: zlib.decompress(body, 31),
    BROTLI: brotli.decompress,
}


def compressed(body: bytes, name: str) -> bytes:
    """The bytes of a page in an encoding: always the same ones, as its ETag says."""
    if name == BROTLI:
        return brotli.compress(body, mode=brotli.MODE_TEXT, quality=6)
    gzip = zlib.compressobj(6, wbits=31)  # with gzip's header, in which there is no time
    return gzip.compress(body) + gzip.flush()


def wanted(header: str) -> str:
    """The best of our encodings for an Accept-Encoding (RFC 9110, 12.5.3); one that cannot be read
    wants none."""
    return _wanted(header) if 0 < len(header) <= LONGEST_HEADER else IDENTITY


@lru_cache(256)
def _wanted(header):
    worth = {}
    for part in header.lower().split(","):
        name, _, told = part.partition(";")
        key, _, value = told.replace(" ", "").replace("\t", "").partition("=")
        is_read = key == "q" and WORTH.fullmatch(value)
        worth[name.strip()] = 1.0 if not key else float(value) if is_read else 0.0
    others = worth.get("*", 0.0)
    # What is not named is as it is: that may always be sent, unless somebody refuses it.
    known = {GZIP: worth.get(GZIP, worth.get("x-gzip", others)), BROTLI: worth.get(BROTLI, others)}
    known[IDENTITY] = worth.get(IDENTITY, worth.get("*", 0.0001))
    best = max(BY_SIZE, key=lambda name: known[name])
    return best if known[best] else IDENTITY


class Form(NamedTuple):
    """A page in one encoding; `not_modified`: the headers of its 304."""

    headers: Headers
    not_modified: Headers
    etag: str  # strong; "" where nothing was found


class Page:
    """A page that everybody may see. It is kept as it came until somebody wants it compressed;
    from then on it is unpacked for the few who do not."""

    def __init__(self, status: int, headers: Headers, body: bytes, facts: Facts):
        self.status, self.article, self.until = status, facts.article, facts.until
        self.of_lawyer = facts.of_lawyer
        told = {name.lower(): value for name, value in headers}
        self.is_text = told.get("content-type", "").startswith(TEXTS) and len(body) >= LEAST
        self._headers = [one for one in headers if one[0].lower() not in OURS]
        # A policy of which something changes is another page; its words come in any order.
        words = sorted((name, *sorted(value.split("; "))) for name, value in self._headers)
        self._digest = blake2b(body + repr(words).encode(), digest_size=12).hexdigest()
        # What a page differs by: what Django says, and the encoding where there are several.
        names = [name.strip() for name in told.get("vary", "").split(",") if name.strip()]
        vary = [name for name in names if name.lower() != "accept-encoding"]
        if vary := vary + ["Accept-Encoding"] * self.is_text:
            self._headers.append(("Vary", ", ".join(vary)))
        self._lock, self._forms = Lock(), dict[str, Form]()
        self._bodies = {IDENTITY: body}

    @property
    def size(self) -> int:
        headers = sum(len(name) + len(value) for name, value in self._headers)
        return OVERHEAD + headers + sum(map(len, self._bodies.values()))

    def has(self, encoding: str) -> bool:
        return encoding in self._forms

    def body(self, encoding: str) -> bytes:
        """Compressed once for all who wait for it."""
        if found := self._bodies.get(encoding):
            return found
        with self._lock:
            if encoding not in self._bodies:
                name, known = next(iter(self._bodies.items()))
                plain = UNPACKED[name](known)
                if encoding == IDENTITY:
                    return plain
                made = {**self._bodies, encoding: compressed(plain, encoding)}
                made.pop(IDENTITY, None)
                self._bodies = made
            return self._bodies[encoding]

    def form(self, encoding: str) -> Form:
        """What is said of the page in an encoding, which is made now if it is not there."""
        if encoding not in self._forms:
            etag = f'"{self._digest}-{encoding}"' if self.status == 200 else ""
            headers = [*self._headers, ("Content-Length", str(len(self.body(encoding))))]
            headers += [("ETag", etag)] * bool(etag)
            headers += [("Content-Encoding", encoding)] * (encoding != IDENTITY)
            same = [one for one in headers if one[0].lower() in OF_304]
            self._forms[encoding] = Form(headers, same, etag)
        return self._forms[encoding]


class Store:
    """The pages that were rendered from one state of the content, as many as have room: what was
    shown longest ago goes first. For all threads of a process."""

    def __init__(self, room: int):
        """`room`: bytes, for all together; 0 keeps nothing."""
        self._lock = Lock()
        self._refusals = Shelf[Page](room // REFUSALS, LARGEST)
        self._pages = Shelf[Page](room - room // REFUSALS, LARGEST)

    def get(self, key: Key, of_before: bool = False) -> Page | None:
        """The page of an address, unless something on it is to be counted again."""
        with self._lock:
            page = self._pages.get(key) or self._refusals.get(key)
        return page if page and (of_before or time.monotonic() < page.until) else None

    def put(self, key: Key, page: Page) -> None:
        with self._lock:
            self._shelf(page).put(key, page, page.size + key.size)

    def weigh(self, key: Key, page: Page) -> None:
        """Count a page again whose forms have changed, if it is still kept."""
        with self._lock:
            if self._shelf(page).get(key) is page:
                self._shelf(page).put(key, page, page.size + key.size)

    def _shelf(self, page):
        return self._pages if page.status == 200 else self._refusals

    @property
    def size(self) -> int:
        return self._pages.size + self._refusals.size
