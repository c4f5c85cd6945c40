"""What a pack says of itself: when it was made, as of which day, and every member by its hash."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from statutes.packs.archive import LARGEST_MEMBER, MANIFEST, SIGNATURE, PackError

FORMAT = 1
HASH = re.compile("[0-9a-f]{64}")
SLACK = timedelta(days=1)  # by which the clocks of two machines may differ

DAMAGED = f"法规包的目录 {MANIFEST} 有误，请向提供者索取正确的法规包。"
NEWER_FORMAT = "这个法规包是格式{}，本站只能读取格式{}，请先升级软件。"
IN_FUTURE = "法规包的制作时间是{}，在将来；请检查本机的时钟。"
CHANGED = "法规包中的{}与目录所列不符，文件可能被改动过，请重新下载。"
OTHER_MEMBERS = "法规包的内容与目录不符：{}。请重新下载。"


@dataclass(frozen=True)
class Manifest:
    """`made` tells packs of one maker apart, `day` is as of when the table was compared.

    `since` is the `made` of the earlier pack that moved.json compares with, None without one.
    """

    made: datetime
    day: date
    since: datetime | None
    members: dict[str, tuple[int, str]]  # bytes and SHA-256 by name

    def __str__(self):
        return (
            f"{shown(self.made)}制作的法规包（格式{FORMAT}），法规表核对至{date_format(self.day)}"
        )

    def check_names(self, found: set[str]) -> None:
        """PackError where the file has more or less than the manifest lists."""
        differing = sorted(found.symmetric_difference({*self.members, MANIFEST, SIGNATURE}))
        if differing:
            raise PackError(OTHER_MEMBERS.format("、".join(name[:80] for name in differing[:5])))

    def check(self, name: str, content: bytes) -> None:
        """PackError where a member is another one than was signed."""
        if self.members[name] != measured(content):
            raise PackError(CHANGED.format(name))


def shown(made: datetime) -> str:
    """A time as the pack is called by: 2026年11月27日 21:56."""
    return date_format(timezone.localtime(made), "Y年n月j日 H:i")


def measured(content: bytes) -> tuple[int, str]:
    """Bytes and SHA-256 of a member."""
    return len(content), hashlib.sha256(content).hexdigest()


def dumps(manifest: Manifest) -> bytes:
    """As the member that is signed."""
    members = {
        name: {"size": size, "sha256": digest} for name, (size, digest) in manifest.members.items()
    }
    said = {
        "format": FORMAT,
        "made": manifest.made.astimezone(UTC).isoformat(),
        "day": manifest.day.isoformat(),
        "since": manifest.since and manifest.since.astimezone(UTC).isoformat(),
        "members": members,
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def loads(content: bytes) -> Manifest:
    """PackError where it is none, is of a newer format, or was made after today."""
    try:
        said = json.loads(content)
        number = said["format"]
        if type(number) is not int or number < FORMAT:
            raise ValueError(number)
        if number > FORMAT:
            raise PackError(NEWER_FORMAT.format(number, FORMAT))
        found = _read(said)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise PackError(DAMAGED) from error
    if found.made > timezone.now() + SLACK or found.day > timezone.localdate() + SLACK:
        raise PackError(IN_FUTURE.format(shown(found.made)))
    return found


def _read(said):
    since = said["since"]
    return Manifest(
        made=_time(said["made"]),
        day=date.fromisoformat(said["day"]),
        since=_time(since) if since else None,
        members={name: _member(one) for name, one in said["members"].items()},
    )


def _time(text):
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def _member(said):
    size, digest = said["size"], said["sha256"]
    if type(size) is not int or not 0 <= size <= LARGEST_MEMBER or not HASH.fullmatch(digest):
        raise ValueError(size)
    return size, digest
