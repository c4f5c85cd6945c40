"""`manage.py check` names the particulars that are still missing."""

from django.core.checks import Warning, register
from django.db import DatabaseError

from firm.particulars import missing_particulars


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
