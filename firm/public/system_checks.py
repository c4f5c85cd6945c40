"""`manage.py check` names the particulars that are still missing."""

from datetime import timedelta

from django.core.checks import Warning, register
from django.db import DatabaseError
from django.utils import timezone

from firm.site import service_hours
from firm.site.required_particulars import missing_particulars

SOON = timedelta(days=60)  # a firm that does not open within it has mistyped something


@register()
def particulars(app_configs, **kwargs):
    """firm.W001, one for each missing particular; nothing while there is no database yet."""
    try:
        found = missing_particulars()
    except DatabaseError:
        return []
    return [
        Warning(
            f"网站缺少必须公示的信息：{missing.label}。",
            hint="请登录后台补全；补全之前后台每页顶部都会提醒。",
            id="firm.W001",
        )
        for missing in found
    ]


@register()
def service_time(app_configs, **kwargs):
    """firm.W002: answers are promised for service hours that do not come."""
    now = timezone.now()
    try:
        first = service_hours.next_opening(now)
    except DatabaseError:
        return []
    if first and first - now < SOON:
        return []
    return [
        Warning(
            "按现有的答复服务时间和节假日登记，今后60天均无服务时间，答复期限将大幅推迟。",
            hint="请在后台核对“网站设置”中的答复服务时间，以及“节假日与调休”。",
            id="firm.W002",
        )
    ]
