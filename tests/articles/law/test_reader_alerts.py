"""What readers are told of the law in an article, and what is the office's business alone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.law import basis, citations
from statutes.base import Level, Reason
from tests.factories import make_article, make_statute

pytestmark = pytest.mark.django_db


def test_readers_are_not_told_of_a_change_before_its_day():
    soon = timezone.localdate() + timedelta(days=20)
    old = {"promulgated": date(2019, 4, 23), "effective_from": date(2019, 11, 1)}
    make_statute(short_name="商标法", effective_to=soon, **old)
    new = {"effective_from": soon, "promulgated": date(2020, 1, 1), "slug": "商标法-新"}
    make_statute(short_name="商标法", **new)
    article = make_article(body="<p>依据《商标法》第三条。</p>")
    (stored,) = article.citations.all()
    assert (stored.level, stored.reason) == (Level.BLUE, Reason.COMING)
    assert basis.alert_lines(citations.for_article(article)) == []
