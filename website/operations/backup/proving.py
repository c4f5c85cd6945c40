"""Whether what clients confided can be opened out of a backup with the keys that are here."""

import re
import sqlite3
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from consult.crypto.fields import PREFIX, DecryptionError, decrypt
from consult.crypto.receipt_codes import normalise, possible_hashes
from consult.models import Consultation, Message
from website.operations.backup import database
from website.operations.backup.errors import BackupError

NOT_SOUND = "备份里的数据库已损坏（{}）：请换一份备份。"
NO_CODE = "查询码应为16位数字。"
NULL = "\\N"


def check_database(path: Path) -> None:
    """BackupError unless the database can be read from its front to its end."""
    if path.suffix == ".sqlite3":
        told = database.fault(path)
    else:
        told = _read_dump(path, "--file=/dev/null")
    if told:
        raise BackupError(NOT_SOUND.format(told))


def opens(path: Path) -> dict[str, bool]:
    """By the id of each key that sealed messages here, whether the oldest of them opens."""
    oldest: dict[str, tuple[str, ...]] = {}
    for row in _rows(path, Message, ["id", "sent_at", "text"]):
        prefix, _, rest = row[2].partition(":")
        key_id = rest.partition(":")[0]
        if prefix == PREFIX and (key_id not in oldest or row[1] < oldest[key_id][1]):
            oldest[key_id] = row
    return {key_id: _opens(row) for key_id, row in sorted(oldest.items())}


def _opens(row):
    try:
        decrypt(row[2], f"{Message._meta.label_lower}.text:{uuid.UUID(row[0])}")
    except DecryptionError:
        return False
    return True


def finds(path: Path, code: str) -> bool:
    """Whether a receipt code opens a consultation of the backup."""
    bare = normalise(code)
    if bare is None:
        raise BackupError(NO_CODE)
    known = set(possible_hashes(bare))
    return any(value in known for (value,) in _rows(path, Consultation, ["code_hash"]))


def _rows(path, model, columns) -> Iterator[tuple[str, ...]]:
    """Some columns of a table, straight out of the copy and without a server."""
    table = model._meta.db_table
    if path.suffix == ".sqlite3":
        statement = f'SELECT {", ".join(columns)} FROM "{table}"'  # noqa: S608  (our own names)
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as opened:
            for row in opened.execute(statement):
                yield tuple(str(value or "") for value in row)
    else:
        yield from _dumped(path, table, columns)


def _dumped(path, table, columns):
    """The rows between `COPY table (columns) FROM stdin;` and a line with `\\.`."""
    options = ["--data-only", f"--table={table}", "--file=-"]
    command = [database.program("pg_restore"), *options, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        places = None
        for line in process.stdout or ():
            if found := re.match(r"COPY \S+ \((.+)\) FROM stdin;", line):
                named = [name.strip(' "') for name in found[1].split(",")]
                places = [named.index(column) for column in columns]
            elif line == "\\.\n":
                places = None
            elif places:
                values = line.rstrip("\n").split("\t")
                yield tuple(values[at].replace(NULL, "") for at in places)


def _read_dump(path, *options):
    """What `pg_restore` complains of, "" when it reads all."""
    command = [database.program("pg_restore"), *options, str(path)]
    done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
    return (done.stderr.splitlines() or ["pg_restore"])[0][:200] if done.returncode else ""
