"""What programs read: sitemaps, robots.txt, security.txt and the key of IndexNow."""

import re
from datetime import UTC, datetime, time, timedelta
from html import unescape
from itertools import product
from urllib.parse import unquote
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.contrib.sites.models import Site
from django.utils import timezone

from articles.models import Tag
from articles.public import sitemaps as article_sitemaps
from calculators.formulas import TOOLS
from firm.models import Page
from firm.public import sitemaps as firm_sitemaps
from firm.site.records import save_page
from tests.consult.posting import shift
from tests.factories import make_area, make_article, make_lawyer, make_settings, make_statute
from website.public import sitemaps

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
BASE = "http://127.0.0.1:8000"
TRAINING = ["GPTBot", "ClaudeBot", "Google-Extended", "meta-externalagent", "CCBot"]
SEARCH = [
    "Baiduspider", "Sogou web spider", "360Spider", "YisouSpider", "Bytespider", "bingbot",
    "Googlebot", "Applebot", "OAI-SearchBot", "PerplexityBot",
]  # fmt: skip
PATH = "/.well-known/security.txt"
KEY = "0123456789abcdef-KEY"


def entries(client, address):
    """Address and last change of every entry of one file."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(answer.content)
    space = {"s": sitemaps.NAMESPACE}
    return {one.find("s:loc", space).text: one.findtext("s:lastmod", None, space) for one in root}


def files(client):
    """Path and newest change of the files of the index."""
    found = entries(client, "/sitemap.xml")
    return {unescape(name).removeprefix(BASE): changed for name, changed in found.items()}


def listed(client):
    """Every address of every file, with its last change."""
    return {k: v for name in files(client) for k, v in entries(client, name).items()}


def full(record):
    return f"{BASE}{record.get_absolute_url()}"


def test_everything_published_is_listed_with_its_last_change_and_tags_of_two_articles(client):
    paths = {"/", "/areas/", "/articles/", "/lawyers/", "/contact/", "/consult/", "/statutes/"}
    paths |= {"/tools/", *(f"/tools/{name}/" for name in TOOLS)}
    assert {f"{BASE}{path}" for path in paths} == set(listed(client))
    page = save_page(page=Page(title="收费", slug="fees", body="<p>x</p>"))
    records = [make_article(), make_area(), make_lawyer(), page]
    names = ("工伤", "空", "草稿", "只有一篇")
    tag, _, hidden, single = [Tag.objects.create(name=name) for name in names]
    make_article().tags.add(tag)
    records[0].tags.add(tag, single, hidden)
    make_article(state="draft").tags.add(hidden, single)
    found = listed(client)
    assert [one for one in found if "/tags/" in one] == [f"{BASE}/articles/tags/{tag.pk}/"]
    for record in records:
        changed = found[full(record)]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", changed)
        assert abs(datetime.fromisoformat(changed) - record.updated_at) < timedelta(seconds=1)
    Site.objects.all().delete()  # no row of Django's is needed
    Site.objects.clear_cache()
    assert listed(client) == found
    assert client.get("/articles/feed/").status_code == 200


def test_nothing_hidden_is_listed_and_a_scheduled_article_from_its_second_on(client, monkeypatch):
    area, author = make_area(), make_lawyer()
    soon, past = timezone.now() + timedelta(hours=1), timezone.now() - timedelta(minutes=1)
    known = {"area": area, "author": author}
    page = Page(title="收费", slug="fees", body="<p>x</p>", is_published=False)
    hidden = [
        make_article(state="draft", **known),
        make_article(state="withdrawn", **known),
        make_article(expires_at=past, **known),
        make_area(is_published=False),
        make_lawyer(is_published=False),
        save_page(page=page),
        scheduled := make_article(publish_at=soon, **known),
    ]
    name = "/sitemap-articles-1.xml"
    found = listed(client)
    assert not [one for one in hidden if full(one) in found]
    assert name not in files(client)
    assert client.get(name).status_code == 404
    shift(monkeypatch, hours=1)
    assert files(client)[name] == entries(client, name)[full(scheduled)]
    assert not [one for one in hidden[:-1] if full(one) in listed(client)]


def test_the_law_that_articles_cite_is_listed_and_nothing_else_of_it(client):
    """Nor is an address that Baidu does not take: a name of 33 characters has 297 bytes there."""
    cited, long = make_statute(["甲。", "乙。"]), make_statute(["戊。"], short_name="长" * 33)
    old = make_statute(["丙。"], effective_to=timezone.localdate())
    quiet = make_statute(["丁。"])
    make_article(body=f"<p>《{cited.short_name}》第二条，《{old.short_name}》第一条。</p>")
    make_article(body=f"<p>《{quiet.short_name}》第一条。</p>", state="draft")
    make_article(body=f"<p>《{long.short_name}》第一条。</p>")
    base = unquote(full(cited))
    found = {unquote(address) for address in listed(client) if "/statutes/%" in address}
    assert found == {base, f"{base}2/"}


def test_articles_are_cut_into_files_by_their_ids_and_stay_in_theirs(client, monkeypatch):
    monkeypatch.setattr(article_sitemaps, "IDS", 3)
    first = make_article()
    name = f"/sitemap-articles-{first.pk // 3 + 1}.xml"
    before = list(entries(client, name))
    made = [first, *(make_article() for _ in range(6))]
    assert before[0] in entries(client, name)
    found = [name for name in files(client) if "articles-" in name]
    assert found == [f"/sitemap-articles-{n}.xml" for n in sorted({a.pk // 3 + 1 for a in made})]
    assert {full(article) for article in made} <= set(listed(client))
    for name in found:
        assert len(entries(client, name)) <= 3


def test_the_fullest_file_stays_within_baidus_limits():
    longest = "/" + "a" * (sitemaps.LONGEST - len(BASE) - 1)
    rows = [(longest, timezone.now())] * (firm_sitemaps.MOST + 9)
    xml = sitemaps._xml("urlset", "url", rows).content
    assert xml.count(b"<url>") == firm_sitemaps.MOST <= 50_000
    assert len(xml) < 10_485_760
    line = sitemaps._line("url", f"{BASE}/?a=1&b=2", None)
    assert "<loc>http://127.0.0.1:8000/?a=1&amp;b=2</loc>" in line


def test_a_file_that_is_not_there_is_404_and_one_that_is_has_the_host_of_the_site(client, settings):
    numbers = ["9999", "0", "01", "99999", "-1", "9" * 500]
    others = ["standing-0", "standing-2", "areas-1", "x-1", "-1", "tags-1", "ARTICLES-1"]
    for name in (*others, *(f"articles-{one}" for one in numbers)):
        assert client.get(f"/sitemap-{name}.xml").status_code == 404, name
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://www.example.com", ["*"]
    for name in ("/sitemap.xml", "/sitemap-standing-1.xml", "/robots.txt"):
        answer = client.get(name, headers={"Host": "evil.example"})
        assert "https://www.example.com/" in answer.text
        assert "evil.example" not in answer.text
        if tag := answer.get("ETag"):  # an unchanged one is not sent again
            again = client.get(name, headers={"If-None-Match": tag, "Host": "evil.example"})
            assert (again.status_code, again.content) == (304, b"")
        assert tag or name == "/robots.txt"


def lines(client):
    answer = client.get("/robots.txt")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return answer.text.splitlines()


def test_everybody_may_read_what_is_public_but_who_trains_models_where_the_firm_says_so(
    client, settings, django_assert_num_queries
):
    settings.INDEXNOW_KEY = settings.BAIDU_PUSH_TOKEN = "geheim-0123"
    private = {"/admin/", "/search/", "/articles/preview/x/", "/consult/suggest/"}
    private |= {"/consult/received/", "/consult/thread/"}
    public = {"/", "/articles/1/", "/lawyers/", "/contact/", "/statutes/", "/media/images/a.webp"}
    for trains in (True, False):
        make_settings(ai_crawlers=trains)
        with django_assert_num_queries(1):
            told = lines(client)
        assert "geheim" not in " ".join(told)
        assert "Disallow: /consult/" not in told  # nor what begins so
        first = next(line for line in told if line and not line.startswith("#"))
        assert first.startswith("User-agent: ")
        rules = RobotFileParser()
        rules.parse(told)
        assert rules.site_maps() == [f"{BASE}/sitemap.xml"]
        for name, address in product(SEARCH, public | private | {"/static/css/base.css"}):
            assert rules.can_fetch(name, address) is (address not in private), (name, address)
        for name in TRAINING:
            assert rules.can_fetch(name, "/articles/1/") is trains
            assert not rules.can_fetch(name, "/admin/")


def fields(answer):
    """Names and values, one line each, as the RFC wants them."""
    lines = answer.text.split("\n")
    assert lines.pop() == ""
    return [re.fullmatch(r"([A-Z][A-Za-z-]+): (\S.*)", line).groups() for line in lines]


def test_it_names_contacts_and_its_own_address_never_runs_out_and_is_of_the_firms_own_host(
    client, settings
):
    assert client.get(PATH).status_code == 404
    settings.SECURITY_CONTACT = ["mailto:security@example.com"]
    names = [name for name, _ in fields(client.get(PATH))]
    assert names == ["Contact", "Expires", "Preferred-Languages"]
    settings.SECURITY_CONTACT += ["https://www.example.com/pages/x/"]
    settings.SITE_URL = "https://www.example.com"
    answer = client.get(PATH)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert [field for field in fields(answer) if field[0] != "Expires"] == [
        ("Contact", "mailto:security@example.com"),
        ("Contact", "https://www.example.com/pages/x/"),
        ("Preferred-Languages", "zh, en"),
        ("Canonical", f"https://www.example.com{PATH}"),
    ]
    assert (client.head(PATH).status_code, client.post(PATH).status_code) == (200, 405)
    ((_, expires),) = [field for field in fields(answer) if field[0] == "Expires"]
    until = datetime.strptime(expires, "%Y-%m-%dT%H:%M:%SZ")
    ahead = until - datetime.now(UTC).replace(tzinfo=None)
    assert timedelta(days=30) < ahead < timedelta(days=365)
    assert until.time() == time()
    settings.ALLOWED_HOSTS = ["lin.example.cn"]
    make_lawyer(hostname="lin.example.cn")
    assert client.get(PATH, headers={"host": "lin.example.cn"}).status_code == 404


def test_the_key_is_served_under_its_own_name_alone(client, settings):
    settings.INDEXNOW_KEY = KEY
    answer = client.get(f"/{KEY}.txt")
    assert (answer.status_code, answer.content) == (200, KEY.encode())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    for name in (KEY[:-1], KEY.lower(), f"{KEY}x", "a" * 128, "a" * 129, "short"):
        assert client.get(f"/{name}.txt").status_code == 404
    settings.INDEXNOW_KEY, settings.BAIDU_PUSH_TOKEN = "", KEY
    assert client.get(f"/{KEY}.txt").status_code == 404
