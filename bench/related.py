"""Related articles: one article's neighbours, and those of 2,000 with `rebuild_related`.

BENCH_ARTICLES=20000 takes as many as the limit is for; all of it then takes a quarter of an hour.
"""

import random
from datetime import datetime
from io import StringIO
from itertools import islice

from django.core.management import call_command

from articles import search
from articles.models import Article, Neighbour, Why
from articles.related import recompute, similarity
from articles.related.further_reading import further_reading
from bench.frame import Figure, generated_articles, median_ms, seconds, sizes
from firm.models import Lawyer, PracticeArea
from richtext.base import upkeep
from richtext.core import structure
from statutes.services import recheck

TEXTS, AT_A_TIME = max(sizes(2_000)), 500
ASKED = 40
ONE = 1_000  # milliseconds
ALL = 6 * 60 * TEXTS / 20_000  # six minutes for 20,000


def measure():
    """Times of one, of what follows a publication, of reading, and of all."""
    call_command("load_statutes", stdout=StringIO())
    fill(TEXTS)
    yield Figure(f"{TEXTS}篇，写入引用", seconds(lambda: recheck.of_lineages([recheck.ALL])))
    some = random.Random(5).sample(list(Article.objects.values_list("pk", flat=True)), ASKED)
    some = list(Article.objects.filter(pk__in=some))
    median, most = median_ms(similarity.nearest, some)
    yield Figure(f"一篇的相关文章，{ASKED}篇的中位数", median, "ms", ONE)
    yield Figure("其中最慢的一篇", most, "ms", ONE)
    yield Figure(f"{TEXTS}篇全部重算", seconds(recompute.rebuild), "s", ALL)
    stored = Neighbour.objects.order_by()
    yield Figure(
        "其中引用同样法条的", 100 * stored.filter(why=Why.LAW).count() / stored.count(), "%"
    )
    yield from _published(some)
    median, most = median_ms(further_reading, some)
    yield Figure("网页上读出相关文章：中位数", median, "ms")
    yield Figure("网页上读出相关文章：最慢", most, "ms")


def _published(some):
    """What an editor waits for after publishing, and what the worker does of it."""
    median, most = median_ms(recompute.recompute_after_commit, some)
    yield Figure("发布以后马上计算：中位数", median, "ms", ONE)
    yield Figure("发布以后马上计算：最慢", most, "ms", ONE)
    taken = seconds(recompute.recompute_due)
    yield Figure(f"{ASKED}篇发布以后，后台重算邻近的文章", taken)


def fill(number):
    """Generated articles in the areas of their generator, and in the index."""
    author, areas = Lawyer.objects.create(name="陈立言", slug="chen"), {}
    made = (_article(one, author, areas) for one in generated_articles(number))
    while part := list(islice(made, AT_A_TIME)):
        search.index_many(Article.objects.bulk_create(part))
    upkeep.after_bulk_change()  # as an import does


def _article(one, author, areas):
    slug = one["category_slug"]
    if slug not in areas:
        areas[slug] = PracticeArea.objects.create(name=one["category"], slug=slug)
    return Article(
        title=one["title"][:60],
        area=areas[slug],
        author=author,
        summary=one["summary"][:300],
        body=one["body_html"],
        text=structure.plain(one["body_html"]),
        excerpt=one["summary"][:80],
        state="published",
        publish_at=datetime.fromisoformat(one["published"]),
    )
