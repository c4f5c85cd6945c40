"""The health report for the operator's monitor: numbers and words, never content."""

from django.conf import settings

from consult.base.enums import Scan
from consult.crypto import keys
from consult.files import virus_scan
from consult.models import Attachment
from consult.spam import upload_quota
from outbox import services as outbox
from outbox.models import Notice
from richtext.base import disk
from statutes.services import recheck
from website.operations import schema


def report() -> dict:
    """The state of each part; raises DatabaseError without a database.

    `error` means that the site cannot work: its database is not the one that this code needs.

    `warning` means that the site works and somebody has to look: notices fail, mail lies unsent
    because no server is set, a key is wrong, files wait unusually long for the virus scanner, the
    law moved and for ten minutes nobody re-checked what cites it, files of clients were refused
    within a day because a quota of all together is used up, the disk has less room than the
    reserve (`low`: no more files are taken; `full`: texts are refused, too), or no worker was heard
    of for five minutes, so that nothing is sent, scanned or erased.
    """
    if told := schema.problem():
        return {"status": "error", "database": "ok", "schema": told}
    failing, unsent = Notice.objects.failing().count(), Notice.objects.unsent().count()
    no_mail, wrong_keys = not outbox.mail_is_set(), bool(keys.problem())
    silent = outbox.worker_is_silent()
    full = bool(upload_quota.used_up())
    late = virus_scan.late() or recheck.late().exists()
    room = disk.state()
    worrying = failing or (no_mail and unsent) or wrong_keys or silent or late or full
    worrying = worrying or room != "ok"
    return {
        "status": "warning" if worrying else "ok",
        "database": "ok",
        "schema": "ok",
        "consult_keys": "wrong" if wrong_keys else "ok",
        "worker": "silent" if silent else "ok",
        "disk": room,
        "disk_free_mb": disk.free(settings.DATA_DIR) // disk.MB,
        "mail": "not set" if no_mail else "ok",
        "uploads": "used up" if full else "ok",
        "notices_failing": failing,
        "notices_unsent": unsent,
        "attachments_waiting": Attachment.objects.filter(scan=Scan.PENDING).count(),
        "rechecks_waiting": recheck.waiting(),
    }
