"""`--new-firm` puts the firm of the page in the place of the sample firm."""

import pytest
from django.core.management import CommandError
from django.utils import timezone

from articles.models import Article
from consult.models import Consultation
from firm.models import Lawyer, Office, Page, PracticeArea, SiteSettings
from firm.site.services import save_page
from transfer.legacy_page.new_firm import NO_SAMPLE, OWN_ARTICLE
from transfer.legacy_page.report import UNCHANGED
from transfer.legacy_page.standing_pages import STILL_NAMED

FIRM = "石桥律师事务所（示例）"


@pytest.fixture
def sample(db):
    """A small sample firm with one of everything; returns its lawyer."""
    SiteSettings.objects.create(
        firm_name=FIRM,
        phone="0330-5550100",
        slogan="示例",
        disclaimer="不构成意见。",
        is_sample=True,
    )
    area = PracticeArea.objects.create(slug="labor", name="劳动与工伤")
    lawyer = Lawyer.objects.create(name="林示例", slug="lin", is_sample=True)
    Office.objects.create(address="示例路1号", is_sample=True)
    Article.objects.create(
        title="示例", area=area, author=lawyer, body="<p>文</p>", is_sample=True,
        checked_by=lawyer, checked_on=timezone.localdate(),
    )  # fmt: skip
    for slug, body in (("privacy", f"<p>处理者是{FIRM}。</p>"), ("fees", "<p>先问清费用。</p>")):
        save_page(page=Page(slug=slug, title=slug, kind=slug, body=body, is_sample=True))
    now = timezone.now()
    Consultation.objects.create(
        code_hash="a", submission="b", area=area, received_at=now, promised_at=now,
        is_sample=True,
    )  # fmt: skip
    return lawyer


def test_without_it_the_sample_firm_stays_and_the_lawyer_stands_beside(run, sample):
    words = run()
    row = SiteSettings.load()
    assert (row.firm_name, row.site_name, row.is_sample) == (FIRM, "", True)
    assert Lawyer.objects.count() == 2
    assert "请加 --new-firm" in words


def test_the_sample_firm_gives_way(run, sample):
    words = run(None, "--new-firm")
    assert Lawyer.objects.get().name == "方静川"
    assert Article.objects.count() == 12
    assert not Office.objects.exists()
    assert not Consultation.objects.exists()
    assert "删除 4 条" in words


def test_the_settings_start_afresh_but_for_the_disclaimer(run, sample):
    run(None, "--new-firm")
    row = SiteSettings.load()
    assert (row.firm_name, row.slogan, row.is_sample) == ("", "", False)
    assert (row.site_name, row.phone) == ("方静川律师法律网", "0330-5550111")
    assert row.disclaimer == "不构成意见。"


def test_standing_pages_take_the_new_name_and_stay(run, sample):
    words = run(None, "--new-firm")
    privacy = Page.objects.get(slug="privacy")
    assert (privacy.body, privacy.is_published) == ("<p>处理者是方静川律师。</p>", True)
    assert privacy.version == 2
    assert "固定页面《privacy》：它是示例文本，已换成现在的名称和电话" in words


def test_a_page_that_still_names_the_sample_firm_is_hidden(run, sample):
    save_page(page=Page(slug="about", title="关于", body="<p>林示例律师。</p>", is_sample=True))
    words = run(None, "--new-firm")
    assert not Page.objects.get(slug="about").is_published
    assert STILL_NAMED.format("林示例") in words


def test_what_a_page_says_of_being_a_sample_goes(run, sample):
    body = "<p>先问清费用。本页为示例文本，律所为虚构。</p><p>本页为示例文本。</p>"
    page = Page.objects.get(slug="fees")
    page.body = body
    save_page(page=page)
    run(None, "--new-firm")
    page.refresh_from_db()
    assert page.body == "<p>先问清费用。</p>"


def test_an_empty_database_takes_a_new_firm(run, db):
    run(None, "--new-firm")
    assert SiteSettings.load().site_name == "方静川律师法律网"


def test_a_real_firm_is_never_replaced(run, db):
    SiteSettings.objects.create(firm_name="真实律师事务所")
    with pytest.raises(CommandError, match=NO_SAMPLE.format("真实律师事务所")):
        run(None, "--new-firm")
    assert not Lawyer.objects.exists()


@pytest.mark.parametrize("role", ["author", "checked_by"])
def test_an_own_article_of_a_sample_lawyer_stops_it(run, sample, role):
    own = Lawyer.objects.create(name="本人", slug="own")
    people = {"author": own, "checked_by": own, "checked_on": timezone.localdate(), role: sample}
    area = PracticeArea.objects.get()
    Article.objects.create(title="自己写的", area=area, body="<p>文</p>", **people)
    with pytest.raises(CommandError, match=OWN_ARTICLE.format("自己写的")):
        run(None, "--new-firm")
    assert Lawyer.objects.filter(is_sample=True).exists()
    assert Article.objects.count() == 2


def test_a_second_run_changes_nothing(run, sample):
    run(None, "--new-firm")
    assert UNCHANGED in run(None, "--new-firm")
