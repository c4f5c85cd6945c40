"""The index follows the articles: saved, changed, taken down, deleted, in one transaction."""

from datetime import timedelta

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from articles import search
from articles.models import Article
from articles.workflow import publishing
from tests.factories import make_area, make_article, make_lawyer, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def ids(query, **more):
    return search.search(query, **more)[0]


def test_a_new_article_is_found_at_once_and_a_changed_one_by_its_new_words():
    article = make_article(title="工伤怎么认定？")
    assert ids("工伤") == [article.pk]
    article.title = "拆迁怎么补偿？"
    article.save()
    assert (ids("工伤"), ids("拆迁")) == ([], [article.pk])


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_published_is_taken_out(state):
    article = make_article(title="工伤怎么认定？")
    article.state = state
    article.save(update_fields=["state"])
    assert ids("工伤") == []
    assert search.similar(make_article(title="工伤怎么认定？")) == []


def test_the_hours_are_kept_to_the_second_without_a_save(monkeypatch):
    start = timezone.now() + timedelta(hours=1)
    article = make_article(
        title="工伤怎么认定？", publish_at=start, expires_at=start + timedelta(hours=1)
    )
    second = timedelta(seconds=1)
    for at, there in [(-second, 0), (second, 1), (timedelta(hours=1, seconds=1), 0)]:
        monkeypatch.setattr(timezone, "now", lambda at=at: start + at)
        assert search.search("工伤") == ([article.pk] * there, there)


def test_deleted_ones_are_gone_also_when_others_take_them_along():
    area = make_area()
    make_article(title="工伤怎么认定？", area=area).delete()
    make_article(title="工伤怎么认定？", area=area)
    Article.objects.filter(area=area).delete()
    assert search.search("工伤") == ([], 0)


def test_an_act_that_fails_leaves_the_index_as_it_was():
    article = make_article(title="工伤怎么认定？")
    with transaction.atomic():
        article.title = "拆迁怎么补偿？"
        article.save()
        transaction.set_rollback(True)
    assert (ids("工伤"), ids("拆迁")) == ([article.pk], [])


def test_a_change_is_found_once_it_is_published_and_not_before():
    article, editor = make_article(title="工伤怎么认定？"), make_staff()
    edited = Article.objects.get()
    edited.title = "拆迁怎么补偿？"
    publishing.save_draft(article=edited, user=editor)
    assert (ids("工伤"), ids("拆迁")) == ([article.pk], [])
    edited, tags = publishing.as_edited(Article.objects.get())
    publishing.publish(article=edited, user=editor, tags=tags)
    assert (ids("工伤"), ids("拆迁")) == ([], [article.pk])
    publishing.withdraw(article=Article.objects.get(), user=editor)
    assert ids("拆迁") == []


def test_many_at_once_are_indexed_by_whoever_makes_them():
    area, author = make_area(), make_lawyer()
    Article.objects.bulk_create(
        Article(title=f"第{n}个工伤问题？", area=area, author=author, state="published")
        for n in range(3)
    )
    assert ids("工伤") == []
    search.index_many(Article.objects.all())
    assert ids("工伤") == sorted(Article.objects.values_list("pk", flat=True), reverse=True)


def test_what_loaddata_brings_is_found():
    article = make_article(title="工伤怎么认定？")
    kept = serializers.serialize("json", [article])
    Article.objects.all().delete()
    for row in serializers.deserialize("json", kept):
        row.save()
    assert ids("工伤") == [article.pk]


def test_remove_and_clear_take_out():
    first, second = make_article(title="工伤一？"), make_article(title="工伤二？")
    search.INDEX.drop([first.pk])
    assert ids("工伤") == [second.pk]
    search.INDEX.drop([first.pk])
    search.INDEX.clear()
    assert ids("工伤") == []


@pytest.mark.django_db(transaction=True)
def test_an_emptied_database_has_an_empty_index():
    make_article(title="工伤怎么认定？")
    call_command("flush", verbosity=0, interactive=False)
    assert ids("工伤") == []
    draft = make_article(title="别的问题？", state="draft")
    assert draft.pk not in ids("工伤")
