"""Reading a backup from front to end, and opening what is in it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from website.operations.backup import age, proving, tape, work
from website.operations.backup.manifest import Manifest

WHAT = "检查备份"


@dataclass(frozen=True)
class Verified:
    """A whole backup: by key id whether the oldest message sealed under it opens with the keys
    that are here, and whether a receipt code is known there (None where none was asked for)."""

    told: Manifest
    opens: dict[str, bool]
    finds_code: bool | None = None


def verify(archive: BinaryIO, keys: list[Any], code: str | None = None) -> Verified:
    """Check every member; BackupError where the archive, or the database in it, is not whole."""
    with work.one_at_a_time(), work.sentences(WHAT), work.emptied() as folder:

        def sink(name: str) -> BinaryIO | None:
            return (folder / name).open("wb") if "/" not in name else None

        with age.opened(archive, keys) as plain:
            told = tape.unwind(plain, sink)
        copy: Path = folder / told.database
        proving.check_database(copy)
        return Verified(told, proving.opens(copy), proving.finds(copy, code) if code else None)
