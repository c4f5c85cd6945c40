"""Whether an imported page may describe the firm of this site."""

from firm.models import Lawyer, SiteSettings
from transfer.legacy_page.page import NotAPageError

DESCRIBED = "网站设置里已经是“{}”，不能用 --new-firm；去掉它再运行，只会补上空着的内容。"


def stands_already(page):
    """Whether an earlier run has put this page's firm here."""
    row = SiteSettings.load()
    named = page.owner.site_name[:40], page.footer.firm
    same = any(named) and (row.site_name, row.firm_name) == named
    return same and Lawyer.objects.filter(name=page.owner.lawyer).exists()


def refuse_a_described_firm():
    """NotAPageError unless the database describes no firm."""
    row = SiteSettings.load()
    if row.firm_name or row.site_name or row.phone:
        raise NotAPageError(DESCRIBED.format(row.title))
