"""Questions as people type them: the right article comes first."""

from functools import cache

import pytest

from articles import demo as articles
from articles import search
from articles.models import Article
from tests.articles.search import questions

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FOUND = [
    row
    for table in ("typed_at_night", "written_later", "words", "other_script_and_width", "law")
    for row in questions.rows(table)
]


@cache
def titles():
    """The file of each sample article by its title."""
    return {articles.read(path)[0]["title"]: path.stem for path in articles.FOLDER.glob("*.html")}


@pytest.fixture
def names(sample):
    """The file of each sample article by its key."""
    return {pk: titles()[title] for pk, title in Article.objects.values_list("pk", "title")}


def test_the_right_article_comes_first(names):
    for query, wanted in FOUND:
        found = [names[pk] for pk in search.search(query, limit=3)[0]]
        assert found[:1] == wanted[:1] or found[0] in wanted, query
        assert set(wanted) <= set(found), query


def test_what_no_article_is_about_finds_nothing_or_what_comes_nearest(names):
    for query, _ in questions.rows("nothing"):
        assert search.search(query) == ([], 0), query
    for query, _ in questions.rows("closest"):
        answer = search.find_articles(query)
        assert (answer.total > 0, answer.exact) == (True, False), query


def test_a_slip_is_offered_the_right_words(names):
    for query, (offered, wanted) in questions.rows("slips"):
        assert not search.find_articles(query).exact, query
        assert offered in search.suggest_queries(query), query
        assert wanted in [names[pk] for pk in search.search(offered)[0][:2]], query
