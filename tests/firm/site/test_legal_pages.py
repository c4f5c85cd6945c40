"""A legal page is confirmed by a person, for the text that this person has read."""

import pytest

from firm.models import Page, PageKind
from firm.site import legal_pages
from firm.site.legal_pages import GAP, KINDS, NotReadyError, State, confirm_page, make_draft
from firm.site.records import save_page
from tests.factories import make_settings, make_staff

pytestmark = pytest.mark.django_db
FIRM = "衡川（江宁）律师事务所"


def make_page(kind=PageKind.PRIVACY, body=f"<p>个人信息处理者是{FIRM}。</p>", **fields):
    return save_page(page=Page(kind=kind, slug=kind, title="告知", body=body, **fields))


@pytest.fixture(autouse=True)
def _a_second_firm():
    make_settings(firm_name=FIRM)


def standing(kind):
    return next(one for one in legal_pages.legal_pages() if one.kind == kind)


def refused(page):
    """Why a page is not confirmed; it stays as it was."""
    with pytest.raises(NotReadyError) as refusal:
        confirm_page(page=page, by=make_staff())
    assert Page.objects.get(pk=page.pk).confirmed_version is None
    return str(refusal.value)


def test_every_kind_has_a_state_before_there_is_any_page(django_assert_num_queries):
    with django_assert_num_queries(1):
        found = legal_pages.legal_pages()
    assert [one.kind for one in found] == KINDS
    assert {one.state for one in found} == {State.MISSING}


def test_what_somebody_else_has_just_written_was_not_read():
    page = make_page()
    other = Page.objects.get()
    other.body += "<p>一句没有人读过的话。</p>"
    save_page(page=other)
    assert refused(page) == legal_pages.CHANGED.format("告知")


def test_a_draft_waits_to_be_read_and_names_what_is_missing():
    page = make_draft(PageKind.PRIVACY)
    found = standing(PageKind.PRIVACY)
    assert (found.state, found.done) == (State.DRAFT, False)
    assert found.missing == GAP.findall(page.body)
    assert found.address.endswith(f"/firm/page/{page.pk}/change/")


def test_a_page_of_an_earlier_release_is_public_and_confirmed_by_nobody():
    make_page()
    found = standing(PageKind.PRIVACY)
    assert (found.state, found.refusals, found.done) == (State.UNCONFIRMED, [], False)


def test_a_confirmed_page_is_published_and_tells_by_whom():
    page = make_page(is_published=False)
    confirm_page(page=page, by=make_staff(last_name="周", first_name="牧之"))
    found = standing(PageKind.PRIVACY)
    assert (found.state, found.done, found.page.is_published) == (State.CONFIRMED, True, True)
    assert found.words.startswith("已确认，周牧之，")


def test_a_change_of_the_text_takes_the_confirmation_back():
    page = confirm_page(page=make_page(), by=make_staff())
    page.body += "<p>又写了一句。</p>"
    save_page(page=page)
    assert standing(PageKind.PRIVACY).state == State.CHANGED


def test_another_place_in_the_list_leaves_the_confirmation():
    page = confirm_page(page=make_page(), by=make_staff())
    page.order = 7
    save_page(page=page)
    assert standing(PageKind.PRIVACY).done


def test_a_text_with_a_gap_is_not_confirmed():
    page = make_page(body=f"<p>{FIRM}，备份保存〔请填写：多久〕。</p>")
    assert "〔请填写：多久〕" in refused(page)


def test_a_notice_that_does_not_name_the_firm_is_not_confirmed():
    assert refused(make_page(body="<p>告知</p>")) == legal_pages.NOT_NAMED.format(FIRM)


def test_a_notice_is_not_confirmed_while_the_firm_has_no_name():
    make_settings(firm_name="")
    assert refused(make_page()) == legal_pages.NO_FIRM_NAME


def test_brackets_and_blanks_are_written_as_one_likes():
    page = make_page(body="<p>处理者是 衡川(江宁) 律师<strong>事务所</strong>。</p>")
    assert confirm_page(page=page, by=make_staff()).confirmed_version == 1


def test_a_firm_that_takes_another_name_has_to_confirm_its_notice_again():
    confirm_page(page=make_page(), by=make_staff())
    make_settings(firm_name="衡川律师事务所")
    assert not standing(PageKind.PRIVACY).done


def test_other_pages_need_not_name_the_firm():
    page = make_page(PageKind.FEES, "<p>先问清费用。</p>")
    assert confirm_page(page=page, by=make_staff()).is_published


def test_a_confirmation_outlives_the_account():
    user = make_staff()
    confirm_page(page=make_page(), by=user)
    user.delete()
    assert standing(PageKind.PRIVACY).words.startswith("已确认，")
