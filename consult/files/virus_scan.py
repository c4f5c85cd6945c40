"""The optional virus scanner (CLAMD_URL): no file is handed out before clamd has seen it, piece by
piece (INSTREAM, man 8 clamd)."""

import logging
import socket
import struct
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from consult.base.enums import Scan
from consult.crypto.fields import DecryptionError
from consult.files import storage
from consult.models import Attachment

log = logging.getLogger("antou.scanning")

TIMEOUT = 30  # seconds without a word after which the scanner counts as away
LONGEST_ANSWER = 4096
TURN = 60  # seconds after which the other jobs of the worker get their turn
USUAL = timedelta(minutes=5)  # a file that waits longer is worth a look


class ScannerError(Exception):
    """The scanner did not say whether a file is clean; the file goes on waiting."""


class ScannerUnreachableError(ScannerError):
    """The scanner cannot be reached, so it is pointless to try the other files."""


def late() -> bool:
    """Whether a file has waited unusually long."""
    return _pending().filter(created_at__lt=timezone.now() - USUAL).exists()


def scan_pending(*, keep_going: Callable[[], bool] = lambda: True) -> int:
    """Scan what waits, oldest first, and return how many files got an answer.

    A file that does not open or gets no verdict keeps none of the others waiting, and is tried
    again. Raises ScannerError in the end for want of a verdict, and at once for want of a scanner.
    """
    if not settings.CLAMD:  # taken out of the settings: what waits would wait for ever
        waiting = _pending()
        return waiting.update(scan=Scan.NOT_NEEDED) if waiting.exists() else 0
    until, done, away = time.monotonic() + TURN, 0, None
    for attachment in _pending().order_by("created_at"):
        if not keep_going() or time.monotonic() > until:
            break
        try:
            found = scan(storage.chunks(attachment))
        except ScannerUnreachableError:
            raise
        except ScannerError as error:
            away = error
        except (OSError, DecryptionError) as error:
            log.error("attachment %s not scanned (%s)", attachment.pk, type(error).__name__)
        else:
            _pending().filter(pk=attachment.pk).update(scan=found)
            if found == Scan.INFECTED:
                log.warning("attachment %s is infected and withheld", attachment.pk)
            done += 1
    if away:
        raise away
    return done


def _pending():
    return Attachment.objects.filter(scan=Scan.PENDING)


def scan(pieces) -> Scan:
    """What the scanner says of a content: CLEAN or INFECTED; ScannerError where it says neither."""
    with ExitStack() as stack:
        try:  # CLAMD is a path, or host and port
            if isinstance(settings.CLAMD, tuple):
                connection = socket.create_connection(settings.CLAMD, timeout=TIMEOUT)
                stack.enter_context(connection)
            else:
                connection = stack.enter_context(socket.socket(socket.AF_UNIX))
                connection.settimeout(TIMEOUT)
                connection.connect(settings.CLAMD)
        except OSError as error:
            raise ScannerUnreachableError(f"clamd not reached ({type(error).__name__})") from error
        _talk(connection.sendall, b"zINSTREAM\0")
        for piece in pieces:  # whose errors are the storage's
            _talk(connection.sendall, struct.pack(">I", len(piece)) + piece)
        _talk(connection.sendall, struct.pack(">I", 0))
        data = b""
        while not data.endswith(b"\0") and len(data) < LONGEST_ANSWER:
            more = _talk(connection.recv, LONGEST_ANSWER)
            if not more:
                break
            data += more
    answer = data.rstrip(b"\0\n").decode("utf-8", "replace")
    if answer == "stream: OK":
        return Scan.CLEAN
    if answer.endswith(" FOUND"):
        return Scan.INFECTED
    raise ScannerError("clamd gave no verdict")


def _talk(act, data):
    try:
        return act(data)
    except OSError as error:
        raise ScannerError(f"clamd hung up ({type(error).__name__})") from error
