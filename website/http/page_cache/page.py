"""Rendered pages in memory, in each encoding in which they are sent."""

import asyncio
import re
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from hashlib import blake2b

import brotli

from richtext.base.page_cache import Facts
from richtext.base.shelf import Shelf
from website.http.page_cache.key import Key

Headers = list[tuple[bytes, bytes]]
Form = tuple[Headers, bytes]
OVERHEAD = 4400  # bytes of Python's own for the objects of a page, its key and its headers
OURS = {b"content-length", b"etag", b"vary"}  # written here, whatever Django said
OF_A_BODY = {b"content-length", b"content-type", b"content-encoding"}
LARGEST = 8  # the share of the room that one page may take, as a divisor
# And that of all pages that say 404 or 410, of which strangers can ask for any number.
REFUSALS = 16

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"
BY_SIZE = (BROTLI, GZIP, IDENTITY)  # of those that a browser likes alike, the smallest
TEXTS = (b"text/", b"application/atom+xml", b"application/xml", b"image/svg+xml")
LEAST = 200  # bytes: what is shorter becomes longer
LONGEST_HEADER = 200  # bytes: that of a browser has some thirty
WORTH = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")


def compressed(body: bytes, name: str) -> bytes:
    """The bytes of a page in an encoding: always the same ones, as its ETag says."""
    if name == BROTLI:
        return brotli.compress(body, mode=brotli.MODE_TEXT, quality=6)
    if name == GZIP:
        gzip = zlib.compressobj(6, wbits=31)  # with gzip's header, in which there is no time
        return gzip.compress(body) + gzip.flush()
    return body


def wanted(header: bytes) -> str:
    """The best of our encodings for an Accept-Encoding (RFC 9110, 12.5.3); one that cannot be read
    wants none."""
    return _wanted(header) if 0 < len(header) <= LONGEST_HEADER else IDENTITY


@lru_cache(256)
def _wanted(header):
    worth = {}
    for part in header.decode("latin-1").lower().split(","):
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


_compressing = ThreadPoolExecutor(1, "page-compression")


class Page:
    """A page that everybody may see; a compressed form of it is made when it is asked for."""

    def __init__(self, status: int, headers: Headers, body: bytes, facts: Facts):
        self.status, self.article, self.until = status, facts.article, facts.until
        self.of_lawyer = facts.of_lawyer
        told = dict(headers)
        self.is_text = told.get(b"content-type", b"").startswith(TEXTS) and len(body) >= LEAST
        self._digest = blake2b(body, digest_size=12).hexdigest()
        self._headers = [one for one in headers if one[0] not in OURS]
        # What a page differs by: what Django says, and the encoding where there are several.
        names = [name.strip() for name in told.get(b"vary", b"").split(b",") if name.strip()]
        vary = [name for name in names if name.lower() != b"accept-encoding"]
        if vary := vary + [b"Accept-Encoding"] * self.is_text:
            self._headers.append((b"vary", b", ".join(vary)))
        self._body = body
        self._forms: dict[str, Form] = {IDENTITY: (self._headers_of(IDENTITY, len(body)), body)}
        self._making: dict[str, asyncio.Future[bytes]] = {}

    @property
    def size(self) -> int:
        headers = sum(len(name) + len(value) for name, value in self._headers)
        bodies = sum(len(body) for _, body in self._forms.values())
        return OVERHEAD + headers + bodies

    def etag(self, encoding: str) -> bytes:
        """The strong ETag of a form, which need not be there yet; only what is found has one."""
        return f'"{self._digest}-{encoding}"'.encode() if self.status == 200 else b""

    def has(self, encoding: str) -> bool:
        return encoding in self._forms

    def not_modified(self, encoding: str) -> Headers:
        """The headers of 304: all that do not describe a body."""
        return [one for one in self._headers_of(encoding, 0) if one[0] not in OF_A_BODY]

    async def form(self, encoding: str) -> Form:
        """Headers and body; compressed in a thread, once for all who wait for it."""
        if encoding not in self._forms:
            if encoding not in self._making:
                loop = asyncio.get_running_loop()
                work = loop.run_in_executor(_compressing, compressed, self._body, encoding)
                self._making[encoding] = work
            body = await asyncio.shield(self._making[encoding])
            self._forms[encoding] = self._headers_of(encoding, len(body)), body
        return self._forms[encoding]

    def _headers_of(self, encoding, length):
        headers = [*self._headers, (b"content-length", str(length).encode())]
        if etag := self.etag(encoding):
            headers.append((b"etag", etag))
        if encoding != IDENTITY:
            headers.append((b"content-encoding", encoding.encode()))
        return headers


class Store:
    """The pages that were rendered from one state of the content, as many as have room: what was
    shown longest ago goes first."""

    def __init__(self, room: int):
        """`room`: bytes, for all together; 0 keeps nothing."""
        self._refusals = Shelf[Page](room // REFUSALS, LARGEST)
        self._pages = Shelf[Page](room - room // REFUSALS, LARGEST)

    def get(self, key: Key, of_before: bool = False) -> Page | None:
        """The page of an address, unless something on it is to be counted again."""
        page = self._pages.get(key) or self._refusals.get(key)
        return page if page and (of_before or time.monotonic() < page.until) else None

    def put(self, key: Key, page: Page) -> None:
        self._shelf(page).put(key, page, page.size + key.size)

    def grown(self, key: Key, page: Page) -> None:
        """Count a page again that has one form more, if it is still kept."""
        if self._shelf(page).get(key) is page:
            self.put(key, page)

    def _shelf(self, page):
        return self._pages if page.status == 200 else self._refusals

    @property
    def size(self) -> int:
        return self._pages.size + self._refusals.size
