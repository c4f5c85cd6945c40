"""The standing pages of a new firm: drafts from what the page tells, none of them public."""

from firm.models import Page, PageKind
from firm.site.legal_drafts import make_draft
from firm.site.legal_pages import KINDS

DRAFTED = "按现有资料写了草稿，没有公开；请通读，填好〔 〕里的内容，确认以后再公开。"
CLOSED = "在那之前，在线咨询不能提交。"


def draft_pages(tally):
    """Makes the drafts that are missing; a person reads, completes and confirms each of them."""
    own = set(Page.objects.values_list("kind", flat=True))
    for kind in (one for one in KINDS if one not in own):
        page = make_draft(kind)
        closed = CLOSED if kind == PageKind.PRIVACY else ""
        tally.doubt(f"固定页面《{page.title}》", DRAFTED + closed)
