"""Uploaded files in a folder for a while, where an import reads them; a ZIP as what is in it.

A ZIP comes from outside: its names lead nowhere else, and it unpacks to no more than the bounds.
"""

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath

from richtext.base import archives
from richtext.base.decoding import printable
from richtext.base.front_matter import UnreadableFileError

MB = 1024 * 1024
MOST_MEMBERS = 5000
MOST_BYTES = 300 * MB  # of all that is in a ZIP
MOST_OF_ONE = 250 * MB  # a dump of a large old site
LONGEST_PART = 255  # bytes of a name, as file systems have it
LONGEST_PATH = 1000  # bytes of all its parts; a system takes 4,096 with the folder before them
DEEPEST = 20  # folders within each other
STEP = 64 * 1024
ENCRYPTED, UTF8 = 0x1, 0x800
LINK = 0o12  # the kind of a file in the upper bits of its attributes
OF_A_SYSTEM = ("__MACOSX", ".")  # what a system puts beside the files

NO_ROOM = "服务器无法暂存文件，磁盘空间可能不足，没有导入任何内容。请联系运维人员。"
NO_ZIP = "ZIP文件不完整或者已损坏，请重新压缩后上传。"
TOO_LARGE = f"ZIP文件解压后过大：合计最大{MOST_BYTES // MB}MB，每个文件最大{MOST_OF_ONE // MB}MB。"
TOO_MUCH = "ZIP文件解压后过大：最多{}个文件，合计{}MB。请分几次上传。"
BAD_NAME = "文件名指向文件夹以外，或者过长，没有读取。"
TWICE = "ZIP文件中有两个同名的文件，只读取前一个。"


Left = list[tuple[str, str]]  # name and reason of each file that is not read
Unread = Callable[[str], str]  # why a file of this name is not read; "" for one that is


@contextmanager
def laid_out(
    files: list[tuple[str, bytes]],
    unread: Unread,
    most: int = MOST_MEMBERS,
    most_bytes: int = 0,
) -> Iterator[tuple[Path, Left]]:
    """Files by name in a folder of their own, and what of the ZIPs among them is not read.

    UnreadableFileError for a ZIP that does not open or is made to do harm, and without room.
    Several share what one may unpack to.
    """
    left: Left = []
    zips = [name for name, _ in files if PurePosixPath(name).suffix.lower() == ".zip"]
    room = most_bytes or MOST_BYTES
    with ExitStack() as stack:
        try:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            for name, content in files:
                if name in zips:
                    own = Path(name).stem.strip(". ") or "ZIP"
                    place = folder if len(files) == 1 else folder / own
                    left += _unpacked(content, place, unread, most, room)
                    room -= sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
                else:
                    (folder / name).write_bytes(content)
        except OSError as error:  # tried again and again it would stop those that wait
            raise UnreadableFileError(NO_ROOM) from error
        yield folder, left


def _unpacked(content, folder, unread, most, most_bytes):
    try:
        archives.check_list(io.BytesIO(content))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _checked(archive.infolist(), most, most_bytes)
            return [*_written(archive, members, folder, unread, most_bytes)]
    except archives.LongListError:
        raise UnreadableFileError(TOO_MUCH.format(most, most_bytes // MB)) from None
    except archives.BROKEN as error:
        if isinstance(error, OSError) and error.errno:  # of the disk and not of the file
            raise
        raise UnreadableFileError(NO_ZIP) from None


def _checked(infos, most, most_bytes):
    """The files of an archive; UnreadableFileError before anything of it is unpacked."""
    members = [info for info in infos if not info.is_dir()]
    if any(info.flag_bits & ENCRYPTED for info in members):
        raise UnreadableFileError("ZIP文件设有密码，请取消密码后上传。")
    if any(info.compress_type not in archives.METHODS for info in members):
        raise UnreadableFileError(NO_ZIP)
    if len(infos) > most or sum(info.file_size for info in members) > most_bytes:
        raise UnreadableFileError(TOO_MUCH.format(most, most_bytes // MB))
    return members


def _written(archive, members, folder, unread, room):
    for info in members:
        parts = _parts(info)
        shown = printable("/".join(parts))
        if any(part.startswith(OF_A_SYSTEM) and part != ".." for part in parts):
            continue
        if not _is_fit(parts) or info.external_attr >> 28 == LINK:
            yield shown, BAD_NAME
        elif reason := unread(shown):
            yield shown, reason
        elif (path := folder.joinpath(*parts)).exists() or any(map(Path.is_file, path.parents)):
            yield shown, TWICE  # by name, or where it wants a folder
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            room -= _unpack(archive, info, path, room)


def _parts(info):
    """A name as its parts; Windows writes it in GBK without saying so, or with backslashes."""
    name = info.orig_filename
    if not info.flag_bits & UTF8:
        data = name.encode("cp437")
        try:
            name = data.decode()
        except UnicodeDecodeError:
            name = data.decode("gb18030", "replace")
    return [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]


def _is_fit(parts):
    odd = any(part == ".." or "\x00" in part or ":" in part for part in parts)
    sizes = [len(part.encode(errors="replace")) for part in parts]
    short = max(sizes, default=0) <= LONGEST_PART and sum(sizes) <= LONGEST_PATH
    return bool(parts) and not odd and short and len(parts) <= DEEPEST


def _unpack(archive, info, path, room):
    """Unpack for real, since a declared size may lie; how many bytes there were."""
    size, most = 0, min(room, MOST_OF_ONE)
    with archive.open(info) as part, path.open("xb") as file:
        while data := part.read(STEP):
            size += len(data)
            if size > most:
                raise UnreadableFileError(TOO_LARGE)
            file.write(data)
    return size
