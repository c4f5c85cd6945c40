"""How files come in: never in clear text on a disk, and never so many that words are lost.

Django's own handler writes what is larger than 2.5 MB to /tmp as it is. This one encrypts under a
key that only this process has, for as long as the request lasts. What is beyond the bounds is read
to its end and thrown away, but known: the form can then say so beside everything that was typed.
"""

import io
import os
import tempfile
from contextlib import suppress

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParserError

MOST_FILES = 5
LARGEST = 20 * 1024 * 1024  # bytes of one file
IN_MEMORY = 1024 * 1024  # bytes that never leave memory
BUFFER = 64 * 1024
BLOCK = 16  # bytes of AES

# What is wrong with an upload.
TOO_LARGE, TOO_MANY, NOT_STORED = "too_large", "too_many", "not_kept"


class Spool(io.RawIOBase):
    """A file that is written once, in order, and read from anywhere; `size` in bytes.

    Encrypted, in memory or in a file that no folder lists.
    """

    def __init__(self):
        super().__init__()
        self.size = self._at = 0
        self._key, self._start = os.urandom(32), int.from_bytes(os.urandom(BLOCK))
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  (close() ends it)

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=os.SEEK_SET):
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("a position before the start")
        self._at = start + offset
        return self._at

    def write(self, data):
        """Add to the end; OSError when the disk has no room."""
        data = bytes(data)
        if self._at != self.size:
            raise io.UnsupportedOperation("written in order only")
        self._file.seek(self.size)
        self._file.write(self._crypt(data, self.size))
        self._file.flush()  # a full disk is to show now, not when it is read
        self.size += len(data)
        self._at = self.size
        return len(data)

    def readinto(self, buffer):
        self._file.seek(self._at)
        data = self._crypt(self._file.read(len(buffer)), self._at)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self):
        with suppress(OSError):  # a full disk is told already; the file is closed all the same
            self._file.close()
        super().close()

    def _crypt(self, data, at):
        """AES in counter mode, which can begin anywhere; the same both ways."""
        counter = (self._start + at // BLOCK) % 2 ** (8 * BLOCK)
        stream = Cipher(AES(self._key), CTR(counter.to_bytes(BLOCK))).encryptor()
        stream.update(bytes(at % BLOCK))
        return stream.update(data)


class Upload(UploadedFile):
    """A file that came in; `fault` says why its content was not kept, "" when it was.

    `rewritten` is what was made of it, if anything: both go when the request is answered.
    """

    fault = ""
    rewritten: Spool | None = None

    def close(self):
        """Left to Python's collector, the room in the temporary folder would be freed too late."""
        super().close()
        if self.rewritten:
            self.rewritten.close()


class SpoolUploadHandler(FileUploadHandler):
    """Keeps what is within the bounds, counts the rest."""

    def __init__(self, request=None):
        super().__init__(request)
        self.fault = ""
        self.spools: list[Spool] = []

    def close(self):
        """Free the room of all that came, however the request ended."""
        for spool in self.spools:
            spool.close()

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.spool = Spool()
        self.spools.append(self.spool)
        self.fault = TOO_MANY if len(self.spools) > MOST_FILES else ""

    def receive_data_chunk(self, raw_data, start):
        if not self.fault and self.spool.size + len(raw_data) > LARGEST:
            self.fault = TOO_LARGE
        if not self.fault:
            try:
                self.spool.write(raw_data)
            except OSError:
                self.fault = NOT_STORED
        if self.fault and not self.spool.closed:
            self.spool.close()

    def file_complete(self, file_size):
        """`size` is what was sent, also when it was not kept."""
        content = io.BytesIO() if self.fault else io.BufferedReader(self.spool, BUFFER)
        content.seek(0)
        known = (
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
        upload = Upload(content, *known)
        upload.fault = self.fault
        return upload

    def upload_interrupted(self):
        """The body ends within a file: refused (400), or the rest would be taken without it."""
        self.spool.close()
        raise MultiPartParserError("the body ends within a file")
