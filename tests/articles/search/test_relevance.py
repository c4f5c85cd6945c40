"""Questions as people type them: the right article comes first, of many alike the very one."""

from datetime import datetime
from functools import cache

import pytest
from django.db import transaction

from articles import demo as articles
from articles import search
from articles.models import Article
from bench import frame
from richtext.core import tree
from richtext.fulltext import nearest
from tests.articles.search import questions
from tests.factories import make_area, make_lawyer

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
    assert 0 < answer.total <= nearest.MOST
    assert not answer.exact


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("query", "offered", "wanted"),
    [(query, *rest) for query, rest in questions.rows("slips")],
)
def test_a_slip_is_offered_the_right_words(names, query, offered, wanted):
    assert not search.find_articles(query).exact
    assert offered in search.suggest_queries(query)
    assert wanted in [names[pk] for pk in search.search(offered)[0][:2]]


@pytest.fixture(scope="module")
def generated(django_db_setup, django_db_blocker):
    """Generated articles, loaded once; id to title. Skips where there is no generator."""
    try:
        made = list(frame.generated_articles(400))
    except frame.MissingToolError as absent:
        pytest.skip(str(absent))
    with django_db_blocker.unblock(), transaction.atomic():
        area, author = make_area(), make_lawyer()
        rows = [_generated(one, area, author) for one in made]
        search.index_many(Article.objects.bulk_create(rows))
        yield {row.pk: row.title for row in rows}
        transaction.set_rollback(True)


def _generated(one, area, author):
    return Article(
        title=one["title"],
        summary=one["summary"],
        text=tree.plain(one["body_html"]),
        publish_at=datetime.fromisoformat(one["published"]),
        state="published",
        area=area,
        author=author,
    )


@pytest.mark.parametrize(("query", "wanted"), list(questions.rows("generated")))
def test_of_many_alike_the_first_is_about_the_very_question(generated, query, wanted):
    first = generated[search.search(query)[0][0]]
    assert all(word in first for word in wanted)
