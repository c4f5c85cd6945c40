"""What it costs to save an article that is there, on either engine."""

import pytest
from django.db import connection

from articles.models import Article, Citation
from statutes.law.table import Table
from statutes.models import Decision
from statutes.services import citation_sync
from tests.factories import make_article, make_statute, saved
from tests.statutes.sample_law import contract_law

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
BODY = "<p>依据《合同法》第五十二条，合同无效。又见《民法典》第一百四十四条。</p>"


@pytest.fixture
def indexed():
    """What the place of a text in the search takes: what it holds there, and its two tables."""
    return 3 if connection.vendor == "sqlite" else 2


@pytest.fixture
def article():
    contract_law()
    made = make_article(body=BODY)
    Table.latest()  # what the first save of a process reads
    return Article.objects.get(pk=made.pk)


def test_unchanged_it_takes_two_queries_beside_the_search(
    article, indexed, django_assert_num_queries
):
    # The row, and what it cites with the state of the table.
    with django_assert_num_queries(2 + indexed):
        saved(article)


def test_with_a_changed_body_it_takes_two_more(article, indexed, django_assert_num_queries):
    # What is counted in the search, and the citations.
    article.body = f"<p>先说一句。</p>{BODY}"
    with django_assert_num_queries(4 + indexed):
        saved(article)
    assert [article.text[one.start : one.end] for one in article.citations.all()] == [
        "《合同法》第五十二条",
        "《民法典》第一百四十四条",
    ]


@pytest.mark.parametrize(
    ("body", "queries"),
    [
        (f"{BODY}<p>《民法典》第七条。</p>", 4),
        (f"<p>《民法典》第七条。</p>{BODY}", 5),
        ("<p>《民法典》第七条。</p>", 5),
        ("<p>没有引用。</p>", 4),
    ],
)
def test_citations_more_or_less_take_five_at_most(
    article, body, queries, indexed, django_assert_num_queries
):
    article.body = body
    with django_assert_num_queries(queries + indexed):
        saved(article)
    places = article.citations.values_list("start", "end", "quote")
    assert all(article.text[start:end] == quote for start, end, quote in places)
    assert len(places) == body.count("第")


def test_a_first_citation_takes_five_too(indexed, django_assert_num_queries):
    make_statute(short_name="民法典")
    article = make_article()
    article.body = "<p>《民法典》第七条。</p>"
    with django_assert_num_queries(5 + indexed):
        saved(article)


@pytest.mark.parametrize(
    ("body", "queries"),
    [
        ("{}<p>《合同法》第九十四条。</p>", 4),
        ("<p>《合同法》第九十四条。</p>{}", 5),
        ("<p>《合同法》第九十四条。</p>", 5),
    ],
)
@pytest.mark.parametrize(
    ("outcomes", "settled"),
    [([], False), (["confirmed"], True), (["confirmed", "reopened"], False)],
)
def test_a_warning_that_comes_again_is_settled_as_it_was_decided(
    article, body, queries, outcomes, settled, indexed, django_assert_num_queries
):
    article.body = body.format(BODY)
    article.settle()
    (warning,) = [one for one in citation_sync.preview(Citation, article) if one.number == 94]
    for outcome in outcomes:
        _decide(warning, outcome)
    with django_assert_num_queries(queries + indexed):
        saved(article)
    assert article.citations.get(number=94).settled is settled


def test_the_model_alone_stores_its_row_and_its_place_in_the_search(
    article, indexed, django_assert_num_queries
):
    with django_assert_num_queries(1 + indexed):
        article.save()


def _decide(warning, outcome):
    Decision.objects.create(
        text=citation_sync.name_of(Citation, warning.article_id),
        fingerprint=warning.fingerprint,
        outcome=outcome,
        lawyer="陈立言",
    )
