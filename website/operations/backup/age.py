"""The encryption of an archive: age (https://age-encryption.org/v1), as a stream, with the public
key alone, so a stolen server opens no backup of before. age works in a thread behind a pipe."""

import errno
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import pyrage

from website.operations.backup import BROKEN, CHUNK, BackupError, sentences

NO_RECIPIENT = (
    "没有指定加密备份的公钥，没有备份。请运行 manage.py backup --new-key 文件名 生成一对密钥，"
    "再把公钥写进环境变量 BACKUP_RECIPIENT。"
)
NO_KEY_FILE = "私钥文件 {} 无法读取，请检查文件名和权限。"
NO_KEY = "{} 里没有可用的私钥，应有一行以 AGE-SECRET-KEY-1 开头。"
OTHER_KEY = "私钥与这份备份不匹配，没有打开：请换用备份时的公钥所对应的私钥。"
STOPPED = "加密中断（{}），没有完成，没有留下不完整的文件：请重新运行。"
EXISTS = "{} 已经存在，没有覆盖：请换一个文件名。"
KEY_FILE = """# 案头备份的私钥。没有它，任何备份都无法打开。
# 请在服务器以外保存两份，然后把服务器上的这一份删除。
# public key: {public}
{private}
"""


def make_key(path: Path) -> str:
    """Write a new private key into a new file, for the owner alone; its public key."""
    made = pyrage.x25519.Identity.generate()
    public = str(made.to_public())
    with sentences("生成密钥"):
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise BackupError(EXISTS.format(path)) from error
        with open(handle, "w") as file:
            file.write(KEY_FILE.format(public=public, private=made))
            file.flush()
            os.fsync(file.fileno())
    return public


def identities(path: Path) -> list[Any]:
    """The private keys of a file, one a line, as `make_key` and age-keygen write them."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError(NO_KEY_FILE.format(path)) from error
    keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    with suppress(pyrage.IdentityError):  # whose text could show the key
        if found := [pyrage.x25519.Identity.from_str(key) for key in keys]:
            return found
    raise BackupError(NO_KEY.format(path))


@contextmanager
def encrypted(file: BinaryIO, recipients: list[str]) -> Iterator[BinaryIO]:
    """What is written here goes encrypted into the file; who fails on the way throws that away."""
    if not recipients:
        raise BackupError(NO_RECIPIENT)
    known = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    piped = _piped("wb", lambda plain: pyrage.encrypt_io(plain, file, known))
    with suppress(BrokenPipeError), piped as (plain, failed):  # age has gone, and said why
        yield plain
    if failed and "No space left" in str(failed[0]):  # age keeps the text alone
        raise OSError(errno.ENOSPC, "no room")
    if failed:
        raise BackupError(STOPPED.format(failed[0]))


@contextmanager
def decrypted(file: BinaryIO, keys: list[Any]) -> Iterator[BinaryIO]:
    """What is in the file, to be read once from front to end, block by block as each proves whole.
    BackupError for a wrong key, and for a file that was cut or changed."""
    before: list[BaseException] = []  # what failed before the reader left
    try:
        with _piped("rb", lambda out: pyrage.decrypt_io(file, out, keys)) as (plain, failed):
            try:
                yield plain
                while plain.read(CHUNK):  # what nobody asked for has to be whole, too
                    pass
            finally:
                before += failed
    except BaseException:
        if not before:
            raise
    if before:  # age says little of what it met, and in English
        is_other = isinstance(before[0], pyrage.DecryptError) and "No matching" in str(before[0])
        raise BackupError(OTHER_KEY if is_other else BROKEN) from None


@contextmanager
def _piped(mode, work: Callable[[BinaryIO], None]) -> Iterator[tuple[BinaryIO, list]]:
    """Our end of a pipe; a thread does the work at the other one, and notes how it failed."""
    read_end, write_end = os.pipe()
    ours, theirs = (read_end, write_end) if mode == "rb" else (write_end, read_end)
    failed: list[BaseException] = []

    def run():
        with suppress(OSError), os.fdopen(theirs, "wb" if mode == "rb" else "rb") as end:
            try:
                work(end)
            except BaseException as error:
                failed.append(error)

    thread = threading.Thread(target=run, name="age", daemon=True)
    thread.start()
    try:
        with os.fdopen(ours, mode) as plain:
            yield plain, failed
    finally:
        thread.join()
