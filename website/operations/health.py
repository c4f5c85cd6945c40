"""Whether the site can work, and what somebody has to look at: numbers and words, never content."""

import logging
import secrets
import threading
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError

from consult.base.enums import Scan
from consult.crypto import keys
from consult.files import virus_scan
from consult.models import Attachment, Consultation
from consult.spam import score, upload_quota
from outbox import services as outbox
from outbox.models import Notice
from richtext.base import disk
from statutes.services import recheck
from website.base import backup_state
from website.config.static_bundles import BUNDLES
from website.http import proxy
from website.office import doors
from website.operations import schema

log = logging.getLogger("antou.health")

STORES = {"default": "图片", "private": "附件"}
CACHED = 30  # seconds of an answer: anybody may ask, and a bucket wants money for each file


class Probe:
    """Of one process; while one asks, which may take a dead bucket a minute, others get the last
    answer."""

    def __init__(self) -> None:
        self._asking, self._until, self._found = threading.Lock(), 0.0, ""

    def failing(self) -> str:
        """The kind of storage that takes no file; "" when both do. Tried, because nothing else
        proves it."""
        if time.monotonic() >= self._until and self._asking.acquire(blocking=False):
            try:
                self._found = failing()
                self._until = time.monotonic() + CACHED
            finally:
                self._asking.release()
        return self._found


def failing() -> str:
    """The same, asked now."""
    return next((kind for kind in STORES if not _takes_a_file(kind)), "")


def _takes_a_file(kind):
    """One that is left by a crash is an orphan as others."""
    try:
        place = storages[kind]
        if probe_of_bucket := getattr(place, "check_writable", None):
            probe_of_bucket()
            return True
        place.delete(place.save(f"ready/{secrets.token_hex(8)}", ContentFile(b"ready")))
    except Exception as error:  # whatever a storage and its library raise
        log.warning("storage %s takes no file: %s", kind, type(error).__name__)
        return False
    return True


probe = Probe()


class Level(IntEnum):
    """How bad it is; the doctor exits with it."""

    OK = 0
    WARN = 1  # the site works, and somebody has to look
    ERROR = 2  # no client should be sent to this process


@dataclass(frozen=True)
class Finding:
    """One part: its word in reports, its level, and for the doctor two Chinese sentences where all
    is not well: what it is, and what to do."""

    part: str
    word: str = "ok"
    level: Level = Level.OK
    sentence: str = ""
    advice: str = ""


_DATA = tomllib.loads(Path(__file__).with_name("findings.toml").read_text("utf-8"))
PARTS: dict[str, str] = _DATA.pop("parts")  # as the doctor calls them
BAD = {
    name: Finding(
        told.get("part", name),
        told["word"],
        Level[told["level"]],
        told.get("sentence", ""),
        told.get("advice", ""),
    )
    for name, told in _DATA.items()
}
FORGET = "密钥确实找不回来时，运行manage.py rotate_consult_keys --forget 编号，放弃用它加密的内容。"


def all_of(stored: Probe | None = None, is_away: bool = False) -> list[Finding]:
    """Every part; without a database only what can be seen without it. `stored`: whose last answer
    on the storage will do, else it is tried now. `is_away`: the database, as the server knows."""
    found = [_static(), _storage(stored), BAD.get(f"disk-{disk.state()}", Finding("disk"))]
    if is_away:
        return [BAD["database"], *found]
    try:
        return [Finding("database"), *_of_the_database(), *found]
    except DatabaseError:
        return [BAD["database"], *found]


def _of_the_database() -> Iterator[Finding]:
    """The rest is not asked of a database that is not ours: its tables may be missing."""
    if misfit := schema.problem():
        yield Finding("schema", misfit, Level.ERROR, misfit)
        return
    yield Finding("schema")
    wrong = keys.problem()
    yield _when(wrong, Finding("consult_keys", "wrong", Level.WARN, wrong, FORGET))
    if outbox.mail_is_set():
        yield Finding("mail")
    else:  # a choice, as long as nobody is missed
        yield BAD["mail"] if Notice.objects.unsent().exists() else Finding("mail", "not set")
    yield _when(outbox.worker_is_silent(), BAD["worker"])
    yield _when(outbox.clock_is_doubtful(), BAD["clock"])
    yield _when(Notice.objects.failing().exists(), BAD["notices"])
    yield _when(virus_scan.late(), BAD["scans"])
    yield _when(recheck.late().exists(), BAD["rechecks"])
    yield _when(upload_quota.used_up(), BAD["uploads"])
    yield _when(Consultation.objects.filter(score.held_back()).exists(), BAD["form"])
    yield _when(said := "".join(doors.dear()), replace(BAD["doors"], sentence=said))
    if backup_state.is_set():
        yield _when(backup_state.late(), BAD["backup"])
    else:  # an operator may have a way of his own
        yield Finding("backup", "not set")


def _when(is_so, finding):
    return finding if is_so else Finding(finding.part)


def _static():
    """By the names that this process gives out."""
    name_of = getattr(staticfiles_storage, "stored_name", None)
    if name_of is None:  # as under DEBUG: nothing is collected
        return Finding("static")
    try:
        known = [name_of(name) for name in BUNDLES]
    except ValueError:  # not in the manifest
        return BAD["static"]
    return _when(not all(staticfiles_storage.exists(name) for name in known), BAD["static"])


def _storage(stored):
    kind = stored.failing() if stored else failing()
    if not kind:
        return Finding("storage")
    sentence = f"{STORES[kind]}的存储写不进去。"
    advice = "请检查DATA_DIR的权限，或MEDIA_STORAGE_URL、PRIVATE_STORAGE_URL和存储服务。"
    return Finding("storage", f"{kind} refuses", Level.ERROR, sentence, advice)


def report(in_full: bool = True, is_away: bool = False) -> dict:
    """The state of the site; parts and numbers only `in_full`, which strangers are not told.
    `error` means that no client should be sent here, `warn` that somebody has to look."""
    found = [*all_of(probe, is_away), _when(proxy.is_doubtful(), BAD["proxy"])]
    data = {"status": max(one.level for one in found).name.lower()}
    if in_full:
        data |= {one.part: one.word for one in found} | numbers(found)
    return data


def numbers(found: list[Finding]) -> dict:
    """How many there are of what waits; those of the database only where it is ours."""
    data = {"disk_free_mb": disk.free(settings.DATA_DIR) // disk.MB}
    if not any(one.part == "worker" for one in found):
        return data
    try:
        return data | {
            "notices_failing": Notice.objects.failing().count(),
            "notices_unsent": Notice.objects.unsent().count(),
            "attachments_waiting": Attachment.objects.filter(scan=Scan.PENDING).count(),
            "rechecks_waiting": recheck.waiting(),
        }
    except DatabaseError:  # it has gone since
        return data
