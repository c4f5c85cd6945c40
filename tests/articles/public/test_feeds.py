"""The Atom feed: valid, with stable ids, and never late by a second."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles.models import Article, Tag
from tests.consult.posting import shift
from tests.factories import make_article, make_lawyer, make_settings

pytestmark = pytest.mark.django_db
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


def titles(client):
    return [said(entry, "title") for entry in entries(client)]


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


def test_the_feed_was_updated_when_its_newest_entry_was(client):
    make_article(), make_article(publish_at=timezone.now() - timedelta(days=3))
    updated = [said(entry, "updated") for entry in entries(client)]
    assert said(feed(client), "updated") == max(updated)
    newest = max(article.changed_at for article in Article.objects.all())
    assert datetime.fromisoformat(max(updated)) == newest.replace(microsecond=0)


def test_an_id_stays_when_the_title_changes(client):
    article = make_article()
    (before,) = entries(client)
    article.title = "改过的标题应该怎么办？"
    article.save()
    (after,) = entries(client)
    assert said(before, "id") == said(after, "id")
    assert said(after, "title") == "改过的标题应该怎么办？"


def test_area_and_tags_are_the_categories(client):
    article = make_article()
    article.tags.add(Tag.objects.create(name="工伤"))
    (entry,) = entries(client)
    found = [one.get("term") for one in entry.findall("a:category", ATOM)]
    assert found == [article.area.name, "工伤"]


def test_signs_of_html_in_a_summary_stay_signs(client):
    make_article(summary="利息<b>4</b>倍 & 以上")
    (entry,) = entries(client)
    summary = entry.find("a:summary", ATOM)
    assert (summary.get("type"), summary.text) == (
        "html",
        "利息&lt;b&gt;4&lt;/b&gt;倍 &amp; 以上",
    )


def test_what_no_xml_may_hold_is_left_out(client):
    article = make_article()
    Article.objects.filter(pk=article.pk).update(title="怎\x07么\ufffe办？", summary="a\x1bb")
    (entry,) = entries(client)
    assert (said(entry, "title"), said(entry, "summary")) == ("怎么办？", "ab")


def test_an_unchanged_feed_is_not_sent_again(client):
    make_article()
    first = client.get(FEED)
    again = client.get(FEED, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Cache-Control"] == "no-cache"


def test_a_reader_who_knows_the_feed_sees_an_article_from_its_second_on(client, monkeypatch):
    (
        make_article(),
        make_article(title="到点才有的文章？", publish_at=timezone.now() + timedelta(0, 5)),
    )
    known = client.get(FEED).headers
    shift(monkeypatch, seconds=5)
    asked = {"If-None-Match": known["ETag"], "If-Modified-Since": known.get("Date", "")}
    answer = client.get(FEED, headers=asked)
    assert answer.status_code == 200
    assert "到点才有的文章？" in answer.text


def test_a_reader_who_knows_the_feed_sees_an_article_end(client, monkeypatch):
    make_article(), make_article(title="到点就没有？", expires_at=timezone.now() + timedelta(0, 5))
    known = client.get(FEED).headers["ETag"]
    shift(monkeypatch, seconds=5)
    answer = client.get(FEED, headers={"If-None-Match": known})
    assert answer.status_code == 200
    assert "到点就没有？" not in answer.text


def test_no_date_is_told_by_which_a_change_within_a_second_is_missed(client):
    make_article()
    assert "Last-Modified" not in client.get(FEED).headers


def test_only_the_twenty_newest_are_told(client):
    author = make_lawyer()
    made = [
        make_article(author=author, publish_at=timezone.now() - timedelta(hours=n))
        for n in range(1, 23)
    ]
    assert titles(client) == [article.title for article in made[:20]]


def test_an_author_without_a_page_has_no_address(client):
    make_article(author=make_lawyer(is_published=False))
    (entry,) = entries(client)
    assert entry.find("a:author/a:uri", ATOM) is None
