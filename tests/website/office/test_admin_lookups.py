"""What an address may ask of an admin list: what the list offers, and no more."""

import pytest
from django.urls import reverse

from tests.factories import (
    make_article,
    make_consultation,
    make_lawyer,
    make_staff,
    make_superuser,
)

pytestmark = pytest.mark.django_db
ARTICLES, INBOX = "/admin/articles/article/", "/admin/consult/consultation/"


@pytest.mark.parametrize(
    "address",
    [
        f"{ARTICLES}?text__regex=^(a%2B)%2B$",
        f"{ARTICLES}?title__iregex=(",
        f"{ARTICLES}?created_at__year=99999999",
        f"{ARTICLES}?publish_at__year=99999999",
        f"{INBOX}?doubts__iregex=(",
        f"{INBOX}?code_hash__startswith=k1",
        "/admin/firm/practicearea/?consultation__isnull=0",
    ],
)
def test_an_odd_lookup_is_refused(client, address):
    client.force_login(make_superuser())
    assert client.get(address).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        f"{ARTICLES}?stage=draft&area__id__exact=1&check=stub",
        f"{ARTICLES}?since=30&law=open&o=-2",
        f"{ARTICLES}?since=week&stage=nothing&check=nothing",
        f"{ARTICLES}?q=" + "a%2B" * 3000,
        f"{INBOX}?work=quarantined&area=1&who=me&o=-3",
        "/admin/outbox/notice/?state=failing",
    ],
)
def test_what_a_list_offers_is_answered(client, address):
    client.force_login(make_superuser())
    assert client.get(address).status_code == 200


def test_the_detour_to_a_page_is_closed_and_its_link_leads_straight(client):
    make_consultation()
    article = make_article()
    client.force_login(make_staff())
    assert client.get("/admin/r/1/1/").status_code == 404
    client.force_login(make_superuser())
    page = client.get(reverse("admin:articles_article_change", args=[article.pk])).text
    assert f'href="{article.get_absolute_url()}"' in page


@pytest.mark.parametrize("shown", [True, False])
def test_only_what_visitors_see_is_offered_to_be_seen_on_the_site(client, shown):
    client.force_login(make_superuser())
    lawyer = make_lawyer(is_published=shown)
    html = client.get(reverse("admin:firm_lawyer_change", args=[lawyer.pk])).text
    assert (f'href="{lawyer.get_absolute_url()}"' in html) == shown


@pytest.mark.parametrize("query", ["?publish_at=x", "?publish_at=2026-11-01+09:00", "?area=x"])
def test_no_address_breaks_the_form_that_it_fills(client, query):
    client.force_login(make_superuser())
    assert client.get(f"{ARTICLES}add/{query}").status_code == 200


@pytest.mark.parametrize("page", ["change", "delete"])
def test_an_empty_name_of_a_field_names_none(client, page):
    client.force_login(make_superuser())
    article = make_article()
    assert client.get(f"{ARTICLES}{article.pk}/{page}/?_to_field=").status_code == 200


@pytest.mark.parametrize("key", ["x", "9" * 30, ""])
def test_a_ticked_row_that_cannot_be_one_is_none(client, key):
    article = make_article()
    client.force_login(make_superuser())
    wish = {"action": "withdraw_many", "_selected_action": [key], "confirmed": "on"}
    assert client.post(ARTICLES, wish).status_code == 302
    article.refresh_from_db()
    assert article.is_public


def test_a_head_of_a_list_is_led_on_as_the_page_is(client):
    client.force_login(make_superuser())
    places = {ask(f"{ARTICLES}?q=").headers["Location"] for ask in (client.get, client.head)}
    assert len(places) == 1
