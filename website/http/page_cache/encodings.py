"""How a page is compressed, and which form of it a browser wants (RFC 9110, 12.5.3)."""

import re
import zlib
from functools import lru_cache

import brotli

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"
BY_SIZE = (BROTLI, GZIP, IDENTITY)  # of those that a browser likes alike, the smallest
TEXTS = (b"text/", b"application/atom+xml", b"application/xml", b"image/svg+xml")
LEAST = 200  # bytes: what is shorter becomes longer
LONGEST_HEADER = 200  # bytes: that of a browser has some thirty
WORTH = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")


def compressed(body: bytes, name: str) -> bytes:
    """The bytes of a page in an encoding: always the same ones, as its ETag says.

    Takes some milliseconds; both libraries let other threads run meanwhile.
    """
    if name == BROTLI:
        return brotli.compress(body, mode=brotli.MODE_TEXT, quality=6)
    if name == GZIP:
        gzip = zlib.compressobj(6, wbits=31)  # with gzip's header, in which there is no time
        return gzip.compress(body) + gzip.flush()
    return body


def wanted(header: bytes) -> str:
    """The best of our encodings for an Accept-Encoding; one that cannot be read wants none."""
    return _wanted(header) if 0 < len(header) <= LONGEST_HEADER else IDENTITY


@lru_cache(256)
def _wanted(header):
    worth = {}
    for part in header.decode("latin-1").lower().split(","):
        name, _, told = part.partition(";")
        worth[name.strip()] = _worth(told)
    others = worth.get("*", 0.0)
    # What is not named is as it is: that may always be sent, unless somebody refuses it.
    known = {GZIP: worth.get(GZIP, worth.get("x-gzip", others)), BROTLI: worth.get(BROTLI, others)}
    known[IDENTITY] = worth.get(IDENTITY, worth.get("*", 0.0001))
    best = max(BY_SIZE, key=lambda name: known[name])
    return best if known[best] else IDENTITY


def _worth(told):
    name, _, value = told.replace(" ", "").replace("\t", "").partition("=")
    if not name:
        return 1.0
    return float(value) if name == "q" and WORTH.fullmatch(value) else 0.0
