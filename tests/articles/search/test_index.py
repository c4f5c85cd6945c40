"""The index follows the articles and is written anew."""

import io

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction

from articles import search
from articles.models import Article
from articles.search import indexing
from articles.search.indexing import INDEX
from richtext.fulltext import engines
from tests.factories import make_area, make_article, make_lawyer

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def ids(query, **more):
    return search.search(query, **more)[0]


def test_the_index_follows_what_is_made_changed_rolled_back_deleted_and_loaded():
    article, area = make_article(title="工伤怎么认定？"), make_area()
    assert ids("工伤") == [article.pk]
    article.title = "拆迁怎么补偿？"
    with transaction.atomic():
        article.save()
        transaction.set_rollback(True)
    assert (ids("工伤"), ids("拆迁")) == ([article.pk], [])
    article.save()
    assert (ids("工伤"), ids("拆迁")) == ([], [article.pk])
    kept = serializers.serialize("json", [article])
    article.delete()
    make_article(title="拆迁怎么认定？", area=area)
    Article.objects.filter(area=area).delete()
    assert search.search("拆迁") == ([], 0)
    for row in serializers.deserialize("json", kept):
        row.save()
    assert ids("拆迁") == [row.object.pk]


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_published_is_taken_out(state):
    article = make_article(title="工伤怎么认定？")
    article.state = state
    article.save(update_fields=["state"])
    assert ids("工伤") == []
    assert search.like(make_article(title="工伤怎么认定？", area=article.area), 9) == []


def test_many_at_once_are_indexed_by_whoever_makes_them():
    area, author = make_area(), make_lawyer()
    Article.objects.bulk_create(
        Article(title=f"第{n}个工伤问题？", area=area, author=author, state="published")
        for n in range(3)
    )
    assert ids("工伤") == []
    search.index_many(Article.objects.all())
    assert ids("工伤") == sorted(Article.objects.values_list("pk", flat=True), reverse=True)


@pytest.mark.django_db(transaction=True)
def test_an_emptied_database_has_an_empty_index():
    make_article(title="工伤怎么认定？")
    call_command("flush", verbosity=0, interactive=False)
    assert ids("工伤") == []
    draft = make_article(title="别的问题？", state="draft")
    assert draft.pk not in ids("工伤")


def rebuild(**more):
    told = io.StringIO()
    call_command("rebuild_search", stdout=told, **more)
    return told.getvalue()


def test_an_empty_index_is_filled_in_batches_between_which_others_may_write(monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    made = [make_article(title="工伤怎么认定？") for _ in range(5)]
    make_article(title="工伤怎么认定？", state="draft")
    search.INDEX.clear()
    assert search.missing() == 5
    turns = []
    monkeypatch.setattr(indexing.upkeep, "let_others_write", lambda: turns.append(search.missing()))
    assert "5篇文章" in rebuild()
    assert turns[:3] == [3, 1, 0]
    assert search.search("工伤")[0] == [one.pk for one in reversed(made)]


def test_what_does_not_belong_there_is_taken_out_and_what_is_stale_renewed():
    article, gone = make_article(title="工伤怎么认定？"), make_article(title="工伤怎么赔偿？")
    Article.objects.filter(pk=gone.pk).update(state="withdrawn")
    Article.objects.filter(pk=article.pk).update(title="拆迁怎么补偿？")
    rebuild()
    assert search.search("工伤") == ([], 0)
    assert search.search("拆迁") == ([article.pk], 1)
    assert INDEX.pks() == [article.pk]


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


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL alone")
def test_the_index_of_the_tokens_is_there_afterwards():
    search.INDEX.clear()
    rebuild()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = 'articles_search_tokens'")
        assert cursor.fetchone()


def there_and_back():
    """By the command, for after it there is more to be told than the migrations do."""
    call_command("migrate", "articles", "0003", verbosity=0)
    call_command("migrate", verbosity=0)


@pytest.mark.audit
@pytest.mark.django_db(transaction=True)
def test_a_site_without_articles_has_nothing_to_fill():
    make_article(state="draft")
    there_and_back()
    assert search.INDEX.is_whole()
    assert Article.objects.count() == 1
