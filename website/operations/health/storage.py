"""Whether what is uploaded can be stored: tried, because nothing else proves it."""

import logging
import secrets
import threading
import time

from django.core.files.base import ContentFile
from django.core.files.storage import storages

log = logging.getLogger("antou.health")

KINDS = ("default", "private")  # pictures, and the files of clients
KEPT = 30  # seconds that an answer stands: anybody may ask, and a bucket wants money for each file


class Probe:
    """Of one process; while one asks, which may take a dead bucket a minute, others get the last
    answer."""

    def __init__(self) -> None:
        self._asking, self._until, self._found = threading.Lock(), 0.0, ""

    def failing(self) -> str:
        """The kind of storage that takes no file; "" when both do."""
        if time.monotonic() >= self._until and self._asking.acquire(blocking=False):
            try:
                self._found = failing()
                self._until = time.monotonic() + KEPT
            finally:
                self._asking.release()
        return self._found


def failing() -> str:
    """The same, asked now."""
    return next((kind for kind in KINDS if not _takes_a_file(kind)), "")


def _takes_a_file(kind):
    """Whether a file can be written and taken away; one left by a crash is an orphan as others."""
    try:
        place = storages[kind]
        if probe_of_bucket := getattr(place, "check_writable", None):
            probe_of_bucket()
            return True
        place.delete(place.save(f"ready/{secrets.token_hex(8)}", ContentFile(b"ready")))
    except Exception as error:  # whatever a storage and its library raise
        log.warning("storage %s takes no file: %s", kind, type(error).__name__)
        return False
    return True


probe = Probe()
