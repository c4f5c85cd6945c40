"""Checking a backup, and putting one into an empty place: the database last, in one step."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.utils import timezone

from consult import lifecycle
from consult.crypto import keys as consult_keys
from website.operations import schema
from website.operations.backup import (
    BackupError,
    age,
    archive,
    check_room,
    database,
    sentences,
    taking,
)
from website.operations.backup.archive import ENGINES, Manifest

FILES = ("media", "private")
NOT_EMPTY = "{}里已经有内容，没有恢复：请换一个空的数据目录和空的数据库。{}"
FILES_THERE = "如文件都还在、只要恢复数据库，请加上 --database-only。"
NAMES = {"media": "存放图片的地方", "private": "存放附件的地方"}
OTHER_ENGINE = "这份备份来自 {}，现在的数据库是 {}：请按备份的数据库设置 DATABASE_URL，再恢复。"
NEWER = "这份备份由更新的版本制作（有{}等{}个迁移是当前版本没有的），没有恢复：请换用那个版本。"
NOT_PUT = "文件没有存进对象存储（{}），没有恢复完：请检查网络和存储的设置，再重新运行。"
NO_ERASURES = "文件夹 {} 里没有删除标记，没有恢复：请检查路径，应为原来的 erasures 文件夹。"

DONE = "已恢复{made}的备份：图片{media}个，附件{private}个，删除标记{erasures}个。"
DATABASE_DONE = "已恢复{made}的数据库和删除标记；文件没有改动。"
LOST = (
    "备份里有、现在存放文件的地方没有的文件{}个，例如{}：请不加 --database-only，恢复到空的地方。"
)
NO_TOMBSTONES = (
    "没有找到删除标记：备份以后有没有删除过咨询，无从知道。"
    "如能找到原来的 erasures 文件夹，请放进数据目录，再运行 manage.py erase_again。"
)
OTHER_KEYS = (
    "有{}条删除标记无法核对：CONSULT_KEYS 里没有当时的密钥。"
    "补上以后，请运行 manage.py erase_again。"
)
ERASED = "备份以后删除过的咨询，已再次删除{}条。"
LEFT = "有{}条没有删掉，请运行 manage.py erase_again：{}"
KEYS = (
    "缺少当时的咨询密钥（编号{}），用它加密的咨询无法打开："
    "请放回 CONSULT_KEYS，或者数据目录下的 secrets/consult_keys。"
)
BEHIND = (
    "备份由较早的版本制作：请运行 manage.py migrate，再运行 manage.py erase_again，"
    "把备份以后删除过的咨询再删除一次。"
)
NEXT = (
    "接下来：运行 manage.py collectstatic --noinput，启动网站和后台进程；"
    "登录后台，打开一条以前的咨询，看能不能读。"
)


def verify(named: str | None, key: Path) -> Manifest:
    """Read an archive to its end; BackupError where it, or the database in it, is not whole."""
    with sentences("检查备份"), database.alone() as folder:
        manifest, _ = _read(named, key, folder, ("database.",))
        database.check(folder / manifest.database)
        return manifest


def restore(
    named: str, key: Path, erasures: Path | None = None, database_only: bool = False
) -> tuple[list[str], bool]:
    """Put an archive back; what to say of it, and whether every consultation opens and what was
    erased is. `erasures` is a folder with newer tombstones. With `database_only` the files that lie
    there stay and none is added."""
    # There since the places were found empty: what lies in them is of a restore that was cut off.
    begun = Path(settings.DATA_DIR) / "restore-begun"
    with sentences("恢复"), database.alone() as content:
        newer = _tombstones_in(erasures)
        if not database.is_empty():
            raise BackupError(NOT_EMPTY.format("数据库", ""))
        for place in () if database_only or begun.exists() else FILES:
            if next(archive.names(place), None) is not None:
                raise BackupError(NOT_EMPTY.format(NAMES[place], FILES_THERE))
        check_room(content)
        # All of it into a folder of its own, and looked at there before anything is put in place.
        wanted = ("erasures/", "database.") if database_only else ("",)
        manifest, names = _read(named, key, content, wanted)
        if manifest.engine != connection.vendor:
            here = ENGINES[connection.vendor]
            raise BackupError(OTHER_ENGINE.format(ENGINES[manifest.engine], here))
        if unknown := schema.unknown(set(manifest.migrations)):
            raise BackupError(NEWER.format(unknown[0], len(unknown)))
        database.check(content / manifest.database)
        (content / "erasures").mkdir(exist_ok=True)
        for path in newer:
            shutil.copy(path, content / "erasures")
        if not database_only:
            begun.touch()
        for place in archive.PLACES:
            for path in sorted((content / place).rglob("*")):
                if path.is_file():
                    _put_file(place, path.relative_to(content / place).as_posix(), path)
        database.put(content / manifest.database)  # with it all is there, before it nothing
        begun.unlink(missing_ok=True)
        return _settled(manifest, names, database_only)


def _tombstones_in(folder):
    """The paths of newer tombstones; a folder without any is likely the wrong one."""
    if folder is None:
        return []
    there = folder.iterdir() if folder.is_dir() else ()
    if found := [path for path in there if lifecycle.TOMBSTONE_NAME.fullmatch(path.name)]:
        return found
    raise BackupError(NO_ERASURES.format(folder))


def _read(named, key, into, wanted):
    keys = age.identities(key)
    with taking.opened(named) as file, age.decrypted(file, keys) as plain:
        return archive.read(plain, into, wanted)


class _Unpacked(File):
    """A file that Django's storage of folders moves instead of copying."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def _put_file(place, name, path):
    """Nothing is overwritten but what a restore that was cut off has left half."""
    storage = storages[archive.PLACES[place]]
    try:
        if storage.exists(name):
            if place == "erasures" or storage.size(name) == path.stat().st_size:
                return
            storage.delete(name)
        with path.open("rb") as file:
            stored = storage.save(name, _Unpacked(file))
    except OSError:
        raise
    except Exception as error:  # what a storage raises is its own
        raise BackupError(NOT_PUT.format(type(error).__name__)) from error
    if stored != name:
        raise BackupError(NOT_EMPTY.format("存放文件的地方", ""))


def _settled(manifest, names, database_only):
    """Erase what was erased since, where the code fits already, and say what is missing."""
    made = f"{timezone.localtime(manifest.made):%Y-%m-%d %H:%M}"
    lines = [(DATABASE_DONE if database_only else DONE).format(made=made, **manifest.counts)]
    if database_only:
        there = {f"{place}/{name}" for place in FILES for name in archive.names(place)}
        lost = sorted(name for name in names - there if name.partition("/")[0] in FILES)
        lines += [LOST.format(len(lost), lost[0])] if lost else []
    if not lifecycle.tombstone_names():
        lines.append(NO_TOMBSTONES)
    consult_keys.look_again()
    schema.look_again()
    keys, behind, failed = "", "", []
    try:
        keys, behind = consult_keys.problem(), schema.problem()
        if other := lifecycle.of_other_keys():
            lines.append(OTHER_KEYS.format(other))
        if not behind:
            again = lifecycle.erase_again()
            failed = again.failed
            lines += [ERASED.format(len(again.erased))] if again.erased else []
    except DatabaseError as error:  # a table of before that this code does not know
        behind = behind or str(error)
    if failed:
        lines.append(LEFT.format(len(failed), "、".join(failed)))
    if wrong := manifest.wrong_keys():
        keys = KEYS.format("、".join(wrong))
    lines += [*filter(None, [keys, behind and BEHIND]), NEXT]
    return lines, not (keys or failed)
