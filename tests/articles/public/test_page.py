"""The page of an article: who may see it, what it says to people and to machines, what it costs."""

import html as html_module
import re
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles.models import Article, RelatedLink, SourceKind, State, Tag
from articles.workflow import publishing
from firm.base import caching
from richtext.core import pictures
from tests.factories import make_article, make_lawyer, make_settings, make_staff, make_statute
from tests.firm.pictures import picture, upload
from tests.firm.site.test_head import blocks

pytestmark = pytest.mark.django_db


def page(client, article):
    return client.get(article.get_absolute_url())


def test_the_page_shows_title_body_byline_contact_time_and_contents(client):
    make_settings()
    author = make_lawyer(name="林致远", phone="0330-5550111")
    article = make_article(author=author, checked_on=date(2026, 10, 2), checked_by=author)
    text = page(client, article).text
    for part in (
        article.title,
        "先把经过写下来",
        "林致远律师",
        "2026年10月2日",
        "tel:+863305550111",
    ):
        assert part in text
    at = timezone.make_aware(timezone.datetime(2026, 10, 2, 9, 5, 7, 123456))
    html = page(client, make_article(publish_at=at)).text
    assert '发布于<time datetime="2026-10-02T09:05:07+0800">2026年10月2日</time>' in html
    body = "".join(f"<h2>{number}、小标题</h2><p>内容。</p>" for number in "一二三")
    text = page(client, make_article(body=body)).text
    assert '<h2 id="s1">一、小标题</h2>' in text
    assert 'href="#s3"' in text
    text = page(client, make_article(ai_assisted=True)).text
    assert "本文含有人工智能生成的内容。" in text
    order = ["<h1", 'class="byline', 'class="prose', "contact-block", "related"]  # as it is read
    assert (places := [text.index(one) for one in order]) == sorted(places)


def test_what_is_not_there_any_more_answers_410_but_to_an_editor(client):
    assert page(client, make_article(state=State.WITHDRAWN)).status_code == 410
    ended = timezone.now() - timedelta(seconds=1)
    assert page(client, make_article(expires_at=ended)).status_code == 410
    client.force_login(make_staff("articles.change_article"))
    assert page(client, make_article(state=State.WITHDRAWN)).status_code == 200


@pytest.mark.parametrize(
    "hidden", [{"state": State.DRAFT}, {"publish_at": timezone.now() + timedelta(days=1)}]
)
def test_what_is_not_public_yet_is_seen_by_editors_alone(client, hidden):
    article = make_article(**hidden)
    assert page(client, article).status_code == 404
    client.force_login(make_staff())
    assert page(client, article).status_code == 404
    client.force_login(make_staff("articles.change_article"))
    response = page(client, article)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert "noindex" in response.text


def test_a_stored_script_is_not_shown_even_if_it_got_into_the_database(client):
    article = make_article()
    type(article).objects.update(body="<p>甲</p><script>alert(1)</script><img src=x onerror=a()>")
    text = page(client, article).text
    assert "alert(1)" not in text
    assert "onerror" not in text


def test_three_queries_however_many_relations(kept_client, django_assert_num_queries):
    article = make_article()
    for place in range(3):
        RelatedLink.objects.create(article=article, target=make_article())
        article.tags.create(name=f"标签{place}")
    page(kept_client, article)  # what all pages share, read by the first of them
    caching.PIECES.forget()
    with django_assert_num_queries(3):  # the row, what it cites, what stands around it
        page(kept_client, article)


@pytest.mark.parametrize("pk", ["0", "99999999999999999999", "9" * 5000])
def test_an_impossible_number_is_404(client, pk):
    assert client.get(f"/articles/{pk}/").status_code == 404


def test_no_link_leads_to_an_author_or_area_that_is_not_shown(client):
    article = make_article(author=make_lawyer(is_published=False))
    type(article.area).objects.update(is_published=False)
    text = page(client, article).text
    assert article.author.title in text
    assert article.author.get_absolute_url() not in text
    assert article.area.get_absolute_url() not in text


