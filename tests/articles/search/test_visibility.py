"""What a search leaves out: kept while the content is the same, and right at each moment of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.search import hidden_ids, ranking
from firm.base import caching
from firm.base.caching import Versions
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HOUR = timedelta(hours=1)


@pytest.fixture
def hidden_after(monkeypatch):
    """The hidden ids at a time from now, asked under the same versions."""
    now = timezone.now()
    monkeypatch.setattr(caching, "_process_cache", {})

    def ask(time):
        monkeypatch.setattr(ranking.timezone, "now", lambda: now + time)
        with caching.reading(Versions(1, 1, 1, 1)):
            return set(hidden_ids())

    return ask


def test_what_waits_and_what_ends_goes_by_the_time_without_a_change(hidden_after):
    now = timezone.now()
    waits = make_article(title="还没有公开的文章？", publish_at=now + HOUR).pk
    ends = make_article(title="以后撤下的文章？", expires_at=now + 3 * HOUR).pk
    stub = make_article(title="待补全的文章？", is_stub=True).pk
    make_article(title="一直公开的文章？")
    seen = [hidden_after(number * HOUR) for number in (0, 2, 4)]
    assert seen == [{waits, stub}, {stub}, {ends, stub}]


def test_it_is_asked_once_for_each_change(hidden_after, django_assert_num_queries):
    hidden_after(0 * HOUR)
    with django_assert_num_queries(0):
        hidden_after(HOUR)
