"""An index that is made anew beside published articles says that it is not filled."""

import pytest
from django.core.management import call_command

from articles import search
from articles.models import Article
from articles.search.indexing import fill_missing
from tests.factories import make_article

pytestmark = [pytest.mark.ci, pytest.mark.engine, pytest.mark.django_db(transaction=True)]


def there_and_back():
    """By the command, for after it there is more to be told than the migrations do."""
    call_command("migrate", "articles", "0003", verbosity=0)
    call_command("migrate", verbosity=0)


def test_it_is_whole_when_the_worker_has_filled_it():
    article = make_article(title="工伤怎么认定？")
    there_and_back()
    assert not search.INDEX.is_whole()
    assert search.missing() == 1
    fill_missing()
    assert search.INDEX.is_whole()
    assert search.search("工伤")[0] == [article.pk]


def test_a_site_without_articles_has_nothing_to_fill():
    make_article(state="draft")
    there_and_back()
    assert search.INDEX.is_whole()
    assert Article.objects.count() == 1
