"""Versions of 公司法 for the tests of pages, and articles of the site that cite them."""

from datetime import date, timedelta

from django.utils import timezone

from tests.factories import make_article, make_statute

ITEMS = "有下列情形之一的，可以解除：\n（一）甲；\n（二）乙。\n除前款规定外，第二款。"


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def make_old(**fields):
    """A version of 公司法 that a newer one has taken the place of."""
    known = {
        "short_name": "公司法",
        "promulgated": date(2018, 10, 26),
        "effective_from": date(2018, 10, 26),
        "effective_to": date(2024, 7, 1),
        "article_count": 218,
    }
    return make_statute(**{**known, **fields})


def make_new(texts=(), **fields):
    known = {
        "short_name": "公司法",
        "promulgated": date(2023, 12, 29),
        "effective_from": date(2024, 7, 1),
        "article_count": 266,
    }
    return make_statute(texts, **{**known, **fields})


def cite(statute, number, **fields):
    """An article of the site that cites an article of a statute."""
    words = f"<p>按照《{statute.short_name}》第{number}条办理。</p>"
    return make_article(body=words, **fields)
