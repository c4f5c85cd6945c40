"""Questions over generated articles, which are much alike: the very one comes first."""

from datetime import datetime

import pytest
from django.db import transaction

from articles import search
from articles.models import Article
from bench import frame
from richtext.core import tree
from tests.articles.search import questions
from tests.factories import make_area, make_lawyer

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture(scope="module")
def titles(django_db_setup, django_db_blocker):
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
def test_of_many_alike_the_first_is_about_the_very_question(titles, query, wanted):
    first = titles[search.search(query)[0][0]]
    assert all(word in first for word in wanted)
