"""Two hosts side by side: the firm's, and the one of a lawyer of its own."""

import importlib
import re

import pytest
from django.urls import reverse

from articles.search import did_you_mean
from firm.base import current_site
from firm.site.identity import Identity
from tests.factories import make_area, make_article, make_lawyer, make_settings
from website.public import search as public_search

pytestmark = pytest.mark.django_db
OWN, MAIN = "lin.example.cn", "127.0.0.1"
HERE, FIRM = f"http://{OWN}:8000", "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def firm(settings):
    settings.ALLOWED_HOSTS = [OWN, MAIN]
    make_settings()


@pytest.fixture
def lin(firm):
    return make_lawyer(
        name="林致远", slug="lin", hostname=OWN, phone="0330-5550111", summary="办理家事案件。"
    )


@pytest.fixture
def shen(firm):
    return make_lawyer(name="沈若宁", slug="shen")


@pytest.fixture
def both(lin, shen):
    """One article of each."""
    titles = {lin: "离婚时房子怎么分割才合理？", shen: "离婚协议没有写房子怎么办？"}
    return [make_article(author=author, title=title) for author, title in titles.items()]


def ask(client, path, host=OWN, **more):
    return client.get(path, headers={"host": host}, **more)


def html(client, path, host=OWN):
    answer = ask(client, path, host)
    assert answer.status_code == 200
    return answer.text


def canonical(page):
    return re.search(r'<link rel="canonical" href="([^"]*)"', page)[1]


def test_the_own_site_speaks_as_the_lawyer_and_the_firms_as_the_firm(client, lin, shen):
    own, main = html(client, "/"), html(client, "/", MAIN)
    assert "<title>云澜律师 - 林致远律师</title>" in own
    assert 'href="tel:+863305550111"' in own.split("<main")[0]
    assert "青石律师事务所" in own
    assert "<title>云澜律师 - 青石律师网</title>" in main
    assert 'href="tel:+863305559900"' in main.split("<main")[0]
    make_settings(summary="本所办理各类案件。")
    with current_site.speaking_as(lin):
        assert Identity().summary == "办理家事案件。"
    assert Identity().summary == "本所办理各类案件。"


def test_every_list_of_the_own_site_holds_what_the_lawyer_wrote(client, both):
    mine, theirs = both
    did_you_mean.forget()
    for path in ("/", "/articles/", "/articles/feed/", "/search/?q=离婚"):
        own, main = html(client, path), html(client, path, MAIN)
        assert mine.get_absolute_url() in own, path
        assert theirs.get_absolute_url() not in own
        assert "沈若宁" not in own
        assert theirs.get_absolute_url() in main
    assert "离婚协议" in did_you_mean.current().alike("离昏协议")  # learnt from all, for all
    area = make_area()
    area.lawyers.set([mine.author, theirs.author])
    assert "沈若宁" not in html(client, area.get_absolute_url())
    assert "沈若宁" in html(client, area.get_absolute_url(), MAIN)


def test_what_both_sites_show_alike_has_one_address_and_what_one_has_alone_its_own(
    client, lin, both
):
    for path in (both[0].get_absolute_url(), lin.get_absolute_url(), "/contact/"):
        own, main = html(client, path), html(client, path, MAIN)
        assert canonical(own) == canonical(main) == f"{FIRM}{path}"
    for path in ("/", "/areas/", "/articles/", "/consult/"):
        assert canonical(html(client, path)) == f"{HERE}{path}"
        assert canonical(html(client, path, MAIN)) == f"{FIRM}{path}"
    path = both[0].get_absolute_url()
    for site, host in ((HERE, OWN), (FIRM, MAIN)):
        feed = html(client, "/articles/feed/", host)
        assert f"<id>{FIRM}{path}</id>" in feed  # one entry, which leads to the site that was asked
        assert f'href="{site}{path}"' in feed
    type(lin).objects.filter(pk=lin.pk).update(is_published=False)
    answer = ask(client, "/articles/?page=1")  # who is not shown has no site
    assert (answer.status_code, answer["Location"]) == (302, f"{FIRM}/articles/?page=1")


def test_sitemap_and_robots_are_those_of_the_host(client, both):
    assert f"Sitemap: {HERE}/sitemap.xml" in html(client, "/robots.txt")
    assert re.findall("<loc>(.*?)</loc>", html(client, "/sitemap.xml")) == [
        f"{HERE}/sitemap-standing-1.xml"
    ]
    found = re.findall("<loc>(.*?)</loc>", html(client, "/sitemap-standing-1.xml"))
    assert found == [f"{HERE}{one}" for one in ("/", "/areas/", "/articles/", "/consult/")]
    assert ask(client, "/sitemap-articles-1.xml").status_code == 404
    assert FIRM in html(client, "/sitemap-articles-1.xml", MAIN)


def test_an_article_of_a_colleague_is_found_on_the_firms_site_and_a_draft_nowhere(client, both):
    path = both[1].get_absolute_url()
    answer = ask(client, path)
    assert (answer.status_code, answer["Location"]) == (301, f"{FIRM}{path}")
    draft = make_article(author=both[1].author, state="draft")
    assert ask(client, draft.get_absolute_url()).status_code == 404
    assert ask(client, "/lawyers/")["Location"] == "/lawyers/lin/"
    for path in ("/lawyers/shen/", "/lawyers/shen/card.vcf"):
        answer = ask(client, path)
        assert (answer.status_code, answer["Location"]) == (301, f"{FIRM}{path}")
    assert ask(client, "/lawyers/nobody/").status_code == 404


def test_the_office_is_on_the_firms_host_alone(client, lin):
    for path in ("/admin/", "/admin/login/", "/admin/consult/consultation/"):
        answer = ask(client, path)
        assert answer.status_code == 404
        assert "林致远律师" in answer.text
        assert ask(client, path, MAIN).status_code in {200, 302}


def test_the_firms_host_pays_nothing_for_the_own_ones(client, lin, django_assert_num_queries):
    with django_assert_num_queries(0):
        ask(client, "/favicon.ico", MAIN)
    with django_assert_num_queries(1):
        ask(client, "/favicon.ico")


def test_the_card_leads_to_the_own_host_also_where_all_below_a_name_are_allowed(
    client, lin, settings
):
    path = reverse("firm:card", args=["lin"])
    for host in (OWN, MAIN):
        assert f"URL:{HERE}/\r\n" in ask(client, path, host).text
    settings.ALLOWED_HOSTS = [MAIN, ".example.cn"]
    assert f"URL:{HERE}/\r\n" in ask(client, path).text


def test_a_process_that_begins_with_an_own_site_offers_all_lawyers_later(lin, shen):
    with current_site.speaking_as(lin):  # the first request loads what the site is made of
        search = importlib.reload(public_search).SearchForm
    assert {one.slug for one in (lin, shen)} <= dict(search().fields["lawyer"].choices).keys()


def test_the_names_below_a_lawyers_domain_are_not_bound_to_https(client, lin, settings):
    settings.SECURE_HSTS_SECONDS = 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    for path in ("/", "/static/css/site.css", "/nothing/"):
        told = {
            host: ask(client, path, host, secure=True).headers["Strict-Transport-Security"]
            for host in (OWN, MAIN)
        }
        assert told == {OWN: "max-age=60", MAIN: "max-age=60; includeSubDomains; preload"}