def old_text(**fields):
    """What `import_page` makes of a text of an old site."""
    known = {"source_kind": SourceKind.FORMER, "source": "old.example.com"}
    return make_article(**{"publish_at": timezone.now(), **known, **fields})


def years(text):
    return text.count(f"{timezone.localdate().year}年")


def own_dates(client, article):
    """How often the year of today stands in the article and what belongs to it."""
    html = page(client, article).text
    return years(html.split("<main")[1].split("</main>")[0])


def test_an_old_text_without_a_date_shows_none_is_no_news_and_names_its_source(client):
    article = old_text()
    assert own_dates(client, article) == 0
    for address in ("/", "/articles/", article.author.get_absolute_url()):
        assert years(client.get(address).text.split("<main")[1].split("</main>")[0]) == 0, address
    answer = page(client, old_text())
    assert not {"datePublished", "dateModified"} & set(article_data(answer.text))
    assert "cambrian" not in answer.text  # the time factor is nothing but dates
    assert "published_time" not in answer.text
    old_text()
    feed = ElementTree.fromstring(client.get("/articles/feed/").content)
    assert feed.find("{http://www.w3.org/2005/Atom}entry") is None
    assert "旧站文章，出处：old.example.com" in page(client, old_text()).text
    text = page(client, old_text()).text
    assert "待律师核对" in text
    assert "本文日期不明，引用前请核对现行规定。" in text


def test_an_old_text_with_its_own_date_shows_that_one(client):
    at = timezone.make_aware(timezone.datetime(2018, 5, 1))
    article = old_text(publish_at=at)
    answer = page(client, article)
    assert "2018年5月1日" in answer.text
    assert "更新于" not in answer.text
    assert own_dates(client, article) == 0
    assert article_data(answer.text)["dateModified"].startswith("2018-05-01")


BASE = "http://127.0.0.1:8000"


def article_data(html):
    return next(one for one in blocks(html) if one.get("@type") == "Article")


def time_factor(html):
    return next(one for one in blocks(html) if "cambrian" in one["@context"])


def visible(html):
    """The text of the page's body, without white space."""
    body = re.sub(r"<script.*?</script>", "", html.split("<body>")[1], flags=re.S)
    return "".join(html_module.unescape(re.sub(r"<[^>]+>", "", body)).split())


def meta(html, name):
    found = re.search(rf'<meta (?:property|itemprop|name)="{name}" content="([^"]*)">', html)
    return html_module.unescape(found[1]) if found else None


def shown_day(moment):
    day = timezone.localtime(moment)
    return f"{day.year}年{day.month}月{day.day}日"


@pytest.fixture
def whole():
    """An article with everything that the data may speak of."""
    make_settings()
    author, reviewer = make_lawyer(name="林致远"), make_lawyer(name="沈青禾")
    statute = make_statute(["甲。", "乙。"], short_name="示例租赁法")
    article = make_article(
        title="房东不退押金怎么办？",
        author=author,
        summary="先看合同，再谈，谈不成再起诉。",
        body="<p>依照《示例租赁法》第二条，应当退还。</p>",
        checked_on=date(2026, 10, 2),
        checked_by=reviewer,
        publish_at=timezone.now() - timedelta(days=40),
    )
    article.tags.set([Tag.objects.create(name="押金"), Tag.objects.create(name="租房")])
    article.statute = statute
    return article


