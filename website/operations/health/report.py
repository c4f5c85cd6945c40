"""What monitors are told: a state, a word for each part, and numbers for who may see them."""

from django.conf import settings
from django.db import DatabaseError

from consult.base.enums import Scan
from consult.models import Attachment
from outbox.models import Notice
from richtext.base import disk
from statutes.services import recheck
from website.operations.health import findings
from website.operations.health.findings import Finding, Level
from website.operations.health.storage import probe

STATES = {Level.OK: "ok", Level.WARN: "warn", Level.ERROR: "error"}


def state(found: list[Finding]) -> str:
    """`ok`, `warn` or `error`: the worst of all parts."""
    return STATES[max(one.level for one in found)]


def report(in_full: bool = True) -> dict:
    """The state of the site; parts and numbers only `in_full`, which strangers are not told.

    `error` means that no client should be sent here: the database is away or not the one that this
    code needs, static files are missing, an upload cannot be stored, the disk is full.

    `warn` means that the site works and somebody has to look: notices fail, mail lies unsent
    because no server is set, a key is wrong, files wait unusually long for the virus scanner, the
    law moved and for ten minutes nobody re-checked what cites it, files of clients were refused
    within a day because a quota of all together is used up, the disk has less room than the
    reserve (no more files are taken), daily backups are set and for two days none was whole, or no
    worker was heard of for five minutes, so that nothing
    is sent, scanned or erased.
    """
    found = findings.all_of(probe)
    told = {"status": state(found)}
    if in_full:
        told |= {one.part: one.word for one in found}
        told |= numbers(found)
    return told


def numbers(found: list[Finding]) -> dict:
    """How many there are of what waits; those of the database only where it is ours."""
    told = {"disk_free_mb": disk.free(settings.DATA_DIR) // disk.MB}
    if not any(one.part == "worker" for one in found):
        return told
    try:
        return told | {
            "notices_failing": Notice.objects.failing().count(),
            "notices_unsent": Notice.objects.unsent().count(),
            "attachments_waiting": Attachment.objects.filter(scan=Scan.PENDING).count(),
            "rechecks_waiting": recheck.waiting(),
        }
    except DatabaseError:  # it has gone since
        return told
