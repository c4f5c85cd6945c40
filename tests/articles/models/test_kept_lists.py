"""When the public sees other articles by the clock: found without reading all of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import cached_lists
from website.http.page_cache import edges

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a short table whole")
def test_the_next_edge_is_found_by_an_index_in_its_order():
    with CaptureQueriesContext(connection) as asked:
        edges.after(timezone.now())
        cached_lists.next_edge()
    queries = [one["sql"] for one in asked if 'FROM "articles_article"' in one["sql"]]
    assert len(queries) == 4
    for query in queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            plan = "\n".join(step[-1] for step in cursor.fetchall())
        assert "_at>?" in plan
        assert "TEMP B-TREE" not in plan
