"""The line of the start page about the last good backup, for who looks after the site."""

from django.utils import timezone
from django.utils.formats import date_format

from website.base import backup_state

LAST = "最近一次完整的备份：{}。"
TOO_OLD = "最近一次完整的备份是{}，已经超过两天：请运维人员查看日志，运行manage.py backup。"
NEVER = "已经设置了每日备份，但是还没有一份完整的备份：请运维人员查看日志，运行manage.py backup。"


def line(user) -> dict:
    """Template context of the start page: a worry, or a quiet line; nothing for others."""
    if not backup_state.is_set() or not user.has_perm("firm.change_sitesettings"):
        return {}
    made = backup_state.last()
    if made is None:
        return {"backup_worry": NEVER}
    told = date_format(timezone.localtime(made), "Y年n月j日 H:i")
    if timezone.now() - made > backup_state.LATE:
        return {"backup_worry": TOO_OLD.format(told)}
    return {"backup_line": LAST.format(told)}
