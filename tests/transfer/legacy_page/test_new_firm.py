"""`--new-firm` puts the firm of the page in the place of the sample firm."""

import pytest
from django.core.management import CommandError
from django.utils import timezone

from articles.models import Article
from consult.models import CannedReply, Consultation, KnownParty
from firm.models import Lawyer, Office, Page, PageKind, PracticeArea, SiteSettings, SpecialDay
from firm.site import samples
from firm.site.legal_pages import KINDS
from firm.site.services import save_page
from tests.factories import make_canned
from transfer.legacy_page.firm_row import NO_DISCLAIMER, NO_PROMISE, SPOKEN
from transfer.legacy_page.new_firm import NO_SAMPLE, OWN_ARTICLE
from transfer.legacy_page.report import UNCHANGED
from transfer.legacy_page.standing_pages import CLOSED, DRAFTED

FIRM = samples.shipped()["settings"]["firm_name"]


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
    for slug, body in (("privacy", f"<p>处理者是{FIRM}。</p>"), ("fees", f"<p>{FIRM}收费。</p>")):
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


def test_the_settings_hold_what_the_page_tells_and_nothing_else(run, sample):
    SiteSettings.objects.update(
        reply_promise_hours=7, service_time="周一至周五 9:00-17:00", hours="周一至周五",
        notify_email="desk@example.com", email="office@example.com", summary="虚构的律所。",
    )  # fmt: skip
    words = run(None, "--new-firm")
    told = {"site_name": "方静川律师法律网", "city": "云澜", "phone": "0330-5550111",
            "phone_kind": "landline", "founded_year": 2003}  # fmt: skip
    row, empty = SiteSettings.load(), SiteSettings()
    for field in row._meta.concrete_fields:
        if field.name not in {"id", "created_at", "updated_at"}:
            wanted = told.get(field.name, getattr(empty, field.name))
            assert getattr(row, field.name) == wanted, field.name
    assert NO_PROMISE in words
    assert NO_DISCLAIMER in words


def test_standing_pages_are_drafts_that_nobody_sees(run, sample):
    words = run(None, "--new-firm")
    assert {page.kind for page in Page.objects.all()} == set(KINDS)
    assert not Page.objects.published().exists()
    assert FIRM not in "".join(page.body for page in Page.objects.all())
    privacy = Page.objects.get(kind=PageKind.PRIVACY)
    assert f"固定页面《{privacy.title}》：{DRAFTED}{CLOSED}" in words


def test_a_page_of_the_firms_own_stays_as_it_is(run, sample):
    own = Page(slug="about", title="关于", kind="about", body="<p>自己写的。</p>")
    save_page(page=own)
    words = run(None, "--new-firm")
    own.refresh_from_db()
    assert (own.body, own.is_published) == ("<p>自己写的。</p>", True)
    assert "固定页面《关于》" not in words


def shipped_area(slug, **fields):
    known = next(row for row in samples.shipped()["areas"] if row["slug"] == slug)
    names = {name: known[name] for name in ("name", "slug", "summary", "text")}
    return PracticeArea.objects.create(**{**names, **fields})


def test_areas_of_the_sample_go_and_those_of_the_articles_come(run, sample):
    parent = shipped_area("criminal")
    shipped_area("sentencing", parent=parent)
    shipped_area("marriage-family")
    written = shipped_area("tax", text="<p>自己写的介绍。</p>")
    words = run(None, "--new-firm")
    names = set(PracticeArea.objects.published().values_list("name", flat=True))
    assert not names & {"量刑", "婚姻家庭与继承"}
    assert {"刑事辩护", "税务"} <= names
    assert PracticeArea.objects.get(slug="criminal").text == ""
    assert PracticeArea.objects.get(slug="tax") == written
    assert "业务领域：按文章标题归入：" in words


def test_an_area_with_a_real_consultation_is_hidden_without_its_texts(run, sample):
    area, now = shipped_area("medical"), timezone.now()
    Consultation.objects.create(
        code_hash="b", submission="c", area=area, received_at=now, promised_at=now
    )
    run(None, "--new-firm")
    area.refresh_from_db()
    assert (area.is_published, area.summary, area.text) == (False, "", "")


def test_days_off_of_the_sample_go_and_a_year_that_a_person_filled_stays(run, sample):
    for day in ("2026-10-01", "2027-10-01"):
        SpecialDay.objects.create(date=day, name="国庆节")
    SpecialDay.objects.create(date="2027-02-06", name="春节")
    run(None, "--new-firm")
    assert {day.date.year for day in SpecialDay.objects.all()} == {2027}


def test_parties_and_canned_replies_of_the_sample_go(run, sample):
    make_canned(is_sample=True)
    run(None, "--new-firm")
    assert not CannedReply.objects.exists()
    assert not KnownParty.objects.exists()


def test_the_address_of_the_lawyer_can_be_read(run, sample):
    words = run(None, "--new-firm")
    assert Lawyer.objects.get().slug == "fang-jingchuan"
    assert SPOKEN.format("fang-jingchuan") in words


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
