"""Lists, feed and search show the public alone, in pages, in their order, at a fixed cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import DailyReads, RelatedLink, State
from articles.public import lists
from articles.related.further_reading import further_reading
from articles.workflow import publishing
from outbox.models import Notice
from richtext.fulltext.highlight import snippet
from tests.factories import make_area, make_article, make_lawyer
from tests.screen import Screen, browser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def hidden():
    return [
        make_article(title="草稿里的秘密内容怎么办？", state=State.DRAFT),
        make_article(title="撤下的秘密内容怎么办？", state=State.WITHDRAWN),
        make_article(title="将来的秘密内容怎么办？", publish_at=timezone.now() + timedelta(days=1)),
    ]


@pytest.mark.parametrize(
    "address", ["/articles/", "/articles/feed/", "/search/?q=秘密", "/", "/sitemap-articles-1.xml"]
)
def test_no_list_shows_what_is_not_public(client, address):
    secret, shown = hidden(), make_article()
    text = client.get(address).text
    assert "秘密内容" not in text
    assert all(f"/articles/{one.pk}/" not in text for one in secret)
    assert f"/articles/{shown.pk}/" in text or "秘密" in address


@pytest.mark.parametrize("number", ["3", "0", "-1", "abc", "9" * 500, "1.5", "%00"])
def test_a_page_that_is_not_there_is_404(client, number):
    make_article()
    assert client.get(f"/articles/?page={number}").status_code == 404


def test_hits_are_marked_and_escaped_and_no_hits_lead_on(client):
    make_article(title="<b>工伤</b>怎么认定？")
    assert "&lt;b&gt;<mark>工伤</mark>&lt;/b&gt;" in client.get("/search/?q=工伤").text
    text = client.get("/search/?q=不存在的词").text
    assert "没有找到" in text
    assert 'href="/consult/"' in text


def test_a_snippet_begins_with_a_clause_or_a_word_and_shows_where_the_hit_stands():
    rows = "<table><tr><td>不满两周岁</td><td>由母亲直接抚养</td></tr></table>"
    article = make_article(body=f"<p>{'前面的话。' * 30}第一千零八十四条定下规则。</p>{rows}")
    shown = "".join(text for text, _ in snippet(article.text, article.excerpt, ["母亲"]))
    assert shown.startswith("……前面的话。")
    assert "不满两周岁 由母亲直接抚养" in shown
    article = make_article(body=f"<p>{'很' * 200}停工留薪期{'长' * 200}</p>")
    assert ("停工留薪", True) in snippet(article.text, article.excerpt, ["停工留薪"])
    article = make_article(body=f"<p>{'很' * 99}。”</p><p>长长停工留薪期{'久' * 99}</p>")
    text = "".join(piece for piece, _ in snippet(article.text, article.excerpt, ["停工留薪"]))
    assert text.startswith("……长长")


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


def test_the_narrowed_list_names_the_page_of_the_area_as_its_address(client):
    hidden, area, author = make_area(is_published=False), make_area(), make_lawyer()
    assert client.get("/articles/", {"area": hidden.slug}).status_code == 404
    assert "该领域暂无文章。" in client.get("/articles/", {"area": area.slug}).text
    for _ in range(21):
        make_article(area=area, author=author)
    html = client.get("/articles/", {"area": area.slug, "page": "2"}).text
    assert f'rel="canonical" href="http://127.0.0.1:8000{area.get_absolute_url()}?page=2"' in html
    assert f'href="?area={area.slug}"' in html


@pytest.mark.parametrize("slug", ["nowhere", "a" * 10_000, "%00", "' OR 1=1 --", "\ud800", "😀"])
def test_an_area_that_is_none_is_404(client, slug):
    make_article()
    assert client.get("/articles/", {"area": slug.encode("utf-8", "replace")}).status_code == 404


def test_a_lawyer_shows_all_own_public_articles_in_pages(client):
    lawyer, area, now, day = make_lawyer(), make_area(), timezone.now(), timedelta(days=1)
    address = lawyer.get_absolute_url()
    hidden = [
        make_article(author=lawyer, state=State.DRAFT),
        make_article(author=lawyer, publish_at=now + day),
        make_article(author=lawyer, publish_at=now - 2 * day, expires_at=now - day),
    ]
    assert "暂无文章" in client.get(address).text
    titles = [make_article(author=lawyer, area=area).title for _ in range(21)]
    hidden.append(make_article())
    first, second = client.get(address).text, client.get(f"{address}?page=2").text
    assert [sum(title in page for title in titles) for page in (first, second)] == [20, 1]
    assert not [one for one in hidden if one.title in first + second]
    assert f'href="http://127.0.0.1:8000{address}?page=2"' in second
    assert "#articles-title" in first
    assert client.get(f"{address}?page=3").status_code == 404


@pytest.mark.parametrize("kind", ["all", "area", "author"])
def test_counts_and_keys_come_from_an_index_alone(kind):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads so few rows as they lie; `bench/lists.py` has many")
    article = make_article()
    found = {
        "all": lists.ALL,
        "area": lists.in_area(article.area),
        "author": lists.by(article.author),
    }[kind].rows()
    assert "USING COVERING INDEX articles_" in found.values("pk")[40:60].explain()
    assert "USING COVERING INDEX articles_" in found.order_by().values("pk").explain()


@pytest.mark.parametrize("address", ["/areas/leer/", "/articles/?area=leer", "/articles/"])
def test_an_empty_list_leads_to_no_form_that_is_closed(client, address):
    make_area(slug="leer", name="空领域")
    text = client.get(address).text
    assert "在线咨询" not in text.split("<main")[1].split("</main>")[0]


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


def test_it_is_paged(area, monkeypatch):
    monkeypatch.setattr(lists, "PER_PAGE", 5)
    wanted = read([make_article(area=area) for _ in range(7)])
    assert shown(f"{OFTEN}&page=2") == wanted[5:]
    page = Screen.at(browser(), OFTEN)
    assert page.follow("下一页").soup.select(".order [aria-current]")[0].get_text() == "最常问"


def test_an_area_has_its_own_order_and_each_way_leads_there_and_back(area):
    wanted = read([make_article(area=area) for _ in range(5)])
    read([make_article(area=make_area()) for _ in range(5)])
    page = Screen.at(browser(), f"/articles/?area={area.slug}").follow("最常问")
    assert [one.get_text() for one in page.soup.select(".row-title")] == wanted
    assert set(shown(page.soup.find("a", string="最新")["href"])) == set(wanted)


@pytest.mark.parametrize("order", ["newest", "OFTEN", "%00", "a" * 500])
def test_another_order_is_404(client, order):
    assert client.get(f"/articles/?order={order}").status_code == 404


TITLE = "只有摘要的拱桥怎么办？"


@pytest.fixture
def stub():
    return make_article(title=TITLE, is_stub=True, area=make_area(slug="qiao", name="桥梁"))


def addresses(stub):
    """Every address that shows published articles."""
    author = stub.author.get_absolute_url()
    listed = ["/", "/articles/", "/articles/?area=qiao", "/areas/qiao/", author]
    return [*listed, "/articles/feed/", "/sitemap-articles-1.xml", "/search/?q=拱桥"]


def test_no_list_shows_it_until_it_is_written(client, stub):
    make_article()  # or the sitemap has no such file
    for address in addresses(stub):
        shown = client.get(address).text.replace("<mark>", "").replace("</mark>", "")
        assert stub.get_absolute_url() not in shown, address
    stub.is_stub = False
    stub.save()
    for address in addresses(stub):
        assert stub.get_absolute_url() in client.get(address).text, address


def test_hand_picked_links_and_other_articles_wait_for_it(stub):
    article = make_article(area=stub.area, author=stub.author)
    RelatedLink.objects.create(article=article, target=stub)
    assert further_reading(article).related == []
    assert further_reading(article).before is further_reading(article).after is None


def test_its_page_says_what_it_is_and_is_not_for_search_engines(client, stub):
    answer = client.get(stub.get_absolute_url())
    assert answer.status_code == 200
    assert "全文待补写，下面只是摘要。" in answer.text
    assert '<meta name="robots" content="noindex, nofollow">' in answer.text
    for words in ("canonical", '"Article"', "cambrian", "引用本文"):
        assert words not in answer.text


def test_search_engines_are_not_told_of_it(settings, stub):
    settings.SITE_URL, settings.INDEXNOW_KEY = "https://www.example.com", "indexnow-key"
    publishing.push_addresses([stub])
    assert not Notice.objects.exists()
    publishing.push_addresses([make_article(author=make_lawyer())])
    assert Notice.objects.exists()
