"""A standing page in the office: what state its text is in, and the button that stands for it."""

import re

import pytest

from firm.admin.pages import CONFIRM, CONFIRMED, NOTHING
from firm.models import Page, PageKind
from firm.site import legal_pages
from firm.site.legal_pages import State, make_draft
from firm.site.records import save_page
from tests.factories import make_notice, make_settings, make_staff, make_superuser

pytestmark = pytest.mark.django_db
LIST = "/admin/firm/page/"


@pytest.fixture
def admin(client):
    make_settings()
    client.force_login(make_superuser(last_name="周", first_name="牧之"))
    return client


def form_of(page):
    return f"{LIST}{page.pk}/change/"


def press(admin, page, button, **typed):
    """What the form holds, sent by one of its buttons."""
    known = {"title": page.title, "slug": page.slug, "kind": page.kind, "order": page.order}
    shown = {"is_published": "on"} if page.is_published else {}
    return admin.post(
        form_of(page), {**known, "body": page.body, **shown, **typed, button: "1"}, follow=True
    )


def standing(page):
    return legal_pages.state_of(Page.objects.get(pk=page.pk))


def test_the_list_tells_the_state_of_each_legal_page(admin):
    make_draft(PageKind.MINORS)
    save_page(page=Page(slug="other", title="别的", body="<p>别的</p>"))
    html = admin.get(LIST).text
    assert State.DRAFT.label in html
    assert NOTHING in re.findall(r"field-confirmation[^>]*>([^<]*)<", html)


def test_saving_unchanged_confirms_nothing(admin):
    page = make_notice().page
    press(admin, page, "_save")
    assert standing(page) == State.UNCONFIRMED


def test_the_button_confirms_what_is_on_the_screen_and_publishes_it(admin):
    page = make_draft(PageKind.MINORS)
    answer = press(admin, page, CONFIRM, body=f"{page.body}<p>本所另有规定。</p>")
    page.refresh_from_db()
    assert (page.version, page.is_published, standing(page)) == (2, True, State.CONFIRMED)
    assert CONFIRMED.format(page.title) in answer.text
    assert "已确认，周牧之，" in answer.text


def test_what_cannot_be_confirmed_is_saved_with_the_reason(admin):
    page = make_draft(PageKind.FEES)
    answer = press(admin, page, CONFIRM, body=f"{page.body}<p>新写的一句。</p>")
    page.refresh_from_db()
    assert "新写的一句。" in page.body
    assert (page.is_published, standing(page)) == (False, State.DRAFT)
    assert "还有要填写的地方" in answer.text


def test_a_text_with_a_gap_is_not_published_and_not_lost(admin):
    page = make_draft(PageKind.FEES)
    answer = press(admin, page, "_save", is_published="on", body="<p>〔请填写：多少〕元</p>")
    assert "〔请填写：多少〕" in answer.context["adminform"].form.errors["is_published"][0]
    assert "〔请填写：多少〕元" in answer.text
    assert not Page.objects.get(pk=page.pk).is_published


def test_the_button_stands_behind_the_others_and_only_on_legal_pages(admin):
    html = admin.get(form_of(make_draft(PageKind.FEES))).text
    assert html.index('name="_save"') < html.index(f'name="{CONFIRM}"')  # Enter presses the first
    other = save_page(page=Page(slug="other", title="别的", body="<p>别的</p>"))
    assert f'name="{CONFIRM}"' not in admin.get(form_of(other)).text


def test_who_may_only_look_is_offered_nothing_to_confirm(client):
    page = make_notice().page
    client.force_login(make_staff("firm.view_page"))
    assert f'name="{CONFIRM}"' not in client.get(form_of(page)).text
    assert press(client, page, CONFIRM).status_code == 403
    assert standing(page) == State.UNCONFIRMED


def test_a_confirmed_text_is_not_asked_for_again_until_it_changes(admin):
    page = make_draft(PageKind.MINORS)
    assert "请先通读全文" in admin.get(form_of(page)).text
    html = press(admin, page, CONFIRM).text
    assert "这一版已经确认" in html
    assert "请先通读全文" not in html
