"""The worker: its jobs, none of which stops the others, and the index it fills."""

import logging
import threading
import time

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from articles import search
from articles.models import Article
from articles.search import indexing
from articles.search.indexing import INDEX
from outbox import services as outbox
from outbox.channels.mail import MAIL
from outbox.models import Notice
from statutes.search.indexing import LAW, missing
from tests.factories import make_area, make_article, make_lawyer, make_statute
from tests.outbox.delivery.test_send import make_notice
from tests.statutes.packaged import DAY, package, rows
from tests.statutes.texts import articles, markdown, put
from tests.transfer.office.importing import markdown as article_markdown
from website.operations import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FIGURES = {
    "sqlite": "SELECT stat FROM sqlite_stat1 WHERE tbl = %s",
    "postgresql": "SELECT reltuples::bigint FROM pg_class WHERE relname = %s",
}


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch):
    """The connection of the test stays open: its transaction would be lost with it."""
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)


@pytest.fixture
def log(monkeypatch):
    """The lines that the worker logs."""
    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())
    monkeypatch.setattr(jobs.log, "handlers", [handler])
    return lines


def fail():
    raise ValueError("no such\nsecond line")


def test_a_failing_job_is_logged_on_one_line_and_the_others_go_on(log):
    done = []
    good = jobs.run_once([jobs.Job("bad", 1, fail), jobs.Job("good", 1, lambda: done.append(1))])
    assert (good, done) == (False, [1])
    assert log == ["job bad failed: ValueError: no such"]


def test_the_loop_runs_each_job_at_its_pace_until_it_is_stopped(log):
    stop, often, seldom = threading.Event(), [], []

    def tick():
        often.append(1)
        if len(often) == 3:
            stop.set()

    known = [
        jobs.Job("bad", 1, fail),
        jobs.Job("often", 0.01, tick),
        jobs.Job("seldom", 60, lambda: seldom.append(1)),
    ]
    jobs.run_forever(stop, known)
    assert (len(often), len(seldom)) == (3, 1)
    assert len(log) == 1  # the next try of a failed job waits


def test_once_runs_all_jobs_and_ends_with_0_or_with_1_after_a_failure(monkeypatch, log):
    for code in (0, 1):
        with pytest.raises(SystemExit) as ended:
            call_command("run_worker", once=True)
        assert ended.value.code == code
        assert log == []
        monkeypatch.setattr(jobs, "run_once", lambda: False)
    known = {job.name: job.every for job in jobs.JOBS}
    assert 2 * known["say that the worker lives"] < outbox.SILENT.total_seconds()
    assert known["deliver notices"] == 2
    assert {"fill in texts of law", "fill the index of the search"} <= known.keys()


def test_patient_jobs_let_the_others_have_their_turn_and_mail_before_each(monkeypatch):
    monkeypatch.setattr(jobs, "TURN", 0.05)
    stop, done = threading.Event(), []

    def work(keep_going):
        while keep_going():
            time.sleep(0.01)
        done.append("long")

    def mail():
        done.append("mail")
        if len(done) > 6:
            stop.set()

    known = [jobs.Job(f"long {number}", 0, work, patient=True) for number in range(3)]
    jobs.run_forever(stop, [*known, jobs.Job("mail", 0.01, mail, urgent=True)])
    assert done[:7] == ["long"] * 3 + ["mail", "long", "mail", "long"]


def test_a_stop_leaves_what_was_not_sent_for_the_next_start(monkeypatch):
    stop = threading.Event()
    for number in range(3):
        make_notice(key=str(number))
    monkeypatch.setattr(MAIL, "send", lambda *_: stop.set())
    mail = [job for job in jobs.JOBS if job.name == "deliver notices"]
    began = time.monotonic()
    jobs.run_forever(stop, [*mail, jobs.Job("daily", 86400, lambda: None)])
    assert time.monotonic() - began < 5  # nor does it wait for the next job
    assert Notice.objects.sent().count() == 1
    assert Notice.objects.due().count() == 2


