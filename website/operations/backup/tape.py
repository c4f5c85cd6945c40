"""The archive as a stream: a tar of PAX, written chunk by chunk and read once."""

import hashlib
import tarfile
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from website.operations.backup import manifest
from website.operations.backup.age import BROKEN, CHUNK
from website.operations.backup.errors import BackupError
from website.operations.backup.manifest import Manifest

BLOCK = tarfile.BLOCKSIZE
SHRUNK = "{}在备份时变短了，没有备份：请重新运行。"
Sink = Callable[[str], BinaryIO | None]


def member(told: Manifest, name: str, size: int, file: BinaryIO) -> Iterator[bytes]:
    """One file of so many bytes, which may have grown meanwhile; entered into the manifest."""
    yield _head(name, size)
    sha, left = hashlib.sha256(), size
    while left and (data := file.read(min(CHUNK, left))):
        sha.update(data)
        left -= len(data)
        yield data
    if left:
        raise BackupError(SHRUNK.format(name))
    yield bytes(-size % BLOCK)
    told.members[name] = (size, sha.hexdigest())


def end(told: Manifest) -> Iterator[bytes]:
    """The manifest, and that nothing follows."""
    data = told.to_bytes()
    yield _head(manifest.NAME, len(data)) + data + bytes(-len(data) % BLOCK)
    yield bytes(2 * BLOCK)


def _head(name, size):
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o640
    return info.tobuf(tarfile.PAX_FORMAT)


def unwind(plain: BinaryIO, sink: Sink) -> Manifest:
    """Read an archive to its end, give each member to the file that `sink` opens for it (or to
    none), and compare all with the manifest; BackupError where one differs."""
    seen: dict[str, tuple[int, str]] = {}
    told = None
    try:
        with tarfile.open(fileobj=plain, mode="r|", bufsize=CHUNK) as tar:
            while info := tar.next():
                tar.members = []  # type: ignore[attr-defined]  # else it remembers each
                if told or not info.isreg() or info.name in seen:
                    raise BackupError(BROKEN)
                content = cast(BinaryIO, tar.extractfile(info))
                if info.name == manifest.NAME and info.size < manifest.LONGEST:
                    told = manifest.read(content.read())
                elif manifest.is_good_name(info.name):
                    seen[info.name] = _copy(content, sink(info.name))
                else:
                    raise BackupError(BROKEN)
    except tarfile.TarError as error:
        raise BackupError(BROKEN) from error
    if told is None or told.members != seen:
        raise BackupError(BROKEN)
    return told


def _copy(content, file):
    """Size and SHA-256 of what was read, and stored where there is a file for it."""
    sha, size = hashlib.sha256(), 0
    try:
        while data := content.read(CHUNK):
            sha.update(data)
            size += len(data)
            if file:
                file.write(data)
    finally:
        if file:
            file.close()
    return size, sha.hexdigest()
