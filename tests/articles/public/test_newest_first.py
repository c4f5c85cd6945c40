"""Pages of a long list: exact wherever they begin, and found without walking from the start."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from articles.public import lists
from articles.public.lists import NewestFirst
from firm.base import caching
from firm.base.caching import Versions
from firm.models import PracticeArea
from tests.factories import make_area, make_article, make_lawyer

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
SIZE, PAGES = 2, 5


@pytest.fixture(autouse=True)
def reading(monkeypatch):
    """Inside a request; nothing is kept from before."""
    monkeypatch.setattr(caching, "_process_cache", {})
    with caching.reading(Versions(1, 1, 1, 1)):
        yield


@pytest.fixture
def keys():
    """Nine published articles, the newest first; some came out at the same moment."""
    area, author, now = make_area(), make_lawyer(), timezone.now() - timedelta(days=1)
    for hours in (0, 1, 1, 1, 2, 3, 3, 4, 5):
        make_article(area=area, author=author, publish_at=now - timedelta(hours=hours))
    return list(Article.objects.published().values_list("pk", flat=True))


def page(number, size=SIZE):
    return [one.pk for one in NewestFirst(lists.ALL, size).page(number)]


def test_pages_are_exact_in_whatever_order_they_are_asked_for(keys, monkeypatch):
    for order in permutations(range(1, PAGES + 1), 3):
        monkeypatch.setattr(caching, "_process_cache", {})
        for number in (*order, *order):
            assert page(number) == keys[(number - 1) * SIZE :][:SIZE], order


def walked(number):
    """How many keys are walked over before the page."""
    with CaptureQueriesContext(connection) as queries:
        page(number, size=1)
    found = [query["sql"] for query in queries if "OFFSET" in query["sql"]]
    return int(found[0].rpartition("OFFSET")[2]) if found else 0


def test_a_page_is_found_from_the_nearest_that_is_known_in_two_queries(
    keys, django_assert_num_queries
):
    assert [walked(number) for number in (5, 5, 6, 4, 8, 1)] == [4, 0, 1, 0, 1, 0]
    page(1)  # counted, and who wrote them is known
    for number in (1, 3, PAGES):
        with django_assert_num_queries(2):
            page(number)


def test_the_clock_publishes_and_takes_down_without_a_commit(monkeypatch):
    now, hour = timezone.now(), timedelta(hours=1)
    staying = make_article(publish_at=now - hour)
    coming = make_article(publish_at=now + hour)
    ending = make_article(publish_at=now - 2 * hour, expires_at=now + 2 * hour)
    seen = []
    for hours in (0, 1, 2):
        monkeypatch.setattr(timezone, "now", lambda at=now + hours * hour: at)
        seen.append((page(1, size=9), NewestFirst(lists.ALL, 9).count))
    first, second, third = [staying, ending], [coming, staying, ending], [coming, staying]
    assert seen == [([one.pk for one in some], len(some)) for some in (first, second, third)]


def test_one_list_is_not_taken_for_another():
    one, other = make_article(), make_article()
    found = [lists.in_area(one.area), lists.by(other.author), lists.ALL]
    assert [NewestFirst(listing, SIZE).count for listing in found] == [1, 1, 2]


def test_an_area_that_is_moved_brings_its_articles_along():
    upper, moved = make_area(), make_area()
    make_article(area=moved)
    assert NewestFirst(lists.in_area(upper), SIZE).count == 0
    PracticeArea.objects.filter(pk=moved.pk).update(parent=upper)
    with caching.reading(Versions(2, 1, 1, 1)):  # no article has changed
        assert NewestFirst(lists.in_area(upper), SIZE).count == 1
