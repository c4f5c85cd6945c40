"""Further reading: hand-picked, computed, the area, the newest; never what is not public."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Neighbour, RelatedLink, State, Why
from articles.related.further_reading import Card, further_reading
from tests.factories import make_area, make_article

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def leads_to(*records):
    """Where articles and hand-picked links lead."""
    targets = [getattr(record, "target", None) or record for record in records]
    return [getattr(one, "url", None) or one.get_absolute_url() for one in targets if one]


def related(article):
    return [card.href for card in further_reading(article).related]


def near_to(article, *others):
    """Store what a computation would."""
    for place, other in enumerate(others):
        Neighbour.objects.create(article=article, other=other, place=place, why=Why.TEXT)


def neighbours(article):
    found = further_reading(article)
    return [card and card.href for card in (found.before, found.after)]


def days_ago(number):
    return timezone.now() - timedelta(days=number)


def test_hand_picked_come_first_then_the_area_then_the_newest():
    area = make_area()
    article = make_article(area=area)
    elsewhere = make_article(publish_at=days_ago(2))
    same_area = make_article(area=area, publish_at=days_ago(9))
    picked = make_article(publish_at=days_ago(30))
    link = RelatedLink.objects.create(article=article, target=picked)
    assert related(article) == leads_to(link, same_area, elsewhere)


def test_what_was_computed_comes_before_the_area_in_its_order():
    area = make_area()
    article = make_article(area=area)
    same_area = make_article(area=area, publish_at=days_ago(2))
    near, nearest = make_article(publish_at=days_ago(30)), make_article(publish_at=days_ago(40))
    near_to(article, nearest, near)
    picked = make_article(publish_at=days_ago(60))
    link = RelatedLink.objects.create(article=article, target=picked)
    assert related(article)[:4] == leads_to(link, nearest, near, same_area)


def test_what_was_computed_and_picked_is_named_once():
    article, picked, near = make_article(), make_article(), make_article()
    link = RelatedLink.objects.create(article=article, target=picked)
    near_to(article, picked, near)
    assert related(article) == leads_to(link, near)


def test_what_was_near_and_is_not_public_is_not_named():
    article = make_article()
    hidden = [
        make_article(state=State.DRAFT),
        make_article(state=State.WITHDRAWN),
        make_article(publish_at=days_ago(-1)),
        make_article(expires_at=days_ago(0.1)),
    ]
    near_to(article, *hidden)
    assert related(article) == []


@pytest.mark.parametrize("number", [0, 1, 3])
def test_further_reading_costs_one_query(number, django_assert_num_queries):
    article = make_article()
    near_to(article, *(make_article() for _ in range(number)))
    for place in range(number):
        RelatedLink.objects.create(article=article, target=make_article())
        article.tags.create(name=f"标签{place}")
    with django_assert_num_queries(1):
        further_reading(article)


def test_there_are_eleven_and_never_itself():
    area = make_area()
    articles = [make_article(area=area, publish_at=days_ago(day)) for day in range(1, 15)]
    found = related(articles[0])
    assert found == leads_to(*articles[1:12])


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
    assert related(article) == leads_to(link)


def test_a_picked_article_is_not_named_twice():
    article = make_article()
    picked = make_article(area=article.area)
    RelatedLink.objects.create(article=article, target=picked)
    assert len(related(article)) == 1


def test_neighbours_are_the_next_older_and_newer():
    old, article, new = (make_article(publish_at=days_ago(day)) for day in (3, 2, 1))
    make_article(publish_at=days_ago(2.5), state=State.DRAFT)
    assert neighbours(article) == [old.get_absolute_url(), new.get_absolute_url()]
    assert neighbours(old) == [None, article.get_absolute_url()]
    assert neighbours(new) == [article.get_absolute_url(), None]


def test_neighbours_of_the_same_second_follow_the_id():
    moment = days_ago(2)
    first, second, third = (make_article(publish_at=moment) for _ in range(3))
    assert neighbours(second) == [first.get_absolute_url(), third.get_absolute_url()]


def test_a_picked_article_can_be_a_neighbour_too():
    old, article = make_article(publish_at=days_ago(9)), make_article()
    link = RelatedLink.objects.create(article=article, target=old)
    found = further_reading(article)
    assert found.related == [found.before] == [Card(old.title, *leads_to(link), old.excerpt)]
