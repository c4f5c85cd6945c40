"""What an archive says of itself; its last member, so that one without it is not whole."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from django.conf import settings

from consult.crypto import keys
from website.operations.backup.age import BROKEN
from website.operations.backup.errors import BackupError

NAME = "manifest.json"
FORMAT = 1
LONGEST = 256 * 1024 * 1024  # bytes that are read of it: a million files
NEWER = "这份备份的格式较新，当前版本无法读取：请换用制作它的版本。"
PLACES = {"media", "private", "erasures"}
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass
class Manifest:
    """`members` holds size and SHA-256 of each member by its name, `migrations` those that the
    database had seen, `vanished` how many files were deleted while the backup ran."""

    made_at: str
    version: str
    engine: str
    database: str
    migrations: list[str]
    consult_keys: dict[str, str]
    secret_key: str
    members: dict[str, tuple[int, str]] = field(default_factory=dict)
    vanished: int = 0
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """As it lies in the archive."""
        return json.dumps({**asdict(self), "counts": self.counts()}, indent=1).encode()

    def counts(self) -> dict[str, int]:
        """How many files of each kind there are."""
        folders = [name.partition("/")[0] for name in self.members if "/" in name]
        return {place: folders.count(place) for place in sorted(PLACES)}

    @property
    def made(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made_at)

    @property
    def engine_name(self) -> str:
        """The database as people call it."""
        return ENGINES.get(self.engine, self.engine)

    @property
    def size(self) -> int:
        """The bytes of all members."""
        return sum(size for size, _ in self.members.values())

    def files(self, place: str) -> list[str]:
        """The names of the files of a kind, without the kind."""
        return [name[len(place) + 1 :] for name in self.members if name.startswith(f"{place}/")]

    def wrong_keys(self) -> list[str]:
        """The ids of keys of that day that are not here as they were."""
        here = fingerprints()
        return [name for name, check in self.consult_keys.items() if here.get(name) != check]


def fingerprints() -> dict[str, str]:
    """What tells each key of CONSULT_KEYS from another one, and nothing else."""
    return {name: keys.check_value(key) for name, key in settings.CONSULT_KEYS.items()}


def secret_fingerprint() -> str:
    """The same of SECRET_KEY."""
    return hmac.digest(
        settings.SECRET_KEY.encode(), b"antou secret key check", hashlib.sha256
    ).hex()


def read(data: bytes) -> Manifest:
    """The manifest; BackupError for what cannot be one."""
    try:
        told = json.loads(data)
        if told["format"] > FORMAT:
            raise BackupError(NEWER)
        del told["counts"]
        members = {name: (int(size), str(sha)) for name, (size, sha) in told.pop("members").items()}
        found = Manifest(**told, members=members)
        found.made  # noqa: B018  (a date that can be read)
        if found.database not in members:
            raise ValueError("no database")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(BROKEN) from error
    return found


def is_good_name(name: str) -> bool:
    """Whether a member may be put back under its name: whoever knows the public key can make an
    archive, and none may write outside the folders that it is for."""
    parts = PurePosixPath(name).parts
    if len(parts) == 1:
        return name in {"database.sqlite3", "database.dump"}
    return parts[0] in PLACES and ".." not in parts and "/".join(parts) == name
