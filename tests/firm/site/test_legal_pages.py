"""A legal page is confirmed by a person, for the text that this person has read."""

import pytest

from firm.models import Page, PageKind
from firm.site import legal_pages
from firm.site.legal_pages import GAP, NotReadyError, State, confirm_page, make_draft
from firm.site.records import save_page
from tests.factories import make_settings, make_staff

pytestmark = pytest.mark.django_db
FIRM = "衡川（江宁）律师事务所"


def make_page(kind=PageKind.PRIVACY, body=f"<p>个人信息处理者是{FIRM}。</p>", **fields):
    return save_page(page=Page(kind=kind, slug=kind, title="告知", body=body, **fields))


@pytest.fixture(autouse=True)
def _a_second_firm():
    make_settings(firm_name=FIRM)


def standing(kind=PageKind.PRIVACY):
    return next(one for one in legal_pages.legal_pages() if one.kind == kind)


def refused(page):
    """Why a page is not confirmed; it stays as it was."""
    with pytest.raises(NotReadyError) as refusal:
        confirm_page(page=page, by=make_staff(last_name="周"))
    assert Page.objects.get(pk=page.pk).confirmed_version is None
    return str(refusal.value)


def test_what_somebody_else_has_just_written_was_not_read():
    page = make_page()
    other = Page.objects.get()
    other.body += "<p>一句没有人读过的话。</p>"
    save_page(page=other)
    assert refused(page) == legal_pages.CHANGED.format("告知")


def test_a_page_goes_from_draft_to_confirmed_and_back():
    draft = make_draft(PageKind.FEES)
    found = standing(PageKind.FEES)
    assert (found.state, found.done) == (State.DRAFT, False)
    assert found.missing == GAP.findall(draft.body)
    assert found.address.endswith(f"/firm/page/{draft.pk}/change/")
    page = make_page()  # as an earlier release left it: public, confirmed by nobody
    found = standing(PageKind.PRIVACY)
    assert (found.state, found.refusals, found.done) == (State.UNCONFIRMED, [], False)
    page.is_published = False
    user = make_staff(last_name="周", first_name="牧之")
    confirm_page(page=page, by=user)
    found = standing(PageKind.PRIVACY)
    assert (found.state, found.done, found.page.is_published) == (State.CONFIRMED, True, True)
    assert found.words.startswith("已确认，周牧之，")
    user.delete()
    assert standing(PageKind.PRIVACY).words.startswith("已确认，")
    page = Page.objects.get(pk=page.pk)
    page.order = 7
    save_page(page=page)
    assert standing(PageKind.PRIVACY).done
    make_settings(firm_name="衡川律师事务所")
    assert not standing(PageKind.PRIVACY).done
    make_settings(firm_name=FIRM)
    page.body += "<p>又写了一句。</p>"
    save_page(page=page)
    assert standing(PageKind.PRIVACY).state == State.CHANGED


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        (FIRM, f"<p>{FIRM}，备份保存〔请填写：多久〕。</p>", "〔请填写：多久〕"),
        (FIRM, "<p>告知</p>", legal_pages.NOT_NAMED.format(FIRM)),
        ("", f"<p>个人信息处理者是{FIRM}。</p>", legal_pages.NO_FIRM_NAME),
    ],
)
def test_a_notice_with_a_gap_or_without_the_firm_is_not_confirmed(name, body, why):
    make_settings(firm_name=name)
    assert why in refused(make_page(body=body))


def test_what_nobody_has_seen_has_no_version_and_who_confirms_has_a_name():
    page = make_page(is_published=False)
    page.body += "<p>又写了一句。</p>"
    page = save_page(page=page)
    assert (page.version, page.versions.count()) == (0, 0)
    with pytest.raises(NotReadyError, match=legal_pages.NAMELESS):
        confirm_page(page=page, by=make_staff(username="admin"))
    page = confirm_page(page=page, by=make_staff(last_name="周"))
    assert (page.version, page.confirmed_version, page.is_published) == (1, 1, True)


def test_brackets_are_written_as_one_likes_and_other_pages_need_not_name_the_firm():
    page = make_page(body="<p>处理者是 衡川(江宁) 律师<strong>事务所</strong>。</p>")
    assert confirm_page(page=page, by=make_staff(last_name="周")).confirmed_version == 1
    page = make_page(PageKind.FEES, "<p>先问清费用。</p>")
    assert confirm_page(page=page, by=make_staff(last_name="周")).is_published
