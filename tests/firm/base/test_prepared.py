"""A statement that was worked out once finds what the query finds."""

from datetime import timedelta

import pytest
from django.db.models import DateTimeField, IntegerField
from django.utils import timezone

from articles.models import Article
from firm.base.queries import Parameter, joined, prepared
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
NOW, PK = Parameter("now", DateTimeField()), Parameter("pk", IntegerField())


def test_records_are_those_of_the_query_whatever_is_given():
    first, second = make_article(), make_article()
    statement = prepared(Article.objects.published(NOW).filter(pk=PK))
    now = timezone.now()
    for article in (first, second):
        (found,) = statement.records(Article, now=now, pk=article.pk)
        assert (found, found.publish_at) == (article, article.publish_at)
    assert not list(statement.records(Article, now=now - timedelta(days=9), pk=first.pk))


def test_each_part_keeps_its_order_and_its_limit():
    articles = [make_article() for _ in range(3)]
    every = Article.objects.filter(pk__gte=PK).values_list("pk")
    statement = joined([every.order_by("-pk")[:1], every.order_by("pk")[:2]])
    first, second, third = (one.pk for one in articles)
    assert statement.rows(pk=first) == [(third,), (first,), (second,)]
