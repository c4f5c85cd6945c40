"""The particulars a Chinese law-firm site has to show, and which of them are missing.

Firm name and licence number, each lawyer's name and licence number: 律师业务推广行为规则 articles
6 and 7. Address and privacy notice: 个人信息保护法 article 17.
"""

from dataclasses import dataclass

from firm.base import request_cache
from firm.models import SiteSettings
from firm.site import shown
from firm.site.services import notice_of_this_firm

LICENCE = "律师事务所执业许可证号"
LICENCE_OF = "{}的17位执业证号"


@dataclass(frozen=True)
class Missing:
    """One missing particular and the admin page that mends it."""

    label: str
    where: str  # name of an admin address without arguments


def missing_particulars():
    """The required particulars that are not there yet, in the order in which to fill them.

    Banner and checklist of one page share the answer.
    """
    return request_cache.get_or_make("missing particulars", _missing)


def _missing():
    settings, lawyers = SiteSettings.load(), shown.lawyers()
    wanted = [
        (settings.firm_name, "律师事务所名称", "admin:firm_sitesettings_changelist"),
        (settings.licence_number, LICENCE, "admin:firm_sitesettings_changelist"),
        (settings.city, "所在城市", "admin:firm_sitesettings_changelist"),
        (settings.phone, "联系电话", "admin:firm_sitesettings_changelist"),
        (lawyers, "至少一位律师", "admin:firm_lawyer_changelist"),
        *(
            (
                lawyer.licence_number,
                LICENCE_OF.format(lawyer.title),
                "admin:firm_lawyer_changelist",
            )
            for lawyer in lawyers
        ),
        (shown.offices(), "办公地址", "admin:firm_office_changelist"),
        (notice_of_this_firm(), "写明本所名称的隐私告知", "admin:firm_page_changelist"),
    ]
    return [Missing(label, where) for present, label, where in wanted if not present]
