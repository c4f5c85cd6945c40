"""Further reading: hand-picked, then the same area, then the newest; never what is not public."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import RelatedLink, State
from articles.related import further_reading
from tests.factories import make_area, make_article

pytestmark = pytest.mark.django_db


def related(article):
    return further_reading(article).related


def neighbours(article):
    found = further_reading(article)
    return found.before, found.after


def days_ago(number):
    return timezone.now() - timedelta(days=number)


def test_hand_picked_come_first_then_the_area_then_the_newest():
    area = make_area()
    article = make_article(area=area)
    elsewhere = make_article(publish_at=days_ago(2))
    same_area = make_article(area=area, publish_at=days_ago(9))
    picked = make_article(publish_at=days_ago(30))
    link = RelatedLink.objects.create(article=article, target=picked)
    assert related(article) == [link, same_area, elsewhere]


def test_there_are_eleven_and_never_itself():
    area = make_area()
    articles = [make_article(area=area, publish_at=days_ago(day)) for day in range(1, 15)]
    found = related(articles[0])
    assert found == articles[1:12]


def test_nothing_that_is_not_public_is_named():
    article = make_article()
    for fields in (
        {"state": State.DRAFT},
        {"state": State.WITHDRAWN},
        {"publish_at": days_ago(-1)},
        {"expires_at": days_ago(0.1)},
    ):
        hidden = make_article(area=article.area, **fields)
        RelatedLink.objects.create(article=article, target=hidden)
    assert related(article) == []


def test_outside_links_are_kept():
    article = make_article()
    link = RelatedLink.objects.create(article=article, url="https://example.com", title="法规库")
    assert related(article) == [link]


def test_a_picked_article_is_not_named_twice():
    article = make_article()
    picked = make_article(area=article.area)
    RelatedLink.objects.create(article=article, target=picked)
    assert len(related(article)) == 1


def test_neighbours_are_the_next_older_and_newer():
    old, article, new = (make_article(publish_at=days_ago(day)) for day in (3, 2, 1))
    make_article(publish_at=days_ago(2.5), state=State.DRAFT)
    assert neighbours(article) == (old, new)
    assert neighbours(old) == (None, article)
    assert neighbours(new) == (article, None)


def test_neighbours_of_the_same_second_follow_the_id():
    moment = days_ago(2)
    first, second, third = (make_article(publish_at=moment) for _ in range(3))
    assert neighbours(second) == (first, third)


def test_a_picked_article_can_be_a_neighbour_too():
    old, article = make_article(publish_at=days_ago(9)), make_article()
    link = RelatedLink.objects.create(article=article, target=old)
    found = further_reading(article)
    assert (found.related, found.before) == ([link], old)
