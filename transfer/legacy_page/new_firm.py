"""Puts the firm of an imported page in the place of the sample firm."""

from django.db.models import Q

from articles import demo
from articles.models import Article
from consult.models import CannedReply, Consultation, KnownParty
from firm.models import Lawyer, Office, SiteSettings
from transfer.legacy_page import sample_areas, sample_holidays
from transfer.legacy_page.page import NotAPageError

NO_SAMPLE = (
    "网站设置里已经是“{}”，不是示例律所，不能用 --new-firm；去掉它再运行，只会补上空着的内容。"
)
OWN_ARTICLE = (
    "文章《{}》是您自己添加的，作者或者核对律师却是示例律师；"
    "请先在后台换成别的律师，再用 --new-firm。"
)
SAMPLES = (
    ("示例咨询", Consultation),
    ("示例当事人", KnownParty),
    ("示例常用答复", CannedReply),
    ("示例文章", Article),
    ("示例办公地点", Office),
    ("示例律师", Lawyer),
)


def stands_already(page):
    """Whether an earlier run has put this page's firm in the sample firm's place."""
    row = SiteSettings.load()
    own = Lawyer.objects.filter(name=page.owner.lawyer, is_sample=False)
    named = page.owner.site_name[:40], page.footer.firm
    same = any(named) and (row.site_name, row.firm_name) == named
    return not row.is_sample and same and own.exists()


def refuse_unless_sample():
    """NotAPageError unless the database describes no firm, or the sample untied to own articles."""
    row = SiteSettings.load()
    described = row.firm_name or row.site_name or row.phone
    if described and not row.is_sample:
        raise NotAPageError(NO_SAMPLE.format(row.title))
    own = Article.objects.filter(
        Q(author__is_sample=True) | Q(checked_by__is_sample=True), is_sample=False
    ).first()
    if own:
        raise NotAPageError(OWN_ARTICLE.format(own.title))


def clear_sample(tally):
    """Deletes what the sample firm brought; its standing pages become drafts of their own."""
    demo.remove_tags()
    for label, model in SAMPLES:
        samples = model._default_manager.filter(is_sample=True)
        if count := samples.count():
            samples.delete()
            tally.removed[label] = count
    for label, count in (
        ("示例领域", sample_areas.remove()),
        ("示例放假安排", sample_holidays.remove()),
    ):
        if count:
            tally.removed[label] = count
