"""The room on the disk: how much there is, for what it is enough, and a ballast to give up."""

import logging
import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.files.storage import Storage

log = logging.getLogger("antou.disk")

MB = 1024 * 1024
FULL = 4 * MB  # with less nothing can be relied upon: so much a transaction of SQLite may take
BALLAST = 16 * MB  # of the reserve; thousands of questions
BALLAST_NAME = "ballast"


def free(folder: Path | str) -> int:
    """The bytes that may still be written where a folder lies, or will lie once it is made."""
    place = Path(folder)
    while not place.exists() and place != place.parent:
        place = place.parent
    told = os.statvfs(place)
    return told.f_bavail * told.f_frsize


def is_full(folder: Path | str) -> bool:
    """Whether there is no room left for a text either."""
    return free(folder) < FULL


def state() -> str:
    """`ok`, `low` (no more files are taken) or `full`, of the disk of DATA_DIR."""
    left = free(settings.DATA_DIR)
    if left < FULL:
        return "full"
    return "low" if left < reserve() else "ok"


def reserve() -> int:
    """The bytes that are kept for texts: files leave them alone."""
    return int(settings.DISK_RESERVE_MB) * MB


def complain() -> None:
    if (found := state()) != "ok":
        log.warning("the disk is %s: %s MB left", found, free(settings.DATA_DIR) // MB)


def has_room(storage: Storage, size: int) -> bool:
    """Whether a file of so many bytes fits in above the reserve."""
    try:
        folder = storage.path("")
    except NotImplementedError:  # a bucket, whose room is its own affair
        return True
    return free(folder) - size >= reserve()


def give_way(folder: Path) -> None:
    """Give the ballast up where a disk is full, whoever notices it first."""
    if is_full(folder) and (folder / BALLAST_NAME).exists():
        with suppress(OSError):  # another process was quicker
            (folder / BALLAST_NAME).unlink()
            log.error("the disk is full: the ballast is given up, files are refused")


def keep_ballast() -> None:
    """Lay it down, or lay it down again, where there is room above the reserve; a worker's job."""
    place = Path(settings.DATA_DIR) / BALLAST_NAME
    if place.exists() or free(settings.DATA_DIR) < reserve() + BALLAST:
        return
    draft = place.with_name(f"{BALLAST_NAME}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            for _ in range(BALLAST // MB):
                file.write(os.urandom(MB))  # which no file system makes smaller
        draft.rename(place)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
