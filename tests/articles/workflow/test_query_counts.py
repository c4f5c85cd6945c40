"""What it costs to keep and to publish an article that is there, with what follows at once."""

import pytest
from django.db import connection

from articles.models import Article
from articles.workflow import publishing
from statutes.law.table import Table
from tests.factories import make_article, make_settings
from tests.statutes.sample_law import contract_law

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
BODY = "<p>依据《合同法》第五十二条，合同无效。</p>"
TAGS = ["合同", "无效", "诉讼"]


@pytest.fixture
def article():
    contract_law()
    make_settings()
    made = make_article(body=BODY)
    publishing.publish(article=made, user=None, tags=TAGS)
    Table.latest()  # what the first save of a process reads
    return Article.objects.get(pk=made.pk)


def test_keeping_a_change_of_a_published_one_takes_four(article, django_assert_num_queries):
    # The row held, the last number, the version, the mark; and a savepoint, as each test has one.
    article.body = f"<p>先说一句。</p>{BODY}"
    with django_assert_num_queries(4 + 2):
        publishing.save_draft(article=article, user=None, tags=TAGS)


@pytest.mark.parametrize("tags", [TAGS[:1], TAGS])
def test_publishing_takes_nineteen_for_any_number_of_tags(tags, django_assert_num_queries, article):
    publishing.publish(article=article, user=None, tags=tags)
    article.body = f"<p>先说一句。</p>{BODY}"
    # Held, its newest version, whether two persons are wanted; the row, what is cited and what
    # was, and of the index
    # what it holds, what it holds now (two tables on SQLite), what that changes in its counts;
    # the tags named and those that it has; the version, the mark; three for its body as
    # pages show it; the wish that is done; and that its neighbours are due.
    index = 4 if connection.vendor == "sqlite" else 3
    with django_assert_num_queries(15 + index + 2):
        publishing.publish(article=article, user=None, tags=tags)
