"""The worker puts into the index what it lacks, in turns, and looks again each day."""

import pytest

from articles import search
from articles.models import Article
from articles.search import rebuilding
from articles.search.indexing import INDEX
from statutes.search.indexing import LAW, missing
from tests.factories import make_article, make_statute
from website.operations import jobs, search_upkeep

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def fill():
    return search_upkeep.DailyFill()


def test_what_an_upgrade_leaves_empty_is_filled_by_the_first_round(fill):
    article = make_article(title="工伤怎么认定？")
    search.clear()
    fill()
    assert search.search("工伤") == ([article.pk], 1)
    assert INDEX.frequencies(["工伤"])[::2] == (1, {"工伤": 1})


def test_texts_of_law_are_filled_in_as_well(fill):
    statute = make_statute(imported_at="2026-01-01T00:00Z")
    statute.articles.create(number=1, text="职工应当认定为工伤。")
    assert missing() == 1
    fill()
    assert missing() == 0
    assert LAW.frequencies(["工伤"]).held == {"工伤": 1}


def test_it_stops_when_told_and_goes_on_in_its_next_turn(fill, monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    [make_article() for _ in range(5)]
    search.clear()
    turns = iter([True, False])
    fill(lambda: next(turns))
    assert search.missing() == 3
    fill()
    assert search.missing() == 0


def test_what_is_lost_later_is_found_again_after_a_day(fill, monkeypatch):
    article = make_article(title="工伤怎么认定？")
    fill()
    search.remove(article.pk)
    fill()
    assert search.missing() == 1
    now = search_upkeep.time.monotonic()
    monkeypatch.setattr(search_upkeep.time, "monotonic", lambda: now + search_upkeep.DAY + 1)
    fill()
    assert search.missing() == 0


def test_a_fill_that_fails_is_tried_again(fill, monkeypatch):
    make_article()
    search.clear()
    monkeypatch.setattr(search_upkeep.articles, "fill_missing", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        fill()
    monkeypatch.undo()
    fill()
    assert search.missing() == 0


def test_what_was_counted_and_not_finished_is_finished_though_nothing_lacks(fill):
    make_article(title="工伤怎么认定？")
    search.clear()
    INDEX.fill(map(search.indexing.text_of, Article.objects.all()))  # and then it was killed
    assert search.missing() == 0
    fill()
    assert INDEX.frequencies(["工伤"]).held == {"工伤": 1}


def test_the_worker_does_it():
    (job,) = [job for job in jobs.JOBS if isinstance(job.run, search_upkeep.DailyFill)]
    assert job.patient
    assert job.every <= 10
