"""Twenty thousand articles: what pages and an import ask again and again is in an index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Citation
from articles.templatetags.article_tags import citing_articles
from statutes.models import Statute, StatuteArticle
from statutes.public.reading import is_named_by
from tests.factories import make_statute

reason = "PostgreSQL 按表的大小选择索引，空表看不出来。"
of_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason=reason)
pytestmark = [pytest.mark.django_db, of_sqlite]


def test_one_article_is_looked_up_alone_and_in_ranges():
    plan = Citation.objects.of_article("民法典", 577).explain()
    assert "articles_cited (short_name=? AND number=?)" in plan
    assert "articles_cited_in_range (short_name=? AND until>?)" in plan


@pytest.mark.parametrize("place", [(), (577,)])
def test_who_cites_a_statute_is_asked_by_its_name(place):
    make_statute(short_name="民法典")
    statute = Statute.objects.get()
    with CaptureQueriesContext(connection) as asked:
        citing_articles(statute, *place)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[0]['sql']}")
        plan = str(cursor.fetchall())
    assert "articles_cited (short_name=?" in plan


def test_the_sitemap_asks_for_each_article_by_name_and_number():
    plan = StatuteArticle.objects.filter(is_named_by(Citation.shown())).explain()
    assert "articles_cited (short_name=? AND number=?)" in plan


def test_an_import_looks_up_its_ids_without_reading_every_article():
    plan = Article.objects.imported_as(["a1", "a2"]).explain()
    assert "articles_external_id_once (external_id=?)" in plan
    assert "SCAN" not in plan
