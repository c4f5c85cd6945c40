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


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(("query", "wanted"), FOUND, ids=[query for query, _ in FOUND])
def test_the_right_article_comes_first(names, query, wanted):
    found = [names[pk] for pk in search.search(query, limit=3)[0]]
    assert found[:1] == wanted[:1] or found[0] in wanted
    assert set(wanted) <= set(found)


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("query", [query for query, _ in questions.rows("nothing")])
def test_what_no_article_is_about_finds_nothing(names, query):
    assert search.search(query) == ([], 0)


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("query", [query for query, _ in questions.rows("closest")])
def test_a_longer_question_gets_what_comes_nearest_and_it_is_no_exact_hit(names, query):
    answer = search.find_articles(query)
    assert answer.total > 0
    assert not answer.exact


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("query", "offered", "wanted"), [(query, *rest) for query, rest in questions.rows("slips")]
)
def test_a_slip_is_offered_the_right_words(names, query, offered, wanted):
    assert not search.find_articles(query).exact
    assert offered in search.suggest_queries(query)
    assert wanted in [names[pk] for pk in search.search(offered)[0][:2]]
