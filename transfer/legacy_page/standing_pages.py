"""The sample firm's standing pages become the new firm's, or are hidden until rewritten."""

import re
from dataclasses import dataclass

from firm.models import Lawyer, Office, Page, PageKind, SiteSettings
from firm.site.identity import Identity
from firm.site.services import save_page

STILL_NAMED = "正文里还写着示例律所的“{}”，已经从网站上撤下，请改写后再显示。"
SHORTEST_NAME = 4  # shorter words would hit any page
# What the sample pages say of themselves: «本页为示例文本，……均为虚构。»
SELF_SAMPLE = re.compile(r"本(?:页|站)(?:为|用于)[^。<]*(?:示例|虚构)[^。<]*。")


@dataclass(frozen=True)
class SampleNames:
    """By which words a page speaks of the sample firm."""

    firm: str
    short: str  # without （示例）
    site: str
    phone: str
    others: frozenset

    @classmethod
    def read(cls):
        """The names as the database has them now, before the sample firm goes."""
        row = SiteSettings.load()
        people = Lawyer.objects.filter(is_sample=True)
        offices = Office.objects.filter(is_sample=True)
        others = {row.email, row.licence_number, row.city}
        others |= {one.phone for one in (*people, *offices)} | {one.address for one in offices}
        others |= {one.name for one in people}
        telling = frozenset(word for word in others - {row.phone} if len(word) >= 2)
        short = re.sub(r"（.*?）$", "", row.firm_name)
        return cls(row.firm_name, short, row.site_name, row.phone, telling)

    def replaced(self, text):
        """The text with the new firm's names and number in their place."""
        site = Identity()
        pairs = [(self.firm, site.name), (self.short, site.name), (self.site, site.site_title)]
        for old, new in [*pairs, (self.phone, site.phone)]:
            if len(old) >= SHORTEST_NAME and new:
                text = text.replace(old, new)
        return re.sub(r"<p>\s*</p>", "", SELF_SAMPLE.sub("", text))

    def left_in(self, text):
        """The first word of the sample firm that is still there, or an empty text."""
        words = {self.firm, self.short, self.site, self.phone, *self.others}
        found = sorted(word for word in words if len(word) >= 2 and word in text)
        return found[0] if found else ""


def adopt_sample_pages(names, tally):
    """Rewrites the sample pages for the new firm; each is to be read through by a person."""
    for page in Page.objects.filter(is_sample=True):
        page.body, page.is_sample = names.replaced(page.body), False
        word = names.left_in(page.body + page.title)
        page.is_published = page.is_published and not word
        save_page(page=page)
        tally.doubt(f"固定页面《{page.title}》", _reason(page, word))


def _reason(page, word):
    if not word:
        return "它是示例文本，已换成现在的名称和电话，仍在网站上显示，请通读一遍、按实际情况修改。"
    reason = STILL_NAMED.format(word)
    closed = "在那之前，在线咨询不能提交。" if page.kind == PageKind.PRIVACY else ""
    return reason + closed
