"""Puts the firm of an imported page in the place of the sample firm."""

import re

from django.db.models import Q

from articles.models import Article
from consult.models import Consultation
from firm.models import Lawyer, Office, Page, PageKind, SiteSettings
from website.old_page.page import NotAPage

SHORTEST_NAME = 4  # shorter words would hit any page
SAMPLES = (
    ("示例咨询", Consultation),
    ("示例文章", Article),
    ("示例办公地点", Office),
    ("示例律师", Lawyer),
)


def refuse_unless_sample():
    """NotAPage unless the database describes no firm or the sample firm, untied to own articles."""
    row = SiteSettings.load()
    described = row.firm_name or row.site_name or row.phone
    if described and not row.is_sample:
        raise NotAPage(
            f"网站设置里已经是“{row.title}”，不是示例律所，不能用 --new-firm；"
            "去掉它再运行，只会补上空着的内容。"
        )
    own = Article.objects.filter(
        Q(author__is_sample=True) | Q(checked_by__is_sample=True), is_sample=False
    ).first()
    if own:
        raise NotAPage(
            f"文章《{own.title}》是您自己添加的，作者或者核对律师却是示例律师；"
            "请先在后台换成别的律师，再用 --new-firm。"
        )


def clear_sample(tally):
    """Deletes what the sample firm brought, but for areas and standing pages."""
    _keep_pages(_names(), tally)
    for label, model in SAMPLES:
        samples = model.objects.filter(is_sample=True)
        if count := samples.count():
            samples.delete()
            tally.removed[label] = count


def _names():
    """The names and numbers by which a page would speak of the sample firm."""
    row = SiteSettings.load()
    people = [*Lawyer.objects.filter(is_sample=True), *Office.objects.filter(is_sample=True)]
    words = {row.firm_name, row.site_name, row.phone, row.email, row.licence_number}
    words |= {re.sub(r"（.*?）$", "", row.firm_name)}
    words |= {one.phone for one in people} | {getattr(one, "address", "") for one in people}
    return {word for word in words if len(word) >= SHORTEST_NAME} if row.is_sample else set()


def _keep_pages(names, tally):
    """Pages become the new firm's; one that names the sample firm is hidden until rewritten."""
    for page in Page.objects.all():
        found = sorted(word for word in names if word in page.body or word in page.title)
        if found:
            Page.objects.filter(pk=page.pk).update(is_published=False)
            reason = f"正文里还写着示例律所的“{found[0]}”，已经从网站上撤下，请改写后再显示。"
            if page.kind == PageKind.PRIVACY:
                reason += "在那之前，在线咨询不能提交。"
            tally.doubt(f"固定页面《{page.title}》", reason)
        elif page.is_sample:
            reason = "它是示例文本，没有提到示例律所，仍在网站上显示，请通读一遍再用。"
            tally.doubt(f"固定页面《{page.title}》", reason)
    Page.objects.filter(is_sample=True).update(is_sample=False)
