"""A standing page in the office: what state its text is in, and the button that stands for it."""

import re

import pytest
from django.urls import reverse

from firm.admin.base import OUTDATED
from firm.admin.pages import CONFIRM, NOTHING
from firm.models import Office, Page, PageKind
from firm.site import legal_pages
from firm.site.legal_pages import GAP, State, confirm_page, make_draft, written
from firm.site.records import save_page
from tests.factories import make_notice, make_settings, make_superuser

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


def test_saving_unchanged_confirms_nothing_and_the_button_stands_behind_the_others(admin):
    page = make_notice().page
    press(admin, page, "_save")
    assert standing(page) == State.UNCONFIRMED
    html = admin.get(form_of(make_draft(PageKind.FEES))).text
    assert html.index('name="_save"') < html.index(f'name="{CONFIRM}"')  # Enter presses the first
    other = save_page(page=Page(slug="other", title="别的", body="<p>别的</p>"))
    assert f'name="{CONFIRM}"' not in admin.get(form_of(other)).text


def test_the_button_saves_and_leads_to_the_whole_text(admin):
    page = make_draft(PageKind.FEES)
    answer = press(admin, page, CONFIRM, body=f"{page.body}<p>本所另有规定。</p>")
    assert answer.redirect_chain[-1][0] == reverse("admin:confirm_page", args=[page.pk])
    assert "本所另有规定。" in answer.text
    assert standing(page) == State.DRAFT


def test_a_text_with_a_gap_is_neither_published_nor_confirmed_and_not_lost(admin):
    page = make_draft(PageKind.FEES)
    answer = press(admin, page, "_save", is_published="on", body="<p>〔请填写：多少〕元</p>")
    assert "〔请填写：多少〕" in answer.context["adminform"].form.errors["is_published"][0]
    assert "〔请填写：多少〕元" in answer.text
    assert not Page.objects.get(pk=page.pk).is_published


def test_a_new_address_names_the_notice_that_says_the_old_one(client):
    make_settings()
    office = Office.objects.create(address="江宁市衡川路7号")
    body = GAP.sub("三十天", written(PageKind.PRIVACY))
    page = save_page(page=Page(kind=PageKind.PRIVACY, slug="privacy", title="告知", body=body))
    boss = make_superuser(last_name="周")
    confirm_page(page=page, by=boss)
    client.force_login(boss)
    typed = {"name": "本所", "address": "江宁市秦淮路9号", "order": "0"}
    address = reverse("admin:firm_office_change", args=[office.pk])
    answer = client.post(address, typed, follow=True)
    assert OUTDATED.format("“告知”") in answer.text
