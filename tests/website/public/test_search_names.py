"""Names on the search page: true at once, for the site that is asked, without a query."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firm.models import Page, PageKind
from firm.site import name_search
from tests.factories import make_area, make_lawyer, make_settings

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def slot(client, query, **more):
    page = client.get("/search/", {"q": query}, **more).text
    return page.partition('id="slot-who"')[2].partition("</section>")[0]


def test_a_new_alias_finds_at_once_and_one_that_was_deleted_no_more(kept_client):
    make_settings()
    area = make_area(name="债权债务")
    assert slot(kept_client, "讨债") == ""
    area.aliases = "讨债"
    area.save()
    kept_client.change("firm")
    assert area.get_absolute_url() in slot(kept_client, "讨债")
    area.aliases = ""
    area.save()
    kept_client.change("firm")
    assert slot(kept_client, "讨债") == ""


def test_a_page_that_is_hidden_is_led_to_no_more(kept_client):
    make_settings()
    fees = Page.objects.create(title="收费说明", slug="fees", kind=PageKind.FEES, body="<p>。</p>")
    assert "/pages/fees/" in slot(kept_client, "律师费")
    fees.is_published = False
    fees.save()
    kept_client.change("firm")
    assert "/pages/fees/" not in slot(kept_client, "律师费")


def test_on_the_own_site_of_a_lawyer_only_that_one_is_named(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "lin.example.cn"]
    make_settings()
    own = make_lawyer(name="林致远", hostname="lin.example.cn")
    other = make_lawyer(name="沈若宁")
    headers = {"host": "lin.example.cn"}
    assert own.get_absolute_url() in slot(client, "林致远", headers=headers)
    assert slot(client, "沈若宁", headers=headers) == ""
    assert other.get_absolute_url() in slot(client, "沈若宁")
    assert "/contact/" in slot(client, "地址", headers=headers)


def test_names_cost_no_query_once_they_are_known(kept_client):
    make_settings()
    make_area(name="债权债务", aliases="讨债")
    costs = []
    for query in ("宠物", "宠物", "讨债"):
        with CaptureQueriesContext(connection) as made:
            kept_client.get("/search/", {"q": query})
        costs.append(sum("firm_" in one["sql"] for one in made.captured_queries))
    assert costs[1:] == [0, 0]


@pytest.mark.parametrize("query", ["律" * 10_000, "林律师" * 100, "地址电话费用" * 50])
def test_a_query_made_of_names_is_no_burden(query):
    make_settings()
    make_lawyer(name="林致远")
    assert len(name_search.find(query).found) <= name_search.MOST
