"""Lists, feed and search show the public alone, in pages, in their order, at a fixed cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, DailyReads, State, Tag
from tests.factories import make_area, make_article, make_lawyer
from tests.screen import Screen, browser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


NOW, DAY = timezone.now(), timedelta(days=1)
HIDDEN = [
    {"state": State.DRAFT},
    {"state": State.WITHDRAWN},
    {"publish_at": NOW + DAY},
    {"publish_at": NOW - 2 * DAY, "expires_at": NOW - DAY},
    {"is_stub": True},
]


def test_no_list_shows_what_is_not_public_or_not_written_yet(client):
    tag, unused = (Tag.objects.create(name=name) for name in ("停工留薪期", "不该出现"))
    area, author = make_area(slug="qiao"), make_lawyer()
    shared = {"area": area, "author": author}
    secret = [make_article(title="秘密的拱桥怎么办？", **shared, **fields) for fields in HIDDEN]
    for one in secret:
        one.tags.set([tag, unused])
    assert client.get(tag.get_absolute_url()).status_code == 404
    shown = make_article(title="公开的拱桥怎么办？", **shared)
    shown.tags.add(tag)
    lists = ["/", "/articles/", "/articles/?area=qiao", "/areas/qiao/", author.get_absolute_url()]
    lists += ["/articles/feed/", "/sitemap-articles-1.xml", "/search/?q=拱桥"]
    for address in [*lists, tag.get_absolute_url(), shown.get_absolute_url()]:
        text = client.get(address).text.replace("<mark>", "").replace("</mark>", "")
        assert shown.get_absolute_url() in text, address
        assert [one for one in secret if one.get_absolute_url() in text] == [], address
        assert "秘密" not in text, address
        assert unused.name not in text, address
    Article.objects.filter(is_stub=True).update(is_stub=False)
    for address in lists:
        assert secret[-1].get_absolute_url() in client.get(address).text, address


ODD = ["nowhere", "a" * 10_000, "%00", "' OR 1=1 --", "\ud800", "😀"]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("page", ["3", "0", "-1", "abc", "9" * 500, "1.5", "%00"]),
        ("area", ODD),
        ("order", ["newest", "OFTEN", *ODD]),
    ],
)
def test_what_no_link_of_ours_names_is_404(client, name, values):
    make_article()
    for value in values:
        query = {name: value.encode("utf-8", "replace")}
        assert client.get("/articles/", query).status_code == 404, value


def test_the_list_is_narrowed_to_an_area_and_those_below_it(client):
    area = make_area(name="婚姻家庭")
    below = make_area(name="抚养权", parent=area)
    own, lower, other = make_article(area=area), make_article(area=below), make_article()
    html = client.get("/articles/", {"area": area.slug}).text
    assert own.title in html
    assert lower.title in html
    assert other.title not in html
    assert "共2篇" in html
    assert f"?area={below.slug}" in html
    assert f"?area={below.slug}" not in client.get("/articles/").text


def test_a_lawyer_shows_all_own_public_articles_in_pages(client):
    lawyer, area = make_lawyer(), make_area()
    address = lawyer.get_absolute_url()
    assert "暂无文章" in client.get(address).text
    titles = [make_article(author=lawyer, area=area).title for _ in range(21)]
    other = make_article()
    first, second = client.get(address).text, client.get(f"{address}?page=2").text
    assert [sum(title in page for title in titles) for page in (first, second)] == [20, 1]
    assert other.title not in first + second
    assert f'href="http://127.0.0.1:8000{address}?page=2"' in second
    assert "#articles-title" in first
    assert client.get(f"{address}?page=3").status_code == 404


OFTEN = "/articles/?order=often"


@pytest.fixture
def area():
    return make_area(name="劳动")


def read(articles):
    """The first is read most; returns their titles in that order."""
    for number, article in enumerate(reversed(articles), start=10):
        DailyReads.objects.create(article=article, day=timezone.localdate(), number=number)
    return [one.title for one in articles]


def shown(address):
    return [one.get_text() for one in Screen.at(browser(), address).soup.select(".row-title")]


def test_what_is_read_most_comes_first_in_pages_where_chance_does_not_order(client, area):
    articles = [make_article(area=area) for _ in range(6)]
    read(articles[:4])
    assert Screen.at(browser(), "/articles/").soup.select(".order") == []
    assert shown(OFTEN) == []
    DailyReads.objects.all().delete()
    wanted = read(articles)
    make_article(area=area, title="无人问津？")
    assert shown(OFTEN) == wanted
    assert shown("/articles/")[1:] == list(reversed(wanted))
    soup = Screen.at(browser(), OFTEN).soup
    assert len(soup.select(".rank > li .clamp")) == len(soup.select(".clamp")) == 3
    assert 'rel="canonical" href="http://127.0.0.1:8000/articles/"' in client.get(OFTEN).text


TITLE = "只有摘要的拱桥怎么办？"


@pytest.fixture
def stub():
    return make_article(title=TITLE, is_stub=True, area=make_area(slug="qiao", name="桥梁"))


def test_its_page_says_what_it_is_and_is_not_for_search_engines(client, stub):
    answer = client.get(stub.get_absolute_url())
    assert answer.status_code == 200
    assert "全文待补写，下面只是摘要。" in answer.text
    assert '<meta name="robots" content="noindex, nofollow">' in answer.text
    for words in ("canonical", '"Article"', "cambrian"):
        assert words not in answer.text
