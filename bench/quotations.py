"""引文核对: what the check of quotations adds to the reading of an article, with all texts there.

Parsing, finding the words beside the citations, and judging them: once without the words and once
with them, in time of the processor.
"""

import io
import time

from django.core.management import call_command
from django.utils import timezone

from bench.frame import ROOT, STATUTES, Figure, MissingToolError, generated_articles
from richtext.core import structure
from statutes.citations import parse
from statutes.law.quotations import beside
from statutes.law.table import Table
from statutes.law.warnings import assess

ENOUGH = 300
LIMIT = 10  # milliseconds an article


def measure():
    """The median of an article without and with the check, and the slowest article of each set."""
    if not STATUTES.is_dir():
        return
    call_command("load_statutes", stdout=io.StringIO())
    call_command("import_statutes", str(STATUTES), verbosity=0, stdout=io.StringIO())
    table = Table.latest()
    for what, texts in _texts():
        first = max(_milliseconds(text, table, with_words=True) for text in texts)
        without = sorted(_milliseconds(text, table, with_words=False) for text in texts)
        checked = sorted(_milliseconds(text, table, with_words=True) for text in texts)
        middle = len(texts) // 2
        yield Figure(f"{what}，{len(texts)}篇，不核对引文：中位数", without[middle], "ms")
        yield Figure(f"{what}，核对引文：中位数", checked[middle], "ms", LIMIT)
        yield Figure(f"{what}，核对引文：最慢的一篇", checked[-1], "ms")
        yield Figure(f"{what}，第一遍（读入条文）最慢的一篇", first, "ms")


def _texts():
    samples = sorted((ROOT / "articles" / "sample").glob("*.html"))
    yield "示例文章", [structure.plain(path.read_text("utf-8")) for path in samples]
    try:
        made = [structure.plain(one["body_html"]) for one in generated_articles(ENOUGH)]
        yield "生成的文章", made
    except MissingToolError:
        pass


def _milliseconds(text, table, *, with_words):
    today = timezone.localdate()
    begun = time.process_time()
    citations = parse(text, table.names)
    words = beside(text, citations) if with_words else {}
    for at, one in enumerate(citations):
        assess(one, table, text, today, today, words.get(at))
    return (time.process_time() - begun) * 1000
