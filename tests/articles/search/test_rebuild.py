"""`manage.py rebuild_search`: everything anew, nothing that does not belong there."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles import search
from articles.management.commands import rebuild_search
from articles.management.commands.rebuild_search import RUNNING
from articles.models import Article
from articles.search import indexing
from articles.search.indexing import INDEX
from richtext.fulltext import engines
from tests.articles.search.test_breaking_off import stop
from tests.factories import make_article, make_statute

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def rebuild(**more):
    told = io.StringIO()
    call_command("rebuild_search", stdout=told, **more)
    return told.getvalue()


def test_an_empty_index_is_filled_in_batches(monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    made = [make_article(title="工伤怎么认定？") for _ in range(5)]
    make_article(title="工伤怎么认定？", state="draft")
    search.INDEX.clear()
    assert search.missing() == 5
    assert "5篇文章" in rebuild()
    assert search.missing() == 0
    assert search.search("工伤")[0] == [one.pk for one in reversed(made)]


def test_what_does_not_belong_there_is_taken_out_and_what_is_stale_renewed():
    article, gone = make_article(title="工伤怎么认定？"), make_article(title="工伤怎么赔偿？")
    Article.objects.filter(pk=gone.pk).update(state="withdrawn")
    Article.objects.filter(pk=article.pk).update(title="拆迁怎么补偿？")
    rebuild()
    assert search.search("工伤") == ([], 0)
    assert search.search("拆迁") == ([article.pk], 1)
    assert INDEX.pks() == [article.pk]


def test_others_may_write_between_two_batches(monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    [make_article(title="工伤怎么认定？") for _ in range(5)]
    search.INDEX.clear()
    turns = []
    monkeypatch.setattr(indexing.upkeep, "let_others_write", lambda: turns.append(search.missing()))
    rebuild()
    assert turns[:3] == [3, 1, 0]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has one index")
def test_sqlite_ends_with_one_tree_merged_step_by_step(monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 1)
    monkeypatch.setattr(engines, "MERGED", 1)
    made = [make_article(title="工伤怎么认定？") for _ in range(7)]
    rebuild()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT segid) FROM articles_search_idx")
        assert cursor.fetchone()[0] == 1
    assert search.search("工伤")[1] == len(made)


def test_it_may_be_run_twice():
    make_article(title="工伤怎么认定？")
    rebuild()
    assert "1篇文章" in rebuild()
    assert search.search("工伤")[1] == 1


def test_a_terminal_shows_a_bar():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    make_article(title="工伤怎么认定？")
    shown = Terminal()
    rebuild(stderr=shown)
    assert RUNNING["articles"] in shown.getvalue()
    assert "1/1" in shown.getvalue()


def test_one_that_broke_off_in_the_texts_of_law_goes_on_with_them(monkeypatch):
    make_article()
    monkeypatch.setattr(rebuild_search.law, "_fill", stop)
    statute = make_statute(imported_at="2026-01-01T00:00Z")
    statute.articles.create(number=1, text="职工应当认定为工伤。")
    with pytest.raises(CommandError, match="已中断"):
        rebuild()
    monkeypatch.undo()
    told = rebuild()
    assert "1条法规" in told
    assert "文章" not in told
    assert "1篇文章、1条法规" in rebuild()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL alone")
def test_the_index_of_the_tokens_is_there_afterwards():
    search.INDEX.clear()
    rebuild()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = 'articles_search_tokens'")
        assert cursor.fetchone()
