"""When the last good backup was, for who looks after the site."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from outbox import services as outbox
from outbox.models.heartbeat import BACKUP_DONE

LATE = timedelta(days=2)
LAST = "最近一次完整的备份：{}。"
TOO_OLD = "最近一次完整的备份是{}，已经超过两天：请运维人员查看日志，运行manage.py backup。"
NEVER = "已经设置了每日备份，但是还没有一份完整的备份：请运维人员查看日志，运行manage.py backup。"


def is_set() -> bool:
    """Whether the worker makes a backup every day."""
    return bool(settings.BACKUP_FOLDER) or "backups" in settings.STORAGES


def last() -> datetime | None:
    """When the last good backup was made in the place of BACKUP_TO."""
    return outbox.last_beat(BACKUP_DONE)


def late() -> bool:
    """Whether backups are set, and the last good one is older than two days or there is none."""
    if not is_set():
        return False
    made = last()
    return made is None or timezone.now() - made > LATE


def line(user) -> dict:
    """Template context of the start page: a worry, or a quiet line; nothing for others."""
    if not is_set() or not user.has_perm("firm.change_sitesettings"):
        return {}
    made = last()
    if made is None:
        return {"backup_worry": NEVER}
    told = date_format(timezone.localtime(made), "Y年n月j日 H:i")
    if timezone.now() - made > LATE:
        return {"backup_worry": TOO_OLD.format(told)}
    return {"backup_line": LAST.format(told)}
