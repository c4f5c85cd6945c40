"""The list of articles: its order, its filters, and that a long one costs what a short one does."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.admin.listing import CHANGED
from articles.models import Article, Citation, Revision, State
from tests.factories import make_article, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LIST = "/admin/articles/article/"
QUERIES = 12
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="its plan is read")


@pytest.fixture
def editor(client):
    client.force_login(make_member("编辑"))
    return client


@pytest.fixture
def single(monkeypatch):
    """One article to a page."""
    monkeypatch.setattr(admin.site.get_model_admin(Article), "list_per_page", 1)


def put(article, **fields):
    Article.objects.filter(pk=article.pk).update(**fields)


def shown(client, query=""):
    return list(client.get(LIST + query).context["cl"].result_list)


def test_a_change_that_is_not_published_counts_as_the_last_one(editor):
    now, old, new = timezone.now(), make_article(), make_article()
    pending = Revision.objects.create(article=old, number=9, content={})
    put(old, updated_at=now - timedelta(days=9), pending=pending)
    put(new, updated_at=now - timedelta(days=1))
    Revision.objects.filter(pk=pending.pk).update(created_at=now)
    assert shown(editor) == shown(editor, "?o=-5") == [old, new]
    Revision.objects.filter(pk=pending.pk).update(created_at=now - timedelta(days=8))
    assert shown(editor) == shown(editor, "?o=-5") == [new, old]


@pytest.mark.parametrize("query", ["", "?stage=public", "?law=clear", "?q=怎么办"])
def test_page_after_page_shows_each_article_once(editor, single, query):
    made = [make_article() for _ in range(3)]
    mark = "&" if query else "?"
    found = [shown(editor, f"{query}{mark}p={number}") for number in (1, 2, 3)]
    assert found == [[one] for one in reversed(made)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_last_page_costs_as_many_queries_as_the_first(
    editor, single, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_article()
    editor.get(LIST)  # a process reads kinds of content once
    for page in (1, rows):
        with django_assert_num_queries(QUERIES):
            editor.get(f"{LIST}?p={page}")


def test_the_count_opens_no_other_table_and_no_long_row(editor, single):
    make_article(), make_article()
    with CaptureQueriesContext(connection) as asked:
        editor.get(f"{LIST}?stage=public&p=2")
    counts = [one["sql"] for one in asked if "COUNT(*)" in one["sql"]]
    assert [("JOIN" in one, '"body"' in one) for one in counts] == [(False, False)]


def test_only_keys_are_sorted_to_find_a_page(editor, single):
    make_article(), make_article()
    with CaptureQueriesContext(connection) as asked:
        editor.get(f"{LIST}?p=2")
    (rows,) = [one["sql"] for one in asked if "OFFSET 1" in one["sql"]]
    inner = rows.partition("IN (SELECT")[2]
    assert "LIMIT 1 OFFSET 1" in inner
    assert "COUNT" not in inner  # the open warnings are counted for what is shown


@on_sqlite
def test_what_the_list_is_sorted_by_stands_in_an_index():
    assert "COVERING INDEX articles_touched" in (
        Article.objects.order_by(CHANGED.desc(), "-pk").values("pk")[40:60].explain()
    )


@on_sqlite
@pytest.mark.parametrize("rows", [
    Citation.objects.open().order_by().values("article"),
    Citation.objects.open().order_by().values_list("short_name").distinct(),
    Citation.objects.open().filter(article=1).order_by().values("pk"),
    Citation.objects.open().filter(short_name="民法典").order_by().values("article", "level"),
])  # fmt: skip
def test_open_warnings_are_found_in_an_index_alone(rows):
    assert "COVERING INDEX articles_warned" in rows.explain()


def test_warned_articles_and_the_others_are_told_apart(editor):
    warned, clear, settled = make_article(), make_article(), make_article()
    for one, fields in ((warned, {}), (settled, {"settled": True})):
        known = {"short_name": "民法典", "start": 0, "end": 3, "quote": "民法典", "level": "red"}
        Citation.objects.create(article=one, **known, **fields)
    assert shown(editor, "?law=open") == [warned]
    assert shown(editor, "?law=clear") == [settled, clear]


def test_what_the_public_is_shown_now_is_a_filter(editor):
    public, later, draft = make_article(), make_article(), make_article(state=State.DRAFT)
    put(later, publish_at=timezone.now() + timedelta(days=1))
    assert shown(editor, "?stage=public") == [public]
    assert shown(editor, "?stage=draft") == [draft]
