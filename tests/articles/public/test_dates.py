"""Which dates an article shows: of an old site's text none but its own."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles.models import SourceKind
from statutes.services import load_shipped
from tests.articles.public.test_detail import page, structured
from tests.factories import make_article

pytestmark = pytest.mark.django_db
LAW = "<p>《中华人民共和国民法典》第五百七十七条规定了违约责任。</p>"


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


def test_an_old_text_without_a_date_shows_none(client):
    article = old_text()
    assert own_dates(client, article) == 0
    for address in ("/", "/articles/", article.author.get_absolute_url()):
        assert years(client.get(address).text.split("<main")[1].split("</main>")[0]) == 0, address


def test_structured_data_of_it_hold_no_date_either(client):
    answer = page(client, old_text())
    known = structured(answer)
    assert "datePublished" not in known["Article"]
    assert "dateModified" not in known["Article"]
    assert "cambrian" not in answer.text  # the time factor is nothing but dates
    assert "published_time" not in answer.text


@pytest.mark.parametrize("year", [2018, 2026])
def test_the_sitemap_tells_no_time_of_it(client, year):
    article = old_text(publish_at=timezone.make_aware(timezone.datetime(year, 5, 1)))
    entries = client.get("/sitemap-articles-1.xml").text
    assert article.get_absolute_url() in entries
    assert "lastmod" not in entries


def test_it_is_no_news(client):
    old_text()
    feed = ElementTree.fromstring(client.get("/articles/feed/").content)
    assert feed.find("{http://www.w3.org/2005/Atom}entry") is None


def test_an_old_text_with_its_own_date_shows_that_one(client):
    at = timezone.make_aware(timezone.datetime(2018, 5, 1))
    article = old_text(publish_at=at)
    answer = page(client, article)
    assert "2018年5月1日" in answer.text
    assert "更新于" not in answer.text
    assert own_dates(client, article) == 0
    assert structured(answer)["Article"]["dateModified"].startswith("2018-05-01")


def test_an_own_text_shows_its_dates_as_ever(client):
    article = make_article(publish_at=timezone.now() - timedelta(hours=1))
    assert own_dates(client, article) >= 2  # 发布于 and 引用本文
    assert "datePublished" in structured(page(client, article))["Article"]


def test_the_law_it_rests_on_is_not_told_as_of_a_publication(client):
    load_shipped.bring_up_to_date()
    text = page(client, old_text(body=LAW)).text
    assert "本文依据" in text
    assert "文章发布之日" not in text


def test_its_source_is_named(client):
    assert "旧站文章，出处：old.example.com" in page(client, old_text()).text


def test_who_reads_it_is_told_that_no_lawyer_has_checked_it(client):
    text = page(client, old_text()).text
    assert "待律师核对" in text
    assert "本文日期不明，引用前请核对现行规定。" in text
