"""The worker puts into the index what it lacks, in turns, and looks again each day."""

import pytest

from articles import search
from articles.models import Article
from articles.search import indexing
from articles.search.indexing import INDEX
from statutes.search.indexing import LAW, missing
from tests.factories import make_article, make_statute
from tests.statutes.packaged import DAY, package, rows
from website.operations import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def fill():
    return jobs.DailyFill(jobs.index_of_the_search)


def test_what_an_upgrade_leaves_empty_is_filled_by_the_first_round(fill):
    article = make_article(title="工伤怎么认定？")
    search.INDEX.clear()
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
    monkeypatch.setattr(indexing, "BATCH", 2)
    [make_article() for _ in range(5)]
    search.INDEX.clear()
    turns = iter([True, False])
    fill(lambda: next(turns))
    assert search.missing() == 3
    fill()
    assert search.missing() == 0


def test_what_is_lost_later_is_found_again_after_a_day(fill, monkeypatch):
    article = make_article(title="工伤怎么认定？")
    fill()
    search.INDEX.drop([article.pk])
    fill()
    assert search.missing() == 1
    now = jobs.time.monotonic()
    monkeypatch.setattr(jobs.time, "monotonic", lambda: now + jobs.DAY + 1)
    fill()
    assert search.missing() == 0


def test_a_fill_that_fails_is_tried_again(fill, monkeypatch):
    make_article()
    search.INDEX.clear()
    monkeypatch.setattr(jobs.indexing, "fill_missing", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        fill()
    monkeypatch.undo()
    fill()
    assert search.missing() == 0


def test_what_was_counted_and_not_finished_is_finished_though_nothing_lacks(fill):
    make_article(title="工伤怎么认定？")
    search.INDEX.clear()
    INDEX.fill(map(search.indexing.text_of, Article.objects.all()))  # and then it was killed
    assert search.missing() == 0
    fill()
    assert INDEX.frequencies(["工伤"]).held == {"工伤": 1}


def test_the_worker_fills_both():
    found = [job for job in jobs.JOBS if isinstance(job.run, jobs.DailyFill)]
    assert [(job.name, job.patient, job.every <= 10) for job in found] == [
        ("fill in texts of law", True, True),
        ("fill the index of the search", True, True),
    ]


@pytest.fixture
def packaged(monkeypatch, settings, tmp_path):
    """A package with the text of a law that the table has."""
    settings.LAW_TEXTS = True
    found = package(tmp_path, ("中华人民共和国灯塔法", DAY, rows("甲。", "乙。")))
    monkeypatch.setattr(jobs.package, "installed", lambda: found)
    return found


def test_a_fresh_table_gets_texts_from_the_package(packaged):
    statute = make_statute(short_name="灯塔法")
    jobs.DailyFill(jobs.texts_of_law)()
    assert statute.articles.count() == 2


def test_who_wants_no_texts_from_the_package_gets_none(packaged, settings):
    settings.LAW_TEXTS = False
    statute = make_statute(short_name="灯塔法")
    assert jobs.texts_of_law(lambda: True)
    assert not statute.articles.exists()


def test_without_the_package_all_is_as_before(monkeypatch):
    monkeypatch.setattr(jobs.package, "installed", lambda: None)
    assert jobs.texts_of_law(lambda: True)


def test_a_damaged_package_is_told_on_one_line_and_waits_for_tomorrow(packaged, caplog):
    packaged.path.write_bytes(b"no database")
    assert jobs.texts_of_law(lambda: True)
    assert [record.getMessage().count("\n") for record in caplog.records] == [0]
