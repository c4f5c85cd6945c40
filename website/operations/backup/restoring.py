"""Checking a backup, and putting one into an empty place: the database last, in one step."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.db import DatabaseError, connection

from consult import lifecycle
from consult.crypto import keys as consult_keys
from website.operations import schema
from website.operations.backup import BackupError, age, archive, database, sentences
from website.operations.backup.archive import ENGINES, Manifest

FILES = ("media", "private")
NOT_EMPTY = "{}里已经有内容，没有恢复：请换一个空的数据目录和空的数据库。{}"
ONLY = "文件都还在、只要恢复数据库的，请加上 --database-only。"
NAMES = {"media": "存放图片的地方", "private": "存放附件的地方"}
OTHER_ENGINE = "这份备份来自 {}，现在的数据库是 {}：请按备份的数据库设置 DATABASE_URL，再恢复。"
NEWER = "这份备份由更新的版本制作（有{}等{}个迁移是当前版本没有的），没有恢复：请换用那个版本。"
NOT_PUT = "文件没有存进对象存储（{}），没有恢复完：请检查网络和存储的设置，再重新运行。"
NO_ERASURES = "文件夹 {} 里没有删除标记，没有恢复：请检查路径，应为原来的 erasures 文件夹。"


@dataclass
class Restored:
    """What was put back, and what is missing or left to do.

    `lost` names files that the database may know but nobody has; `erased` how many consultations
    were erased again, None where the database has to be migrated before that.
    """

    told: Manifest
    tombstones: int = 0
    erased: int | None = None
    not_erased: list[str] = field(default_factory=list)
    other_keys: int = 0
    keys: str = ""
    schema: str = ""
    lost: list[str] = field(default_factory=list)


def verify(file: BinaryIO, keys: list[Any]) -> Manifest:
    """Read an archive to its end; BackupError where it, or the database in it, is not whole."""
    with sentences("检查备份"), database.alone() as folder:
        with age.opened(file, keys) as plain:
            told, _ = archive.read(plain, folder, ("database.",))
        database.check(folder / told.database)
        return told


def restore(
    file: BinaryIO,
    keys: list[Any],
    size: int = 0,
    erasures: Path | None = None,
    database_only: bool = False,
) -> Restored:
    """Put an archive of about so many bytes back; without its database there is no site.

    `erasures` is a folder with newer tombstones than those of the archive. With `database_only`
    the files that lie there stay and none is added.
    """
    newer = _tombstones_in(erasures)
    work = Path(settings.DATA_DIR) / "restore-work"
    # There since the places were found empty: what lies in them is of a restore that was cut off.
    begun = work / "begun"
    with sentences("恢复"), database.alone():
        _check_empty(() if database_only or begun.exists() else FILES)
        shutil.rmtree(work / "content", ignore_errors=True)
        database.check_room(Path(settings.DATA_DIR), size, "恢复")
        content = work / "content"
        content.mkdir(mode=0o700, parents=True)
        try:
            told, names = _unpack(file, keys, content, database_only)
            if not database_only:
                begun.touch()
            _put(told, names, content, newer)
        except BaseException:
            shutil.rmtree(content if begun.exists() else work, ignore_errors=True)
            raise
        shutil.rmtree(work, ignore_errors=True)
        return _settled(told, names if database_only else set())


def _tombstones_in(folder):
    """The paths of newer tombstones; a folder without any is likely the wrong one."""
    if folder is None:
        return []
    try:
        found = [path for path in folder.iterdir() if lifecycle.TOMBSTONE_NAME.fullmatch(path.name)]
    except OSError:
        found = []
    if not found:
        raise BackupError(NO_ERASURES.format(folder))
    return found


def _check_empty(places):
    if not database.is_empty():
        raise BackupError(NOT_EMPTY.format("数据库", ""))
    for place in places:
        if next(archive.names(place), None) is not None:
            raise BackupError(NOT_EMPTY.format(NAMES[place], ONLY))


def _unpack(file, keys, content, database_only):
    """Everything into a folder of its own, and looked at there before anything is put in place."""
    wanted = ("erasures/", "database.") if database_only else ("",)
    with age.opened(file, keys) as plain:
        told, names = archive.read(plain, content, wanted)
    if told.engine != connection.vendor:
        here = ENGINES[connection.vendor]
        raise BackupError(OTHER_ENGINE.format(ENGINES[told.engine], here))
    newer = [one for one in told.migrations if one.partition(".")[0] in schema.OURS]
    if unknown := sorted(set(newer) - schema.named()):
        raise BackupError(NEWER.format(unknown[0], len(unknown)))
    database.check(content / told.database)
    return told, names


def _put(told, names, content, newer):
    """Files first, the database last: with it all is there, before it nothing."""
    for path in newer:
        _put_file("erasures", path.name, path, File)
    for name in sorted(names - {told.database}):
        place, _, rest = name.partition("/")
        if (content / name).exists():  # not with `database_only`
            _put_file(place, rest, content / name, _Unpacked)
    database.put(content / told.database)


class _Unpacked(File):
    """A file that Django's storage of folders moves instead of copying."""

    def temporary_file_path(self) -> str:
        """Where it lies."""
        return str(self.name)


def _put_file(place, name, path, kind):
    """Nothing is overwritten but what a restore that was cut off has left half."""
    storage = archive.storage(place)
    try:
        if storage.exists(name):
            if place == "erasures" or storage.size(name) == path.stat().st_size:
                return
            storage.delete(name)
        with path.open("rb") as file:
            kept = storage.save(name, kind(file))
    except OSError:
        raise
    except Exception as error:  # what a storage raises is its own
        raise BackupError(NOT_PUT.format(type(error).__name__)) from error
    if kept != name:
        raise BackupError(NOT_EMPTY.format("存放文件的地方", ""))


def _settled(told, names):
    """Erase what was erased since, where the code fits already, and see what is missing."""
    done = Restored(told, tombstones=len(lifecycle.tombstone_names()))
    consult_keys.look_again()
    schema.look_again()
    try:
        done.keys, done.schema = consult_keys.problem(), schema.problem()
        done.other_keys = lifecycle.of_other_keys()
        if not done.schema:
            result = lifecycle.erase_again()
            done.erased, done.not_erased = len(result.erased), result.failed
    except DatabaseError as error:  # a table of before that this code does not know
        done.schema = done.schema or str(error).splitlines()[0]
    for place in FILES:
        known = {name for name in names if name.startswith(f"{place}/")}
        done.lost += sorted(known - {f"{place}/{name}" for name in archive.names(place)})
    return done
