"""A finished page in the forms in which it is sent."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b

from richtext.base.page_cache import Facts
from website.http.page_cache.encodings import IDENTITY, LEAST, TEXTS, compressed

Headers = list[tuple[bytes, bytes]]
Form = tuple[Headers, bytes]
OVERHEAD = 4400  # bytes of Python's own for the objects of a page, its key and its headers
OURS = {b"content-length", b"etag", b"vary"}  # written here, whatever Django said
OF_A_BODY = {b"content-length", b"content-type", b"content-encoding"}
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
        if vary := _vary(told.get(b"vary", b""), self.is_text):
            self._headers.append((b"vary", vary))
        self._body = body
        self._forms: dict[str, Form] = {IDENTITY: (self._headers_of(IDENTITY, len(body)), body)}
        self._making: dict[str, asyncio.Future[bytes]] = {}

    @property
    def size(self) -> int:
        """Bytes in memory, of all forms that were asked for."""
        headers = sum(len(name) + len(value) for name, value in self._headers)
        bodies = sum(len(body) for _, body in self._forms.values())
        return OVERHEAD + headers + bodies

    def etag(self, encoding: str) -> bytes:
        """The strong ETag of a form, which need not be there yet; only what is found has one."""
        return f'"{self._digest}-{encoding}"'.encode() if self.status == 200 else b""

    def has(self, encoding: str) -> bool:
        """Whether a form is there."""
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


def _vary(told, is_text):
    """What a page differs by: what Django says, and the encoding where there are several."""
    names = [name.strip() for name in told.split(b",") if name.strip()]
    encoding = [b"Accept-Encoding"] if is_text else []
    return b", ".join([*(one for one in names if one.lower() != b"accept-encoding"), *encoding])
