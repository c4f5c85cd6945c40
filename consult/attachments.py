"""Files of a message: kept encrypted in the private storage, never in the media address space."""

from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Checked:
    """An uploaded file that was judged by its content."""

    name: str
    kind: str
    size: int
    content: object


class NotStored(Exception):
    """The files could not be kept (disk full, storage away); its text is for people."""


class Kept:
    """Files that lie in the storage and belong to no message yet."""

    def attach(self, message):
        """Make them attachments of a message, in the caller's transaction."""

    def discard(self):
        """Remove them again."""


@contextmanager
def stored(files):
    """Put files into the storage; they are removed again when the block fails."""
    yield Kept()


def erase(attachments):
    """Remove files from the storage once the transaction is through."""
