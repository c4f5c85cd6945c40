"""Drafts of the legal pages, to be read by the firm and confirmed one by one.

What is said of the firm comes from what it told, what is said of the site from what the software
does. What only the firm can know is a gap, 〔请填写：……〕; nothing is promised for it.
"""

import re

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from firm.models import Office, Page, PageKind, PracticeArea, SiteSettings
from firm.site import services

GAP = re.compile("〔[^〕]*〕")  # what nobody but the firm knows
TITLES = {
    PageKind.ABOUT: "关于本所",
    PageKind.PRIVACY: "隐私与个人信息保护告知",
    PageKind.MINORS: "未成年人个人信息处理规则",
    PageKind.DISCLAIMER: "免责声明",
    PageKind.FEES: "收费说明",
}
# For the foot of every page: true of each firm, and without a word on when an answer comes.
DISCLAIMER = (
    "本站内容为一般法律知识介绍，不构成正式法律意见；法律会修改，请留意文中的核对日期。"
    "提交咨询不成立委托关系，委托须与律师事务所签订书面合同。答复以您所述的事实为基础；"
    "请勿填写身份证号等与咨询无关的信息。遇有拘留、逮捕或者上诉期限将满等紧急情况，请直接致电本所。"
)
# Limits and periods of the apps above, which tell them here when they start: name in the templates
# and value. So the texts say what the code does.
LIMITS: dict[str, int] = {}


@transaction.atomic
def make_draft(kind: PageKind) -> Page:
    """The page of a kind with a draft as its newest version, not published.

    A page that is there is returned as it is.
    """
    page = Page.objects.filter(kind=kind).first()
    if page:
        return page
    page = Page(kind=kind, slug=_free_slug(kind), order=_place(kind), is_published=False)
    page.title, page.body = TITLES[kind], written(kind)
    return services.save_page(page=page)


def written(kind: PageKind) -> str:
    """The draft of a kind as HTML, of what the firm has told so far.

    A template breaks its lines where it likes: they are joined without blanks, as Chinese is.
    """
    text = render_to_string(f"firm/drafts/{kind}.html", _told())
    return "".join(line.strip() for line in text.splitlines())


def _told():
    firm, office = SiteSettings.load(), Office.objects.first()
    areas = PracticeArea.objects.published().filter(parent=None)
    return {
        "firm": firm.firm_name,
        "site": firm.site_name or "本站",
        "city": firm.city,
        "phone": firm.phone,
        "sms": bool(settings.SMS),
        "address": office.address if office else "",
        "areas": list(areas.values_list("name", flat=True)),
        "promise": firm.promise_text,
        "retention_days": firm.retention_days,
        **LIMITS,
    }


def _place(kind):
    return 10 * (list(TITLES).index(kind) + 1)


def _free_slug(kind):
    """`privacy`, or `privacy-2` where another page took that address."""
    taken = set(Page.objects.filter(slug__startswith=kind).values_list("slug", flat=True))
    return kind.value if kind.value not in taken else f"{kind}-{len(taken) + 1}"
