"""How the content of a file is encrypted: AES-256-GCM in segments, so that it can be streamed.

A file begins with a mark and a random salt, from which its key follows. Each segment is bound to
its number and to whether it is the last one: a file that was cut or reordered does not open (STREAM
of Hoang, Reyhanitabar, Rogaway and Vizár, 2015, with a key for each file).
"""

import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from consult.crypto.fields import DecryptionError

MARK = b"ANF1"
SALT_BYTES = 16
SEGMENT = 64 * 1024  # bytes of content in one segment
TAG_BYTES = 16


def seal(pieces: Iterable[bytes], key: bytes, bound_to: str) -> Iterator[bytes]:
    """The encrypted file piece by piece, made from the pieces of its content."""
    salt = os.urandom(SALT_BYTES)
    cipher = AESGCM(_file_key(key, salt, bound_to))
    yield MARK + salt
    for number, data, last in _numbered(_regrouped(pieces)):
        yield cipher.encrypt(_nonce(number), data, _place(number, last))


def opened(encrypted: IO[bytes], key: bytes, bound_to: str) -> Iterator[bytes]:
    """The content piece by piece; DecryptionError at the first segment that does not open."""
    head = _full(encrypted, len(MARK) + SALT_BYTES)
    if not head.startswith(MARK):
        raise DecryptionError("a file that is not one of ours")
    cipher = AESGCM(_file_key(key, head[len(MARK) :], bound_to))
    parts = iter(lambda: _full(encrypted, SEGMENT + TAG_BYTES), b"")
    for number, data, last in _numbered(parts):
        yield _open(cipher, number, data, last)


def _numbered(parts: Iterator[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Each part with its number and whether it is the last; an empty file has one empty part."""
    number, data = 0, next(parts, b"")
    for following in parts:
        yield number, data, False
        number, data = number + 1, following
    yield number, data, True


def _regrouped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces of any length as segments, all full but the last."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= SEGMENT:
            yield bytes(waiting[:SEGMENT])
            del waiting[:SEGMENT]
    if waiting:
        yield bytes(waiting)


def _open(cipher: AESGCM, number: int, data: bytes, last: bool) -> bytes:
    try:
        return cipher.decrypt(_nonce(number), data, _place(number, last))
    except (InvalidTag, ValueError) as error:
        raise DecryptionError("a file that was changed, cut or moved") from error


def _full(source: IO[bytes], size: int) -> bytes:
    """As many bytes as asked for, unless the source ends: a stream may give fewer at a time."""
    parts, missing = [], size
    while missing and (data := source.read(missing)):
        parts.append(data)
        missing -= len(data)
    return b"".join(parts)


def _file_key(key: bytes, salt: bytes, bound_to: str) -> bytes:
    subkey = hmac.new(key, b"antou consult file", hashlib.sha256).digest()
    return hmac.new(subkey, salt + bound_to.encode(), hashlib.sha256).digest()


def _nonce(number: int) -> bytes:
    """May repeat in another file, which has another key."""
    return number.to_bytes(12)


def _place(number: int, last: bool) -> bytes:
    return b"%d:%d" % (number, last)
