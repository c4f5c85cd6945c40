"""Saving an article of the sample firm, beside reading the whole table of statutes once.

Both are measured on one machine, so that their ratio says whether a save reads the table again:
in time of the processor, of which other programs and the disk take nothing.
"""

import io
import statistics
import time
from itertools import count

from django.core.management import call_command
from django.db import transaction

from articles.models import Article
from bench.frame import Figure
from statutes.law.table import Table
from statutes.services import citation_sync

TIMES = 10
MOST = 0.5  # of the time in which the table is read
LIMIT = 10  # milliseconds
numbers = count(1)


def measure():
    """Milliseconds for the table and for saves, and what part of the one the other takes."""
    call_command("load_demo", stdout=io.StringIO())
    texts = list(Article.objects.all()) * TIMES
    table = _median(lambda _: Table.load(), range(TIMES))
    yield Figure(f"读一遍法规表（{len(Table.load().rows)}行）", table, "ms")
    for words, act in (("原样", _save), ("改过正文", _rewrite)):
        median = _median(act, texts)
        yield Figure(f"{words}保存一篇", median, "ms", LIMIT)
        yield Figure(f"{words}保存一篇，和读一遍法规表之比", median / table, "倍", MOST)


def _median(act, things):
    """Milliseconds of the processor for each of many things."""
    times = []
    for thing in things:
        start = time.process_time()
        act(thing)
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


@transaction.atomic
def _save(article):
    citation_sync.save_text(text=article)


def _rewrite(article):
    article.body = f"<p>第{next(numbers)}次修改。</p>{article.body}"
    _save(article)
