"""What an article tells search engines and share cards, compared with what its page shows."""

import html as html_module
import json
import re
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Tag
from articles.workflow import publishing
from richtext.core import pictures
from tests.factories import make_article, make_lawyer, make_settings, make_staff, make_statute
from tests.firm.pictures import picture, upload

pytestmark = pytest.mark.django_db
BASE = "http://127.0.0.1:8000"


def page(client, article):
    return client.get(article.get_absolute_url()).content.decode()


def blocks(html):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return [json.loads(text) for text in found]


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


def test_every_value_of_the_article_is_on_its_page(client, whole):
    html = page(client, whole)
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


def test_the_law_in_the_data_is_the_law_of_the_basis(client, whole):
    html = page(client, whole)
    basis = html.split('id="basis-title"')[1].split("</section>")[0]
    (law,) = article_data(html)["citation"]
    (part,) = law["hasPart"]
    assert law["@type"] == part["@type"] == "Legislation"
    assert f"《{law['name']}》" in basis
    assert (part["name"], part["legislationIdentifier"]) == ("《示例租赁法》第2条", "第2条")
    for one in (law, part):
        assert f'href="{one["url"].removeprefix(BASE)}"' in basis


def test_an_unknown_law_is_named_without_an_address(client):
    article = make_article(body="<p>依照《某市没有收录条例》第三条办理。</p>")
    (law,) = article_data(page(client, article))["citation"]
    assert (law["name"], law.get("url")) == ("某市没有收录条例", None)


def test_tags_are_the_keywords(client, whole):
    assert article_data(page(client, whole))["keywords"] == "押金，租房"


def test_what_is_not_there_is_left_out(client):
    data = article_data(page(client, make_article()))
    assert not {"keywords", "image", "citation"} & set(data)
    assert "reviewedBy" not in data["mainEntityOfPage"]


def test_times_are_beijing_times_without_fractions(client):
    at = timezone.make_aware(datetime(2026, 10, 2, 9, 5, 7, 123456))
    html = page(client, make_article(publish_at=at))
    for name in ("article:published_time", "bytedance:published_time"):
        assert meta(html, name) == "2026-10-02T09:05:07+08:00"
    changed = meta(html, "article:modified_time")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", changed)
    assert changed == meta(html, "bytedance:updated_time") == article_data(html)["dateModified"]


def test_the_time_factor_says_the_same_in_the_form_of_baidu(client, whole):
    html = page(client, whole)
    factor, data = time_factor(html), article_data(html)
    assert factor["@id"] == data["url"]
    assert (factor["title"], factor["description"]) == (data["headline"], data["description"])
    assert factor["pubDate"] + "+08:00" == data["datePublished"]
    assert factor["upDate"] + "+08:00" == data["dateModified"]
    assert factor["upDate"] >= factor["pubDate"]


def test_what_was_written_ahead_has_not_changed_before_it_came_out(client):
    article = make_article()
    long_ago = timezone.now() - timedelta(days=9)
    Article.objects.filter(pk=article.pk).update(updated_at=long_ago)
    factor = time_factor(page(client, article))
    assert factor["upDate"] == factor["pubDate"]


def test_only_what_visitors_see_changes_the_date(client, whole):
    before = article_data(page(client, whole))["dateModified"]
    Article.objects.filter(pk=whole.pk).update(updated_at=timezone.now() - timedelta(days=3))
    before = article_data(page(client, whole))["dateModified"]
    edited = Article.objects.get(pk=whole.pk)
    edited.title = "还没有发布的标题怎么样？"
    publishing.submit(article=edited, user=make_staff())
    publishing.send_back(article=edited, user=make_staff(), note="再改改")
    assert article_data(page(client, whole))["dateModified"] == before
    publishing.publish(article=Article.objects.get(pk=whole.pk), user=make_staff())
    assert article_data(page(client, whole))["dateModified"] > before


def a_picture(width, height):
    name = pictures.store(upload(picture(size=(width, height))))
    return f'<img src="/media/{name}" alt="图">', name


def test_the_first_large_picture_of_the_text_stands_for_the_article(client):
    small, _ = a_picture(1200, 200)
    large, name = a_picture(800, 600)
    html = page(client, make_article(body=f"<p>甲{small}</p><p>乙{large}</p>"))
    assert article_data(html)["image"] == time_factor(html)["images"] == [f"{BASE}/media/{name}"]
    assert f"/media/{name}" in html.split("<body>")[1]


def test_without_a_picture_it_is_the_author(client):
    author = make_lawyer()
    author.portrait.save("p.jpg", upload(picture(size=(640, 640))))
    (image,) = article_data(page(client, make_article(author=author)))["image"]
    assert image.startswith(f"{BASE}/media/images/")


def test_the_share_card_of_qq_has_title_and_description(client, whole):
    html = page(client, whole)
    assert meta(html, "name") == whole.title
    who = f"（云澜林致远律师，{whole.area.name}）"
    assert meta(html, "description") == f"{whole.summary}{who}"


def test_a_draft_tells_search_engines_to_go_away_and_nothing_else(client):
    article = make_article(state="draft")
    client.force_login(make_staff("articles.change_article"))
    html = page(client, article)
    assert 'content="noindex, nofollow"' in html
    assert [one["@type"] for one in blocks(html)] == ["BreadcrumbList"]
    assert meta(html, "name") is None


PROPERTIES = {  # of schema.org, with the form of the value where it has one
    "Article": {
        "headline", "url", "inLanguage", "articleSection", "datePublished", "dateModified",
        "author", "publisher", "mainEntityOfPage", "description", "keywords", "image", "citation",
    },
    "Person": {"name", "url"},
    "LegalService": {"name"},
    "WebPage": {"reviewedBy", "lastReviewed"},
    "Legislation": {"name", "url", "legislationIdentifier", "hasPart"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
}  # fmt: skip
FORMS = {
    "datePublished": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00",
    "dateModified": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00",
    "lastReviewed": r"\d{4}-\d\d-\d\d",
    "url": r"http://127\.0\.0\.1:8000/\S*",
    "item": r"http://127\.0\.0\.1:8000/\S*",
}


def nodes(value):
    """Every object in some structured data."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield one
            for inner in one.values():
                yield from nodes(inner)


def test_the_data_keeps_to_the_vocabulary_of_schema_org(client, whole):
    found = [one for one in blocks(page(client, whole)) if one["@context"] == "https://schema.org"]
    for node in nodes(found):
        named = {key: value for key, value in node.items() if not key.startswith("@")}
        assert set(named) <= PROPERTIES[node["@type"]]
        assert all(value not in ("", [], None) for value in named.values())
        for key in set(named) & set(FORMS):
            assert re.fullmatch(FORMS[key], named[key])


def test_the_way_to_the_page_is_the_way_that_is_shown(client, whole):
    html = page(client, whole)
    shown = html.split('class="crumbs"')[1].split("</nav>")[0]
    way = next(one for one in blocks(html) if one.get("@type") == "BreadcrumbList")
    names = [one["name"] for one in way["itemListElement"]]
    assert "".join(re.sub(r"<[^>]+>", "", shown.split(">", 1)[1]).split()) == "".join(names)


def test_nothing_in_any_block_can_end_its_script(client):
    nasty = "</script><b>怎么办？"
    article = make_article(title=nasty, summary=f"{nasty}<!--")
    article.tags.add(Tag.objects.create(name="</script>&"))
    html = page(client, article)
    assert "</script><b>" not in html
    assert article_data(html)["keywords"] == "</script>&"
    assert time_factor(html)["title"] == nasty
