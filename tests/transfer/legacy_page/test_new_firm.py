"""`--new-firm` makes the firm of the page that of an empty site."""

import pytest
from django.core.management import CommandError

from firm.models import Lawyer, Page, PageKind, SiteSettings
from firm.site.legal_pages import KINDS
from firm.site.services import save_page
from transfer.legacy_page.firm_row import NO_DISCLAIMER, NO_PROMISE, SPOKEN
from transfer.legacy_page.new_firm import DESCRIBED
from transfer.legacy_page.report import UNCHANGED
from transfer.legacy_page.standing_pages import CLOSED, DRAFTED


def test_the_settings_hold_what_the_page_tells_and_nothing_else(run, db):
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


def test_standing_pages_are_drafts_that_nobody_sees(run, db):
    words = run(None, "--new-firm")
    assert {page.kind for page in Page.objects.all()} == set(KINDS)
    assert not Page.objects.published().exists()
    privacy = Page.objects.get(kind=PageKind.PRIVACY)
    assert f"固定页面《{privacy.title}》：{DRAFTED}{CLOSED}" in words


def test_a_page_of_the_firms_own_stays_as_it_is(run, db):
    own = Page(slug="about", title="关于", kind="about", body="<p>自己写的。</p>")
    save_page(page=own)
    words = run(None, "--new-firm")
    own.refresh_from_db()
    assert (own.body, own.is_published) == ("<p>自己写的。</p>", True)
    assert "固定页面《关于》" not in words


def test_the_address_of_the_lawyer_can_be_read(run, db):
    words = run(None, "--new-firm")
    assert Lawyer.objects.get().slug == "fang-jingchuan"
    assert SPOKEN.format("fang-jingchuan") in words


def test_a_real_firm_is_never_replaced(run, db):
    SiteSettings.objects.create(firm_name="真实律师事务所")
    with pytest.raises(CommandError, match=DESCRIBED.format("真实律师事务所")):
        run(None, "--new-firm")
    assert not Lawyer.objects.exists()


def test_a_second_run_changes_nothing(run, db):
    run(None, "--new-firm")
    assert UNCHANGED in run(None, "--new-firm")