def test_every_value_of_the_article_is_on_its_page_with_the_law_of_its_basis(client, whole):
    html = page(client, whole).text
    data, text = article_data(html), visible(html)
    for value in (
        data["headline"],
        data["articleSection"],
        data["description"],
        data["author"]["name"],
        data["publisher"]["name"],
        f"{data['mainEntityOfPage']['reviewedBy']['name']}律师于2026年10月2日",
        f"发布于{shown_day(datetime.fromisoformat(data['datePublished']))}",
        f"更新于{shown_day(datetime.fromisoformat(data['dateModified']))}",
    ):
        assert value in text
    assert data["mainEntityOfPage"]["lastReviewed"] == "2026-10-02"
    assert data["url"] == data["mainEntityOfPage"]["@id"] == BASE + whole.get_absolute_url()
    basis = html.split('id="basis-title"')[1].split("</details>")[0]
    (law,) = article_data(html)["citation"]
    (part,) = law["hasPart"]
    assert law["@type"] == part["@type"] == "Legislation"
    assert f"《{law['name']}》" in basis
    assert (part["name"], part["legislationIdentifier"]) == ("《示例租赁法》第2条", "第2条")
    for one in (law, part):
        assert f'href="{one["url"].removeprefix(BASE)}"' in basis
    assert article_data(html)["keywords"] == "押金，租房"
    factor, data = time_factor(html), article_data(html)
    assert factor["@id"] == data["url"]
    assert (factor["title"], factor["description"]) == (data["headline"], data["description"])
    assert factor["pubDate"] + "+08:00" == data["datePublished"]
    assert factor["upDate"] + "+08:00" == data["dateModified"]
    assert factor["upDate"] >= factor["pubDate"]
    assert meta(html, "name") == whole.title
    who = f"（云澜林致远律师，{whole.area.name}）"
    assert meta(html, "description") == f"{whole.summary}{who}"
    shown = html.split('class="crumbs"')[1].split("</nav>")[0]
    way = next(one for one in blocks(html) if one.get("@type") == "BreadcrumbList")
    names = [one["name"] for one in way["itemListElement"]]
    assert "".join(re.sub(r"<[^>]+>", "", shown.split(">", 1)[1]).split()) == "".join(names)


def test_what_is_not_there_is_left_out_and_an_unknown_law_has_no_address(client):
    data = article_data(page(client, make_article()).text)
    assert not {"keywords", "image", "citation"} & set(data)
    assert "reviewedBy" not in data["mainEntityOfPage"]
    article = make_article(body="<p>依照《某市没有收录条例》第三条办理。</p>")
    (law,) = article_data(page(client, article).text)["citation"]
    assert (law["name"], law.get("url")) == ("某市没有收录条例", None)


def test_only_what_visitors_see_changes_the_date(client, whole):
    before = article_data(page(client, whole).text)["dateModified"]
    Article.objects.filter(pk=whole.pk).update(updated_at=timezone.now() - timedelta(days=3))
    before = article_data(page(client, whole).text)["dateModified"]
    edited = Article.objects.get(pk=whole.pk)
    edited.title = "还没有发布的标题怎么样？"
    publishing.submit(article=edited, user=make_staff())
    publishing.send_back(article=edited, user=make_staff(), note="再改改")
    assert article_data(page(client, whole).text)["dateModified"] == before
    publishing.publish(article=Article.objects.get(pk=whole.pk), user=make_staff())
    assert article_data(page(client, whole).text)["dateModified"] > before


def a_picture(width, height):
    name = pictures.store(upload(picture(size=(width, height))))
    return f'<img src="/media/{name}" alt="图">', name


def test_a_picture_of_the_text_or_the_author_stands_for_the_article(client):
    small, _ = a_picture(1200, 200)
    large, name = a_picture(800, 600)
    html = page(client, make_article(body=f"<p>甲{small}</p><p>乙{large}</p>")).text
    assert article_data(html)["image"] == time_factor(html)["images"] == [f"{BASE}/media/{name}"]
    assert f"/media/{name}" in html.split("<body>")[1]
    author = make_lawyer()
    author.portrait.save("p.jpg", upload(picture(size=(640, 640))))
    (image,) = article_data(page(client, make_article(author=author)).text)["image"]
    assert image.startswith(f"{BASE}/media/images/")
