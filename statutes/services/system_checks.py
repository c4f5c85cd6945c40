"""What `manage.py check` says about the table of statutes."""

from datetime import timedelta

from django.core.checks import Warning, register
from django.db import DatabaseError
from django.utils import timezone

from statutes.models import Statute, TableVersion
from statutes.services import recheck

OLD = timedelta(days=180)
NEVER = "法规表从来没有核对过"
REFRESH = (
    "请升级软件后运行 manage.py load_statutes 载入新的法规表；"
    "或者逐项核对后，在后台“法规表的日期”里点“今天已逐项核对”。"
)


@register()
def table(app_configs, **kwargs):
    """statutes.W001: the table is older than 180 days; W002: it is empty.

    Nothing while there is no database yet.
    """
    try:
        empty = not Statute.objects.exists()
        version = TableVersion.objects.values_list("version", flat=True).first()
    except DatabaseError:
        return []
    if empty:
        return [_empty()]
    today = timezone.localdate()
    if version and today - version <= OLD:
        return []
    return [_old(version, today)]


@register()
def worker(app_configs, **kwargs):
    """statutes.W003: the law moved, and nobody re-checks what cites it."""
    try:
        if not recheck.late().exists():
            return []
    except DatabaseError:
        return []
    return [
        Warning(
            "法规表修改已超过十分钟，引用它的文章仍未重新检查。",
            hint="请确认后台进程（manage.py run_worker）在运行，原因见它的日志。",
            id="statutes.W003",
        )
    ]


def _empty():
    return Warning(
        "法规表是空的，文章里引用的法规无法核对。",
        hint="请运行 manage.py load_statutes 载入随软件提供的法规表。",
        id="statutes.W002",
    )


def _old(version, today):
    told = NEVER
    if version:
        told = f"法规表核对至{version}，距今{(today - version).days}天"
    return Warning(f"{told}，法律可能已经变动。", hint=REFRESH, id="statutes.W001")
