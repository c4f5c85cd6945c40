"""robots.txt: what crawlers leave alone, and where the sitemap is."""

from urllib.robotparser import RobotFileParser

import pytest

from tests.factories import make_settings
from website.public import views

pytestmark = pytest.mark.django_db

SEARCH = [
    "Baiduspider", "Sogou web spider", "360Spider", "YisouSpider", "Bytespider", "bingbot",
    "Googlebot", "Applebot", "OAI-SearchBot", "PerplexityBot",
]  # fmt: skip


def lines(client):
    answer = client.get("/robots.txt")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return answer.content.decode().splitlines()


def test_private_places_and_search_results_are_left_alone(client):
    for path in (
        "/admin/",
        "/search/",
        "/consult/received/",
        "/consult/thread/",
        "/consult/suggest/",
        "/articles/preview/",
    ):
        assert f"Disallow: {path}" in lines(client)


def test_public_pages_are_not_forbidden(client):
    forbidden = [line.removeprefix("Disallow: ") for line in lines(client) if "Disallow" in line]
    for path in (
        "/",
        "/articles/1/",
        "/lawyers/",
        "/consult/",
        "/statutes/",
        "/static/css/base.css",
        "/media/images/",
    ):
        assert not path.startswith(tuple(forbidden))


def test_the_sitemap_is_named_by_the_address_of_the_site(client, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://www.example.com", ["*"]
    answer = client.get("/robots.txt", headers={"Host": "evil.example"}).content.decode()
    assert "Sitemap: https://www.example.com/sitemap.xml" in answer
    assert "evil.example" not in answer


def test_every_rule_stands_under_a_user_agent(client):
    first = next(line for line in lines(client) if line and not line.startswith("#"))
    assert first.startswith("User-agent: ")


def parsed(client):
    """The file as crawlers read it."""
    parser = RobotFileParser()
    parser.parse(lines(client))
    return parser


def test_everybody_may_come_unless_the_firm_says_otherwise(client):
    rules = parsed(client)
    for name in [*SEARCH, *views.TRAINING]:
        assert rules.can_fetch(name, "/articles/1/")
        assert not rules.can_fetch(name, "/admin/")


def test_who_trains_models_is_asked_to_stay_away_and_nobody_else(client):
    make_settings(ai_crawlers=False)
    rules = parsed(client)
    assert not [name for name in views.TRAINING if rules.can_fetch(name, "/")]
    for name in SEARCH:
        assert rules.can_fetch(name, "/articles/1/")
        assert not rules.can_fetch(name, "/consult/thread/")


def test_the_sitemap_is_told_in_either_case(client):
    for allowed in (True, False):
        make_settings(ai_crawlers=allowed)
        assert parsed(client).site_maps() == ["http://127.0.0.1:8000/sitemap.xml"]


def test_the_file_costs_one_query(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        lines(client)


def test_no_secret_path_is_named(client, settings):
    settings.INDEXNOW_KEY = settings.BAIDU_PUSH_TOKEN = "geheim-0123"
    assert "geheim" not in client.get("/robots.txt").text
