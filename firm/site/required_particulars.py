"""The particulars that a Chinese law-firm site has to show, and the checks that name missing ones.

Firm name and licence number, each lawyer's name and licence number: 律师业务推广行为规则 articles
6 and 7. Address and privacy notice: 个人信息保护法 article 17.
"""

from datetime import timedelta
from typing import NamedTuple

from django.core.checks import Warning, register
from django.db import DatabaseError
from django.utils import timezone

from firm.base import caching
from firm.models import SiteSettings
from firm.site import records, service_hours

LICENCE = "律师事务所执业许可证号"
LICENCE_OF = "{}的17位执业证号"


class Missing(NamedTuple):
    """One missing particular and the admin page that mends it, named without arguments."""

    label: str
    where: str


def missing_particulars():
    """Those that are not there yet, in the order in which to fill them; read once a request."""
    return caching.per_request("missing particulars", _missing)


def _missing():
    settings, lawyers = SiteSettings.load(), records.lawyers()
    wanted = [
        (settings.firm_name, "律师事务所名称", "sitesettings"),
        (settings.licence_number, LICENCE, "sitesettings"),
        (settings.city, "所在城市", "sitesettings"),
        (settings.phone, "联系电话", "sitesettings"),
        (lawyers, "至少一位律师", "lawyer"),
        *((one.licence_number, LICENCE_OF.format(one.title), "lawyer") for one in lawyers),
        (records.offices(), "办公地址", "office"),
        (records.notice_of_this_firm(), "写明本所名称的隐私告知", "page"),
    ]
    return [
        Missing(label, f"admin:firm_{model}_changelist")
        for present, label, model in wanted
        if not present
    ]


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
