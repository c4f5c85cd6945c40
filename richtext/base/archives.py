"""What we take of a ZIP file (Office files are some, too), whoever reads it."""

import struct
import zipfile
import zlib

METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# What the reader raises over archives that are broken, or ask for what no program writes.
BROKEN: tuple[type[Exception], ...] = (zipfile.BadZipFile, zlib.error, struct.error, EOFError)
BROKEN += (OSError, ValueError, KeyError, NotImplementedError, RuntimeError, OverflowError)
