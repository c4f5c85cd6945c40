"""A stub, of which only a summary is known: reached by its address, listed nowhere."""

import pytest

from articles.models import RelatedLink
from articles.related.further_reading import further_reading
from articles.search import search
from articles.workflow import publishing
from outbox.models import Notice
from tests.factories import make_area, make_article, make_lawyer

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TITLE = "只有摘要的拱桥怎么办？"


@pytest.fixture
def stub():
    return make_article(title=TITLE, is_stub=True, area=make_area(slug="qiao", name="桥梁"))


def lists(stub):
    """Every address that shows published articles."""
    author = stub.author.get_absolute_url()
    listed = ["/", "/articles/", "/articles/?area=qiao", "/areas/qiao/", author]
    return [*listed, "/articles/feed/", "/sitemap-articles-1.xml", "/search/?q=拱桥"]


def test_no_list_shows_it_until_it_is_written(client, stub):
    make_article()  # or the sitemap has no such file
    for address in lists(stub):
        shown = client.get(address).text.replace("<mark>", "").replace("</mark>", "")
        assert stub.get_absolute_url() not in shown, address
    stub.is_stub = False
    stub.save()
    for address in lists(stub):
        assert stub.get_absolute_url() in client.get(address).text, address


def test_the_search_counts_it_only_when_it_is_written(stub):
    assert search("拱桥") == ([], 0)
    type(stub).objects.update(is_stub=False)
    assert search("拱桥") == ([stub.pk], 1)


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
