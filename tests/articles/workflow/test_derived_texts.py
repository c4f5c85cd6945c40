"""`manage.py rebuild_excerpts`: stored texts follow the rules of today."""

from io import StringIO

import pytest
from django.core.management import call_command

from articles.management.commands import rebuild_excerpts
from articles.management.commands.rebuild_excerpts import DONE
from articles.models import Article
from articles.models import text as rules
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LONG = "先把经过写下来。" * 40


def rebuild():
    told = StringIO()
    call_command("rebuild_excerpts", stdout=told)
    return told.getvalue().strip()


def longer(monkeypatch):
    """A newcomer makes excerpts longer: one number."""
    monkeypatch.setattr(rules, "TARGET", 120)


def test_a_new_length_reaches_the_excerpts_that_are_stored(monkeypatch):
    article = make_article(summary="", body=f"<p>{LONG}</p>")
    before = article.excerpt
    longer(monkeypatch)
    assert rebuild() == DONE.format(1)
    article.refresh_from_db()
    assert len(article.excerpt) > len(before)
    assert rebuild() == DONE.format(0)


def test_neither_content_nor_dates_move(monkeypatch):
    article = make_article(summary="", body=f"<p>{LONG}</p>")
    longer(monkeypatch)
    rebuild()
    now = Article.objects.get()
    assert (now.body, now.updated_at, now.live_id) == (
        article.body,
        article.updated_at,
        article.live_id,
    )
    assert now.revisions.count() == article.revisions.count()


def test_what_an_editor_changes_meanwhile_is_not_overwritten(monkeypatch):
    make_article(summary="", body=f"<p>{LONG}</p>")
    longer(monkeypatch)
    plain = Article.derive_texts

    def changed_in_between(article):
        Article.objects.update(summary="编辑刚写的摘要。", excerpt="编辑刚写的摘要。")
        plain(article)

    monkeypatch.setattr(Article, "derive_texts", changed_in_between)
    assert rebuild() == DONE.format(0)
    assert Article.objects.get().excerpt == "编辑刚写的摘要。"


def test_many_are_done_in_batches(monkeypatch):
    for number in range(5):
        make_article(title=f"第{number}个问题怎么办？", summary="", body=f"<p>{LONG}</p>")
    monkeypatch.setattr(rebuild_excerpts, "BATCH", 2)
    longer(monkeypatch)
    ticks = []
    assert rebuild_excerpts.rebuild(lambda *numbers: ticks.append(numbers)) == 5
    assert ticks == [(2, 5), (4, 5), (5, 5)]
