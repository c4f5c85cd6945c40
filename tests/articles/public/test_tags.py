"""Tags and the Atom feed: what they hold, never what is hidden, never late by a second."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles.models import Article, Tag
from firm.base import current_site
from tests.consult.posting import shift
from tests.factories import make_area, make_article, make_lawyer, make_settings

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def tagged(tag, **fields):
    article = make_article(**fields)
    article.tags.add(tag)
    return article


@pytest.fixture
def tag():
    return Tag.objects.create(name="停工留薪期")


def test_a_tag_lists_its_published_articles_newest_first(client, tag):
    old = tagged(tag, publish_at=timezone.now() - timedelta(days=9))
    new, other = tagged(tag), make_article()
    html = client.get(tag.get_absolute_url()).text
    assert html.index(new.title) < html.index(old.title)
    assert other.title not in html
    assert "共2篇" in html


def test_lists_show_the_tags_that_are_used_most(client, tag):
    area, rare = make_area(), Tag.objects.create(name="工伤认定")
    for _ in range(2):
        tagged(tag, area=area)
    tagged(rare, area=area)
    Tag.objects.create(name="没有文章")
    for place in ("/articles/", area.get_absolute_url()):
        html = client.get(place).text
        assert html.index("停工留薪期") < html.index("工伤认定")
        assert "没有文章" not in html


def robots(client, tag):
    """What the page asks search engines not to do; None for an ordinary one."""
    html = client.get(tag.get_absolute_url()).content.decode()
    found = re.search(r'<meta name="robots" content="([^"]*)">', html)
    return found and found[1]


def test_a_tag_of_a_single_article_is_not_to_be_found_but_followed(client, tag):
    own = tagged(tag)
    tagged(tag, state="draft")
    assert robots(client, tag) == "noindex"
    tagged(tag)
    assert robots(client, tag) is None
    with current_site.speaking_as(own.author):  # judged by the articles of all
        assert robots(client, tag) is None


ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEED = "/articles/feed/"


def feed(client):
    answer = client.get(FEED)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def entries(client):
    return feed(client).findall("a:entry", ATOM)


def said(node, name):
    return node.findtext(f"a:{name}", None, ATOM)


def test_feed_and_entries_have_what_the_standard_wants(client):
    make_settings(slogan="把话说清楚")
    make_article(author=make_lawyer(name="林致远"))
    whole = feed(client)
    (entry,) = whole.findall("a:entry", ATOM)
    for node in (whole, entry):
        assert all(said(node, name) for name in ("id", "title", "updated"))
        assert node.find("a:author/a:name", ATOM).text
    own = [link.get("href") for link in whole.findall("a:link", ATOM) if link.get("rel") == "self"]
    assert own == ["http://127.0.0.1:8000/articles/feed/"]
    assert said(whole, "subtitle") == "把话说清楚"
    assert entry.find("a:author/a:name", ATOM).text == "林致远"


def test_an_id_stays_when_the_title_changes_and_categories_are_told(client, tag):
    article = tagged(tag, author=make_lawyer(is_published=False))
    (before,) = entries(client)
    assert before.find("a:author/a:uri", ATOM) is None
    found = [one.get("term") for one in before.findall("a:category", ATOM)]
    assert found == [article.area.name, "停工留薪期"]
    article.title = "改过的标题应该怎么办？"
    article.save()
    (after,) = entries(client)
    assert said(before, "id") == said(after, "id")
    assert said(after, "title") == "改过的标题应该怎么办？"


def test_signs_of_html_stay_signs_and_what_no_xml_may_hold_is_left_out(client):
    make_article(summary="利息<b>4</b>倍 & 以上")
    (entry,) = entries(client)
    summary = entry.find("a:summary", ATOM)
    assert (summary.get("type"), summary.text) == ("html", "利息&lt;b&gt;4&lt;/b&gt;倍 &amp; 以上")
    Article.objects.update(title="怎\x07么\ufffe办？", summary="a\x1bb")
    (entry,) = entries(client)
    assert (said(entry, "title"), said(entry, "summary")) == ("怎么办？", "ab")


def test_an_unchanged_feed_is_not_sent_again(client):
    make_article()
    first = client.get(FEED)
    again = client.get(FEED, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(("field", "there"), [("publish_at", True), ("expires_at", False)])
def test_a_reader_who_knows_the_feed_sees_an_article_begin_and_end(
    client, monkeypatch, field, there
):
    make_article()
    make_article(title="到点的文章？", **{field: timezone.now() + timedelta(0, 5)})
    known = client.get(FEED).headers
    shift(monkeypatch, seconds=5)
    asked = {"If-None-Match": known["ETag"], "If-Modified-Since": known.get("Date", "")}
    answer = client.get(FEED, headers=asked)
    assert answer.status_code == 200
    assert ("到点的文章？" in answer.text) is there
