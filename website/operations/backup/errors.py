"""What keeps a backup from being made, read or put back."""

import errno


class BackupError(Exception):
    """One Chinese sentence that says what is wrong and what to do."""


NO_ROOM = "磁盘空间不足，{what}没有完成，没有留下不完整的文件；请清理磁盘以后重新运行。"


def of_disk(error: OSError, what: str) -> BackupError:
    """The sentence for what a file system refused."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return BackupError(NO_ROOM.format(what=what))
    reason = error.strerror or type(error).__name__
    return BackupError(f"{what}没有完成：{error.filename or '文件'}无法读写（{reason}）。")
