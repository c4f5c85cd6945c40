"""Commands that change many rows leave the planner of the database with figures of them."""

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories import make_area, make_article, make_lawyer
from tests.statutes.texts import articles, markdown, put
from tests.transfer.importing.conftest import markdown as article_markdown

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FIGURES = {
    "sqlite": "SELECT stat FROM sqlite_stat1 WHERE tbl = %s",
    "postgresql": "SELECT reltuples::bigint FROM pg_class WHERE relname = %s",
}


def figure(table):
    """How many rows the planner thinks that there are."""
    with connection.cursor() as cursor:
        cursor.execute(FIGURES[connection.vendor], [table])
        return max(int(str(told).split()[0]) for (told,) in cursor.fetchall())  # of each index


@pytest.mark.parametrize("command", ["rebuild_related", "rebuild_search", "rebuild_excerpts"])
def test_after_a_rebuilding(command):
    make_article()
    call_command(command)
    assert figure("articles_article") == 1


def test_after_an_import_of_articles(tmp_path):
    make_area(name="劳动与工伤", slug="labor")
    make_lawyer(name="林致远", slug="lin-zhiyuan")
    (tmp_path / "a.md").write_text(article_markdown(), "utf-8")
    call_command("import_articles", str(tmp_path))
    assert figure("articles_article") == 1


def test_after_an_import_of_texts_of_the_law(tmp_path):
    put(tmp_path, "法律/灯塔法(2020-05-28).md", markdown(*articles(2)))
    call_command("import_statutes", str(tmp_path))
    assert figure("statutes_statutearticle") == 2
