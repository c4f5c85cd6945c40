"""The sitemap lists what the public may see, with the time of the last change."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone

from firm.models import Page
from firm.services import save_page
from tests.factories import make_area, make_article, make_lawyer, make_statute

pytestmark = pytest.mark.django_db


def listed(client):
    """Path and last change of every address."""
    answer = client.get("/sitemap.xml")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/xml")
    xml = answer.content.decode()
    entries = re.findall(r"<url>(.*?)</url>", xml, re.S)
    where = [re.search("<loc>(.*?)</loc>", entry)[1] for entry in entries]
    when = [re.search("<lastmod>(.*?)</lastmod>", entry) for entry in entries]
    return dict(zip(where, [found and found[1] for found in when], strict=True))


def test_standing_addresses_are_always_there(client):
    paths = {"/", "/articles/", "/lawyers/", "/contact/", "/consult/", "/statutes/"}
    assert {f"http://127.0.0.1:8000{path}" for path in paths} == set(listed(client))


def test_addresses_begin_with_the_site_and_not_with_the_host_that_was_asked(client, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://www.example.com", ["*"]
    answer = client.get("/sitemap.xml", headers={"Host": "evil.example"}).content.decode()
    assert "https://www.example.com/articles/" in answer
    assert "evil.example" not in answer


def test_everything_published_is_listed_with_its_last_change(client):
    page = save_page(page=Page(title="收费", slug="fees", body="<p>x</p>"))
    records = [make_article(), make_area(), make_lawyer(), page]
    found = listed(client)
    today = timezone.now().date().isoformat()
    for record in records:
        assert found[f"http://127.0.0.1:8000{record.get_absolute_url()}"] >= today[:8]


def test_nothing_hidden_is_listed(client):
    area, author = make_area(), make_lawyer()
    soon, past = timezone.now() + timedelta(days=1), timezone.now() - timedelta(minutes=1)
    known = {"area": area, "author": author}
    page = Page(title="收费", slug="fees", body="<p>x</p>", is_published=False)
    hidden = [
        make_article(state="draft", **known),
        make_article(state="withdrawn", **known),
        make_article(publish_at=soon, **known),
        make_article(expires_at=past, **known),
        make_area(is_published=False),
        make_lawyer(is_published=False),
        save_page(page=page),
    ]
    found = listed(client)
    assert not [one for one in hidden if f"http://127.0.0.1:8000{one.get_absolute_url()}" in found]


def test_the_law_that_articles_cite_is_listed_and_nothing_else_of_it(client):
    cited = make_statute(["甲。", "乙。"])
    old = make_statute(["丙。"], effective_to=timezone.localdate())
    quiet = make_statute(["丁。"])
    make_article(body=f"<p>《{cited.short_name}》第二条，《{old.short_name}》第一条。</p>")
    make_article(body=f"<p>《{quiet.short_name}》第一条。</p>", state="draft")
    base = unquote(f"http://127.0.0.1:8000{cited.get_absolute_url()}")
    found = {unquote(address) for address in listed(client) if "/statutes/%" in address}
    assert found == {base, f"{base}2/"}


@pytest.mark.parametrize("page", ["0", "2", "abc", "-1", "%00", "9" * 500])
def test_a_page_of_the_sitemap_that_is_not_there_is_404(client, page):
    assert client.get(f"/sitemap.xml?p={page}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_sitemap_costs_the_same_for_one_row_and_for_three(
    client, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_article(area=make_area(), author=make_lawyer())
    with django_assert_num_queries(9):
        listed(client)
