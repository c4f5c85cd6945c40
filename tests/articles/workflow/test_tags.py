"""Tags: their pages, where they are shown, what is hidden."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import State, Tag
from tests.factories import make_area, make_article, make_lawyer

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def tagged(tag, **fields):
    article = make_article(**fields)
    article.tags.add(tag)
    return article


@pytest.fixture
def tag():
    return Tag.objects.create(name="停工留薪期")


def hidden(tag):
    """One article for each way not to be public."""
    now, day = timezone.now(), timedelta(days=1)
    return [
        tagged(tag, title="草稿里的内容怎么办？", state=State.DRAFT),
        tagged(tag, title="撤下来的内容怎么办？", state=State.WITHDRAWN),
        tagged(tag, title="将来才有的内容怎么办？", publish_at=now + day),
        tagged(tag, title="已到期的内容怎么办？", publish_at=now - 2 * day, expires_at=now - day),
    ]


def test_a_tag_lists_its_published_articles_newest_first(client, tag):
    old = tagged(tag, publish_at=timezone.now() - timedelta(days=9))
    new, other = tagged(tag), make_article()
    html = client.get(tag.get_absolute_url()).text
    assert html.index(new.title) < html.index(old.title)
    assert other.title not in html
    assert "共2篇" in html


def test_a_tag_without_a_published_article_is_404(client, tag):
    hidden(tag)
    assert client.get(tag.get_absolute_url()).status_code == 404


def test_what_is_not_public_stands_nowhere(client, tag):
    shown, secret = tagged(tag), hidden(tag)
    for place in (
        tag.get_absolute_url(),
        "/articles/",
        f"/articles/?area={shown.area.slug}",
        shown.area.get_absolute_url(),
        shown.author.get_absolute_url(),
        shown.get_absolute_url(),
    ):
        html = client.get(place).text
        assert not [one for one in secret if one.title in html], place


def test_a_tag_of_hidden_articles_alone_is_offered_nowhere(client):
    shown, secret = make_article(), Tag.objects.create(name="不该出现")
    hidden(secret)
    for place in ("/articles/", shown.area.get_absolute_url()):
        assert "不该出现" not in client.get(place).text


def test_the_page_of_a_tag_is_paged(client, tag):
    area, author = make_area(), make_lawyer()
    for _ in range(21):
        tagged(tag, area=area, author=author)
    address = tag.get_absolute_url()
    assert f'href="http://127.0.0.1:8000{address}?page=2"' in client.get(f"{address}?page=2").text
    assert client.get(f"{address}?page=3").status_code == 404


def test_an_article_shows_its_tags_as_links(client, tag):
    html = client.get(tagged(tag).get_absolute_url()).text
    assert f'<a href="{tag.get_absolute_url()}" rel="tag">停工留薪期</a>' in html


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


@pytest.mark.parametrize("pk", ["0", "99999999999999999999", "9" * 5000])
def test_an_impossible_number_is_404(client, pk):
    assert client.get(f"/articles/tags/{pk}/").status_code == 404
