"""Putting a backup into an empty place, all of it or nothing."""

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.db import DatabaseError

from consult.crypto import keys as consult_keys
from consult.lifecycle import again, tombstones
from website.operations import schema
from website.operations.backup import age, database, files, proving, tape, work
from website.operations.backup.errors import BackupError
from website.operations.backup.manifest import ENGINES, Manifest

WHAT = "恢复"
FILES = ("media", "private")
NOT_EMPTY = "{}里已经有内容，没有恢复：请换一个空的数据目录和空的数据库。{}"
ONLY = "文件都还在、只要恢复数据库的，请加上 --database-only。"
NAMES = {"media": "存放图片的地方", "private": "存放附件的地方"}
NEWER = "这份备份由更新的版本制作（有{}等{}个迁移是当前版本没有的），没有恢复：请换用那个版本。"
NOT_PUT = "文件没有存进对象存储（{}），没有恢复：请检查网络和存储的设置。"
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


class _Steps:
    """The folder in which an archive is unpacked, and the list of files that were put in place
    out of it: a restore that was cut off is undone by the next one."""

    def __init__(self):
        self.folder = Path(settings.DATA_DIR) / "restore-work"
        self._list = self.folder / "placed.json"

    def clear(self) -> None:
        """Take away what a restore has left that was not finished.

        Files that were put in place stay as soon as there is one more: then a site has run here.
        """
        if self._list.exists():
            placed = json.loads(self._list.read_text(encoding="utf-8"))
            for place in FILES:
                ours = {name for where, name in placed if where == place}
                there = set(files.names(place))
                for name in there if there <= ours else ():
                    files.storage(place).delete(name)
        self.done()

    def begin(self) -> None:
        """An empty folder for the user of the site alone."""
        self.folder.mkdir(mode=0o700)

    def will_place(self, names: list[tuple[str, str]]) -> None:
        """Note what is about to be put in place."""
        draft = self._list.with_suffix(".part")
        draft.write_text(json.dumps(names), encoding="utf-8")
        draft.replace(self._list)

    def done(self) -> None:
        """Nothing is to be undone any more."""
        shutil.rmtree(self.folder, ignore_errors=True)


def restore(
    archive: BinaryIO,
    keys: list[Any],
    size: int = 0,
    erasures: Path | None = None,
    database_only: bool = False,
) -> Restored:
    """Put an archive of about so many bytes back; BackupError leaves the place as it was.

    `erasures` is a folder with newer tombstones than those of the archive. With `database_only`
    the files that lie there stay and none is added.
    """
    newer = _tombstones_in(erasures)
    steps = _Steps()
    with work.one_at_a_time():
        with work.sentences(WHAT):
            _check_database()
            steps.clear()
            _check_files(database_only)
            work.check_room(Path(settings.DATA_DIR), size, WHAT)
            try:
                told = _unpack(archive, keys, steps, database_only)
                _put(told, steps, database_only, newer)
            except BaseException:
                steps.clear()
                raise
            steps.done()
        return _settled(told, database_only)


def _tombstones_in(folder):
    """The paths of newer tombstones; a folder without any is likely the wrong one."""
    if folder is None:
        return []
    try:
        found = [path for path in folder.iterdir() if tombstones.NAME.fullmatch(path.name)]
    except OSError:
        found = []
    if not found:
        raise BackupError(NO_ERASURES.format(folder))
    return found


def _check_database():
    if not database.is_empty():
        raise BackupError(NOT_EMPTY.format("数据库", ""))


def _check_files(database_only):
    for place in () if database_only else FILES:
        if not files.is_empty(place):
            raise BackupError(NOT_EMPTY.format(NAMES[place], ONLY))


def _unpack(archive, keys, steps, database_only):
    """Everything into a folder of its own, and looked at there before anything is put in place."""
    steps.begin()
    wanted = ("erasures/", "database.") if database_only else ("",)

    def sink(name: str) -> BinaryIO | None:
        if not name.startswith(wanted):
            return None
        path = steps.folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")

    with age.opened(archive, keys) as plain:
        told = tape.unwind(plain, sink)
    if told.engine != database.engine():
        here = ENGINES[database.engine()]
        raise BackupError(database.OTHER_ENGINE.format(told.engine_name, here))
    if unknown := _unknown(told):
        raise BackupError(NEWER.format(unknown[0], len(unknown)))
    proving.check_database(steps.folder / "content" / told.database)
    return told


def _unknown(told):
    """Migrations of ours that this code does not have."""
    ours = schema.named()
    return [
        name
        for name in told.migrations
        if name not in ours and name.partition(".")[0] in schema.OURS
    ]


def _put(told, steps, database_only, newer):
    """Files first, the database last: with it all is there, before it nothing."""
    content = steps.folder / "content"
    placed = [] if database_only else [(place, n) for place in FILES for n in told.files(place)]
    steps.will_place(placed)
    for place, name in placed:
        _put_file(place, name, content / place / name, _Unpacked)
    there = set(tombstones.names())
    for path in newer:
        if path.name not in there:
            _put_file("erasures", path.name, path, File)
    for name in set(told.files("erasures")) - there - {path.name for path in newer}:
        _put_file("erasures", name, content / "erasures" / name, _Unpacked)
    database.put(content / told.database)


class _Unpacked(File):
    """A file that Django's storage of folders moves instead of copying."""

    def temporary_file_path(self) -> str:
        """Where it lies."""
        return str(self.name)


def _put_file(place, name, path, kind):
    with path.open("rb") as file:
        try:
            kept = files.storage(place).save(name, kind(file))
        except OSError:
            raise
        except Exception as error:  # what a storage raises is its own
            raise BackupError(NOT_PUT.format(type(error).__name__)) from error
    if kept != name:
        raise BackupError(NOT_EMPTY.format("存放文件的地方", ""))


def _settled(told, database_only):
    """Erase what was erased since, where the code fits already, and see what is missing."""
    done = Restored(told, tombstones=len(tombstones.names()))
    consult_keys.look_again()
    schema.look_again()
    try:
        done.keys, done.schema = consult_keys.problem(), schema.problem()
        done.other_keys = tombstones.of_other_keys()
        if not done.schema:
            result = again.erase_again()
            done.erased, done.not_erased = len(result.erased), result.failed
    except DatabaseError as error:  # a table of before that this code does not know
        done.schema = done.schema or str(error).splitlines()[0]
    if database_only:
        done.lost = [
            f"{place}/{name}"
            for place in FILES
            for name in sorted(set(told.files(place)) - set(files.names(place)))
        ]
    return done
