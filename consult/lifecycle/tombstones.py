"""What was erased, noted apart from the database: an old copy of it must bring nothing back.

A tombstone is the name of an empty file, `<day>-<key id>-<HMAC of the consultation's id>`. It has
no content and no code, and without a key of CONSULT_KEYS nobody can tell which consultation it
means. What it is for: docs/decisions/0013-erasure.md.
"""

import logging
import re
import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from consult.base.exceptions import NotAllowedError
from consult.crypto.fields import keyed_hashes
from consult.files import storage

log = logging.getLogger("antou.retention")

# Backups go after 30 days (docs/deploy.md); a year also covers the copy that somebody forgot.
KEPT = timedelta(days=365)
NAME = re.compile(r"\d{4}-\d\d-\d\d-(?P<mark>(?P<key>[A-Za-z0-9_-]{1,16})-[0-9a-f]{64})")


class NotPutUpError(NotAllowedError):
    """A tombstone could not be stored, so nothing was erased; its text is for people."""

    def __init__(self):
        super().__init__("网站暂时无法删除，内容均未删除，请稍后重试。")


def put_up(key: uuid.UUID, at: datetime | None = None) -> str:
    """Note that a consultation is erased; the name of what was stored, "" if it was known.

    Raises NotPutUpError, whatever the storage said. Without any key nothing could be known again,
    so nothing is noted; `again.complete` does it once there is one.
    """
    mark = first_mark(key)
    name = f"{timezone.localdate(at):%Y-%m-%d}-{mark}"
    if not settings.CONSULT_KEYS:
        return ""
    try:
        if storage.tombstones().exists(name):
            return ""
        return str(storage.tombstones().save(name, ContentFile(b"\n")))
    except Exception as error:  # what a storage raises is its own
        log.error("a tombstone could not be stored (%s)", type(error).__name__)
        raise NotPutUpError from None


def take_down(name: str) -> None:
    """Take back a tombstone whose consultation could not be erased after all; "" is none.

    One that stays means that the worker erases it as soon as it can, which was wanted.
    """
    try:
        if name:
            storage.tombstones().delete(name)
    except Exception as error:  # what a storage raises is its own
        log.error("a tombstone could not be taken down (%s)", type(error).__name__)


def names() -> list[str]:
    """All tombstones, the oldest first; what else lies there is not ours."""
    try:
        found = storage.tombstones().listdir("")[1]
    except FileNotFoundError:  # nothing was ever erased
        return []
    return sorted(filter(NAME.fullmatch, found))


def marks() -> set[str]:
    """What the tombstones say, without their days."""
    return {name[len("2026-01-01-") :] for name in names()}


def marks_of(key: uuid.UUID) -> set[str]:
    """What a tombstone of this consultation may say, under every key."""
    return {digest.replace(":", "-") for digest in keyed_hashes("tombstone", key.hex)}


def first_mark(key: uuid.UUID) -> str:
    """What a tombstone of this consultation says that is put up now."""
    return keyed_hashes("tombstone", key.hex)[0].replace(":", "-")


def of_other_keys() -> int:
    """How many tombstones were put up under a key that is not there."""
    found = filter(None, map(NAME.fullmatch, names()))
    return sum(one["key"] not in settings.CONSULT_KEYS for one in found)


def forget_old() -> int:
    """Remove those that no backup can need any more; how many that were."""
    oldest = timezone.localdate() - KEPT
    old = [name for name in names() if date.fromisoformat(name[:10]) < oldest]
    for name in old:
        storage.tombstones().delete(name)
    return len(old)
