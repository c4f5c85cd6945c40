"""Standing pages keep every version of their text."""

import re

import pytest
from django.db.models import ProtectedError

from firm.models import Page, PageKind, PageVersion
from firm.site.records import current_notice, save_page
from tests.factories import make_notice

pytestmark = pytest.mark.django_db


def make_page(**fields):
    return save_page(page=Page(**{"title": "收费", "slug": "fees", "body": "<p>甲</p>", **fields}))


def test_a_new_page_is_version_one():
    page = make_page()
    assert (page.version, page.versions.get().body) == (1, "<p>甲</p>")


def test_a_changed_text_is_a_new_version_and_the_old_one_stays():
    page = make_page()
    page.body = "<p>乙</p>"
    save_page(page=page)
    kept = page.versions.order_by("number").values_list("number", "body")
    assert list(kept) == [(1, "<p>甲</p>"), (2, "<p>乙</p>")]


def test_a_changed_title_is_a_new_version():
    page = make_page()
    page.title = "收费标准"
    assert save_page(page=page).version == 2


def test_a_changed_place_in_the_list_is_no_new_version():
    page = make_page()
    page.order, page.in_foot = 5, False
    assert save_page(page=page).version == 1


def test_what_the_sanitiser_removes_is_no_new_version():
    page = make_page()
    page.body = "<p>甲</p><script>alert(1)</script>"
    assert save_page(page=page).version == 1


def test_a_page_loaded_before_another_save_takes_the_right_version_number():
    stale = Page.objects.get(pk=make_page().pk)
    fresh = Page.objects.get(pk=stale.pk)
    fresh.body = "<p>乙</p>"
    save_page(page=fresh)
    stale.body = "<p>乙</p>"
    assert save_page(page=stale).version == 2
    assert Page.objects.get().version == PageVersion.objects.count() == 2


def test_a_consent_binds_to_the_newest_version_of_the_notice():
    page = make_notice().page
    page.body = "<p>新的告知</p>"
    save_page(page=page)
    assert current_notice().number == 2


def test_a_hidden_privacy_page_gives_no_notice():
    page = make_notice().page
    page.is_published = False
    save_page(page=page)
    assert current_notice() is None


def test_another_page_is_no_privacy_notice():
    make_page(kind=PageKind.FEES)
    assert current_notice() is None


def test_a_page_with_versions_cannot_be_deleted():
    with pytest.raises(ProtectedError):
        make_page().delete()


def test_a_hidden_page_answers_404(client):
    make_page(is_published=False)
    assert client.get("/pages/fees/").status_code == 404


def test_the_page_shows_its_version(client):
    make_page()
    assert re.search(r"第\s*1\s*版", client.get("/pages/fees/").content.decode())


def test_a_page_is_described_by_its_sentences_without_the_headings_between(client):
    body = "<p>先问清楚。</p><h2>一、由谁收费</h2><p>由律所统一收费。</p>"
    assert Page(title="收费说明", body=body).description == "先问清楚。由律所统一收费。"
