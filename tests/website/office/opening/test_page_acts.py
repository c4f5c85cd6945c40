"""From the list a legal page is drafted, and confirmed in the version that was read."""

import pytest

from firm.models import Page, PageKind
from firm.site import legal_pages
from firm.site.records import save_page
from tests.factories import make_settings, make_staff, make_superuser
from website.office.opening import views

pytestmark = pytest.mark.django_db
LIST = "/admin/opening/"
DRAFT = "/admin/opening/draft/{}/"


@pytest.fixture
def boss(client):
    client.force_login(make_superuser())
    return client


def drafted(kind="fees"):
    make_settings()
    return legal_pages.make_draft(PageKind(kind))


def confirm(client, page, version=None):
    address = f"/admin/opening/confirm/{page.pk}/"
    return client.post(address, {"version": version or page.version}, follow=True)


def test_a_draft_is_made_and_opened_to_be_read(boss):
    make_settings()
    assert 'action="/admin/opening/draft/fees/"' in boss.get(LIST).text
    answer = boss.post(DRAFT.format("fees"), follow=True)
    page = Page.objects.get(kind="fees")
    assert answer.request["PATH_INFO"] == f"/admin/firm/page/{page.pk}/change/"
    assert views.DRAFTED_WITH_GAPS in answer.text
    assert not page.is_published


def test_nobody_is_told_to_fill_in_gaps_that_a_draft_has_not(boss):
    make_settings()
    assert views.DRAFTED in boss.post(DRAFT.format("minors"), follow=True).text


@pytest.mark.parametrize("kind", ["other", "recipe"])
def test_there_are_drafts_of_the_five_pages_alone(boss, kind):
    assert boss.post(DRAFT.format(kind)).status_code == 404


def test_a_draft_without_gaps_is_confirmed_and_then_public(boss):
    page = drafted("minors")
    save_page_without_gaps(page)
    assert f'action="/admin/opening/confirm/{page.pk}/"' in boss.get(LIST).text
    assert views.CONFIRMED.format(page.title) in confirm(boss, page).text
    assert boss.get(page.get_absolute_url()).status_code == 200


def save_page_without_gaps(page):
    page.body = legal_pages.GAP.sub("按委托合同的约定", page.body)
    save_page(page=page)


def test_a_draft_with_gaps_is_not_offered_to_be_confirmed_and_refused(boss):
    page = drafted("fees")
    assert legal_pages.gaps_in(page)
    assert f"/admin/opening/confirm/{page.pk}/" not in boss.get(LIST).text
    assert legal_pages.refusals(page)[0] in confirm(boss, page).text
    assert not Page.objects.get(pk=page.pk).is_published


def test_the_list_says_how_far_a_page_is_and_what_stands_in_the_way(boss):
    page = drafted()
    text = boss.get(LIST).text
    refusals = legal_pages.refusals(page)
    assert refusals
    for sentence in (legal_pages.state_words(page), *refusals):
        assert f'<p class="opening-reason">{sentence}</p>' in text


def test_what_was_changed_meanwhile_has_to_be_read_again(boss):
    page = drafted("minors")
    save_page_without_gaps(page)
    assert (
        legal_pages.CHANGED.format(page.title) in confirm(boss, page, version=1 + page.version).text
    )
    assert not Page.objects.get(pk=page.pk).is_published


def test_both_are_posts_of_who_may_change_pages(client, boss):
    page = drafted()
    for address in (DRAFT.format("about"), f"/admin/opening/confirm/{page.pk}/"):
        assert boss.get(address).status_code == 405
    client.force_login(make_staff("firm.view_page"))
    for address in (DRAFT.format("about"), f"/admin/opening/confirm/{page.pk}/"):
        assert client.post(address).status_code == 403
