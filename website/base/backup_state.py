"""When the last good backup was: for the desk, the monitor and the worker."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from outbox import services as outbox
from outbox.models import BACKUP_DONE

LATE = timedelta(days=2)


def is_set() -> bool:
    """Whether the worker makes a backup every day."""
    return bool(settings.BACKUP_FOLDER) or "backups" in settings.STORAGES


def last() -> datetime | None:
    return outbox.last_beat(BACKUP_DONE)


def late() -> bool:
    if not is_set():
        return False
    made = last()
    return made is None or timezone.now() - made > LATE
