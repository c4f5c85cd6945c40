"""The page of one article of law that is not kept: its history, comparison and who cites it.

What the process has read of the table and of other versions is kept by it, as on a site; the first
page after a start, which reads all that, is told apart.
"""

import statistics

from django.test import Client

from bench.frame import Figure, quietly, real_statutes, spent
from statutes.models import LawCitation, Statute, StatuteArticle
from statutes.services import law_citations

PAGES = ["民法典-2020", "公司法-2023", "公司法-2018", "民事诉讼法-2023", "刑法-2023"]
EACH = 40  # articles of each, spread over the whole
LIMIT, READING = 100, 0.3  # milliseconds a page; seconds for a thousand articles


def measure():
    """Time of the processor: reading what the law cites, the first page, all the others."""
    quietly("load_statutes")
    quietly("import_statutes", str(real_statutes()))
    thousands = StatuteArticle.objects.count() / 1000
    took = spent(law_citations.read_stale)[1] / 1000
    words = f"读取法规之间的引用（{LawCitation.objects.count()}处），每千条"
    yield Figure(words, took / thousands, "s", READING)
    quietly("collectstatic", interactive=False)
    client = Client(SERVER_NAME="localhost")
    yield Figure("启动后第一页（民法典第577条）", spent(lambda: _ask(client, _first()))[1], "ms")
    taken = [spent(lambda url=url: _ask(client, url))[1] for url in _urls()]
    yield Figure(f"条文页，{len(taken)}页：中位数", statistics.median(taken), "ms", LIMIT)
    yield Figure("最慢的二十分之一", statistics.quantiles(taken, n=20)[-1], "ms")


def _first():
    return Statute.objects.get(slug=PAGES[0]).article_path(577)


def _urls():
    for slug in PAGES:
        articles = list(StatuteArticle.objects.filter(statute__slug=slug).select_related("statute"))
        for article in articles[:: max(len(articles) // EACH, 1)]:
            yield article.get_absolute_url()


def _ask(client, url):
    assert client.get(url).status_code == 200