def test_rows_that_cannot_be_deleted_keep_no_others_from_it(monkeypatch):
    done = []

    def forget(fails, *_):
        done.append(fails)
        if fails:
            raise DatabaseError("held")

    monkeypatch.setattr(jobs, "RETENTIONS", [(True, "", 0, ""), (False, "", 0, "")])
    monkeypatch.setattr(jobs, "forget", forget)
    with pytest.raises(DatabaseError, match="held"):
        jobs.forget_what_is_over()
    assert done == [True, False]


@pytest.fixture
def fill():
    return jobs.DailyFill(jobs.index_of_the_search)


def test_what_an_upgrade_leaves_empty_is_filled_by_the_first_round_and_what_was_begun(fill):
    article = make_article(title="工伤怎么认定？")
    statute = make_statute(imported_at="2026-01-01T00:00Z")
    statute.articles.create(number=1, text="职工应当认定为工伤。")
    search.INDEX.clear()
    assert missing() == 1
    INDEX.fill(map(search.indexing.text_of, Article.objects.all()))  # and then it was killed
    assert search.missing() == 0
    fill()
    assert search.search("工伤") == ([article.pk], 1)
    assert INDEX.frequencies(["工伤"])[::2] == (1, {"工伤": 1})
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


def test_what_is_lost_later_is_found_again_after_a_day_and_a_fill_that_fails_tried_again(
    fill, monkeypatch
):
    article = make_article(title="工伤怎么认定？")
    with monkeypatch.context() as failing:
        failing.setattr(jobs.indexing, "fill_missing", lambda _: 1 / 0)
        search.INDEX.clear()
        with pytest.raises(ZeroDivisionError):
            fill()
    fill()
    assert search.missing() == 0
    search.INDEX.drop([article.pk])
    fill()
    assert search.missing() == 1
    now = jobs.time.monotonic()
    monkeypatch.setattr(jobs.time, "monotonic", lambda: now + jobs.DAY + 1)
    fill()
    assert search.missing() == 0


@pytest.fixture
def packaged(monkeypatch, settings, tmp_path):
    """A package with the text of a law that the table has."""
    settings.LAW_TEXTS = True
    found = package(tmp_path, ("中华人民共和国灯塔法", DAY, rows("甲。", "乙。")))
    monkeypatch.setattr(jobs.package, "installed", lambda: found)
    return found


def test_a_fresh_table_gets_texts_from_the_package_where_they_are_wanted(
    packaged, settings, monkeypatch
):
    statute = make_statute(short_name="灯塔法")
    settings.LAW_TEXTS = False
    assert jobs.texts_of_law(lambda: True)
    assert not statute.articles.exists()
    settings.LAW_TEXTS = True
    jobs.DailyFill(jobs.texts_of_law)()
    assert statute.articles.count() == 2
    monkeypatch.setattr(jobs.package, "installed", lambda: None)
    assert jobs.texts_of_law(lambda: True)


def test_a_damaged_package_is_told_on_one_line_and_waits_for_tomorrow(packaged, caplog):
    packaged.path.write_bytes(b"no database")
    assert jobs.texts_of_law(lambda: True)
    assert [record.getMessage().count("\n") for record in caplog.records] == [0]


def figure(table):
    """How many rows the planner thinks that there are."""
    with connection.cursor() as cursor:
        cursor.execute(FIGURES[connection.vendor], [table])
        return max(int(str(told).split()[0]) for (told,) in cursor.fetchall())  # of each index


def test_after_a_rebuilding_or_an_import_the_planner_knows_how_many_rows_there_are(tmp_path):
    make_article()
    for command in ("rebuild_related", "rebuild_search", "rebuild_excerpts"):
        call_command(command)
        assert figure("articles_article") == 1
    make_area(name="劳动与工伤", slug="labor")
    make_lawyer(name="林致远", slug="lin-zhiyuan")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text(article_markdown(), "utf-8")
    call_command("import_articles", str(tmp_path / "in"))
    assert figure("articles_article") == 2
    put(tmp_path / "law", "法律/灯塔法(2020-05-28).md", markdown(*articles(2)))
    call_command("import_statutes", str(tmp_path / "law"))
    assert figure("statutes_statutearticle") == 2
