"""Further reading: hand-picked, then the same area, then the newest; never what is not public."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import RelatedLink, State
from articles.related import further_reading
from tests.factories import make_area, make_article, make_statute

pytestmark = pytest.mark.django_db


def related(article):
    return further_reading(article, article.citations.all()).related


def citing(*numbers, **fields):
    """An article that cites these articles of 民法典."""
    body = "".join(f"<p>见《民法典》第{number}条。</p>" for number in numbers)
    return make_article(body=body, **fields)


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


def test_articles_that_share_the_law_come_before_the_area_more_shared_first():
    make_statute(short_name="民法典")
    area = make_area()
    article = citing(577, 584, 563, area=area)
    same_area = make_article(area=area, publish_at=days_ago(2))
    one_old = citing(577, publish_at=days_ago(30))
    one_new = citing(584, 584, publish_at=days_ago(20))
    two = citing(563, 577, publish_at=days_ago(40))
    citing(578, area=area, publish_at=days_ago(50))
    picked = make_article(publish_at=days_ago(60))
    link = RelatedLink.objects.create(article=article, target=picked)
    assert related(article)[:5] == [link, two, one_new, one_old, same_area]


def test_the_same_number_of_another_statute_is_not_shared():
    make_statute(short_name="民法典")
    make_statute(short_name="劳动法")
    area = make_area()
    article = citing(50, area=area)
    other = make_article(body="<p>见《劳动法》第50条。</p>")
    near = make_article(area=area, publish_at=days_ago(9))
    assert related(article) == [near, other]


def test_what_shares_the_law_but_is_not_public_is_not_named():
    make_statute(short_name="民法典")
    article = citing(577)
    citing(577, state=State.DRAFT)
    citing(577, publish_at=days_ago(-1))
    assert related(article) == []


@pytest.mark.parametrize(("numbers", "queries"), [((), 2), ((577,), 3), ((577, 584, 585), 3)])
def test_shared_law_costs_one_query(numbers, queries, django_assert_num_queries):
    make_statute(short_name="民法典")
    article = citing(*numbers) if numbers else make_article()
    for _ in range(3):
        citing(577, 584)
    own = list(article.citations.all())
    with django_assert_num_queries(queries):
        further_reading(article, own)


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
