"""What was looked at, one word each; for the doctor also a sentence, and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError

from consult.crypto import keys
from consult.files import virus_scan
from consult.spam import upload_quota
from outbox import services as outbox
from outbox.models import Notice
from richtext.base import disk
from statutes.services import recheck
from website.base import backup_state
from website.config.static_bundles import BUNDLES
from website.operations import schema
from website.operations.health import storage


class Level(IntEnum):
    """How bad it is; the doctor exits with it."""

    OK = 0
    WARN = 1  # the site works, and somebody has to look
    ERROR = 2  # no client should be sent to this process


@dataclass(frozen=True)
class Finding:
    """One part: its word in reports, its level, and two Chinese sentences where all is not well."""

    part: str
    word: str = "ok"
    level: Level = Level.OK
    told: str = ""
    advice: str = ""


STORES = {"default": "图片", "private": "附件"}
NO_DATABASE = Finding(
    "database", "unreachable", Level.ERROR, "数据库连不上。",
    "请检查DATABASE_URL、DATA_DIR和数据库服务。",
)  # fmt: skip
STATIC = Finding(
    "static", "missing", Level.ERROR, "静态文件没有收集，或者不全。",
    "请运行manage.py collectstatic --noinput，再重新启动网站。",
)  # fmt: skip
MAKE_ROOM = "请清理磁盘或扩容。"
DISK = {
    "low": Finding(
        "disk", "low", Level.WARN, "磁盘剩余空间低于预留值，不再接收附件和图片。",
        f"{MAKE_ROOM}预留值由DISK_RESERVE_MB设定。",
    ),
    "full": Finding("disk", "full", Level.ERROR, "磁盘已满，无法保存咨询。", MAKE_ROOM),
}  # fmt: skip
SILENT = Finding(
    "worker", "silent", Level.WARN, "后台任务超过五分钟没有动静，通知不会发出，到期内容不会清除。",
    "请启动后台任务：manage.py run_worker，或者systemctl restart antou-worker。",
)  # fmt: skip
MAIL = Finding(
    "mail", "not set", Level.WARN, "没有设置发信服务器，有邮件未寄出。",
    "请设置EMAIL_URL，再重新启动网站和后台任务。",
)  # fmt: skip
FAILING = Finding(
    "notices", "failing", Level.WARN, "有通知发送失败，正在重试。",
    "请登录后台，在“通知”里查看原因。",
)  # fmt: skip
SCANS = Finding(
    "scans", "late", Level.WARN, "有附件超过五分钟没有完成病毒扫描。",
    "请检查CLAMD_URL和ClamAV，以及后台任务是否运行。",
)  # fmt: skip
RECHECKS = Finding(
    "rechecks", "late", Level.WARN, "法规表修改已超过十分钟，引用它的文章仍未重新检查。",
    "请检查后台任务是否运行，原因见它的日志。",
)  # fmt: skip
BACKUP = Finding(
    "backup", "late", Level.WARN, "已经设置了每日备份，但是两天以来没有一份完整的备份。",
    "请查看后台任务的日志，再运行manage.py backup。",
)  # fmt: skip
UPLOADS = Finding(
    "uploads", "used up", Level.WARN, "附件总量达到上限，一天之内有附件未能接收。",
    "请处理待甄别的咨询；需要时调高UPLOADS_UNPROVED_MB或UPLOADS_TOTAL_MB。",
)  # fmt: skip


def all_of(stored: storage.Probe | None = None) -> list[Finding]:
    """Every part; without a database only what can be seen without it.

    `stored`: whose last answer on the storage will do, else it is tried now.
    """
    found = [_static(), _storage(stored), DISK.get(disk.state(), Finding("disk"))]
    try:
        return [Finding("database"), *_of_the_database(), *found]
    except DatabaseError:
        return [NO_DATABASE, *found]


def _of_the_database() -> Iterator[Finding]:
    """The rest is not asked of a database that is not ours: its tables may be missing."""
    if told := schema.problem():
        yield Finding("schema", told, Level.ERROR, told)
        return
    yield Finding("schema")
    wrong = keys.problem()
    yield Finding("consult_keys", "wrong", Level.WARN, wrong) if wrong else Finding("consult_keys")
    if outbox.mail_is_set():
        yield Finding("mail")
    else:  # a choice, as long as nobody is missed
        yield MAIL if Notice.objects.unsent().exists() else Finding("mail", "not set")
    yield _when(outbox.worker_is_silent(), SILENT)
    yield _when(Notice.objects.failing().exists(), FAILING)
    yield _when(virus_scan.late(), SCANS)
    yield _when(recheck.late().exists(), RECHECKS)
    yield _when(upload_quota.used_up(), UPLOADS)
    if backup_state.is_set():
        yield _when(backup_state.late(), BACKUP)
    else:  # an operator may have a way of his own
        yield Finding("backup", "not set")


def _when(is_so, finding):
    return finding if is_so else Finding(finding.part)


def _static():
    """Whether the files that every page asks for are there, by the names this process gives out."""
    name_of = getattr(staticfiles_storage, "stored_name", None)
    if name_of is None:  # as under DEBUG: nothing is collected
        return Finding("static")
    try:
        known = [name_of(name) for name in BUNDLES]
    except ValueError:  # not in the manifest
        return STATIC
    return _when(not all(staticfiles_storage.exists(name) for name in known), STATIC)


def _storage(stored):
    kind = stored.failing() if stored else storage.failing()
    if not kind:
        return Finding("storage")
    told = f"{STORES[kind]}的存储写不进去。"
    advice = "请检查DATA_DIR的权限，或MEDIA_STORAGE_URL、PRIVATE_STORAGE_URL和存储服务。"
    return Finding("storage", f"{kind} refuses", Level.ERROR, told, advice)
