"""Questions as people type them, over the sample articles: the right one comes first."""

import pytest
from django.db import transaction

from articles import demo as articles
from articles import search
from articles.models import Article
from firm import demo as firm
from statutes.services import shipped
from tests.articles.search import questions

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FOUND = [
    row
    for table in (
        questions.TYPED_AT_NIGHT,
        questions.WRITTEN_LATER,
        questions.WORDS,
        questions.OTHER_SCRIPT_AND_WIDTH,
        questions.LAW,
    )
    for row in questions.rows(table)
]


@pytest.fixture(scope="module")
def names(django_db_setup, django_db_blocker):
    """The sample firm, loaded once for all questions; title of an article to its file."""
    with django_db_blocker.unblock(), transaction.atomic():
        firm.load()
        shipped.bring_up_to_date()
        articles.load()
        files = sorted(articles.FOLDER.glob("*.html"))
        titles = {articles.read(path)[0]["title"]: path.stem for path in files}
        yield {pk: titles[title] for pk, title in Article.objects.values_list("pk", "title")}
        transaction.set_rollback(True)


def test_there_are_enough_questions():
    assert len(FOUND) >= 60


@pytest.mark.parametrize(("query", "wanted"), FOUND, ids=[query for query, _ in FOUND])
def test_the_right_article_comes_first(names, query, wanted):
    found = [names[pk] for pk in search.search(query, limit=3)[0]]
    assert found[:1] == wanted[:1] or found[0] in wanted
    assert set(wanted) <= set(found)


@pytest.mark.parametrize("query", [query for query, _ in questions.rows(questions.NOTHING)])
def test_what_no_article_is_about_finds_nothing(names, query):
    assert search.search(query) == ([], 0)


@pytest.mark.parametrize(
    ("query", "offered", "wanted"),
    [(query, *rest) for query, rest in questions.rows(questions.SLIPS)],
)
def test_a_slip_is_offered_the_right_words(names, query, offered, wanted):
    assert not search.found(query).exact
    assert offered in search.meant(query)
    assert wanted in [names[pk] for pk in search.search(offered)[0][:2]]
