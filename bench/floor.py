"""Pages of ours against bare Django pages: ratios of processor time, in one run on one server.

BENCH_ARTICLES=1000,20000,100000 is what the limits are for. Nothing is analysed by hand: the
database is as an import leaves it. Ours and theirs take turns, so that a busy machine slows both.
"""

import random
import statistics
from urllib.parse import quote

from django.db import connection

from articles.models import Article
from articles.public.lists import PER_PAGE
from bench import large_site
from bench.frame import Figure, sizes
from bench.server import served

ROUNDS, PAGES = 9, 24  # of each kind, pages in a round
HITS = 400  # of a page that is cached, in a round
QUESTIONS = ["工伤赔偿", "离婚财产怎么分", "欠条没有写日期", "试用期被辞退", "借钱不还", "酒驾"]
SPREAD = 1.2  # between the smallest and the largest ratio of an article at all sizes
DEEP = 5_000


def measure():
    """The table of the limits; a size at which a row makes no sense is left out."""
    anew = []
    for number in sizes(1_000, 20_000):
        large_site.build(number)
        keys = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
        with served(connection) as server:
            bench = Floor(server, keys)
            if not anew:
                yield from bench.hits()
            anew.append(bench.anew())
            yield Figure(f"{number}篇：文章，其他内容改动后重新生成÷4次查询", anew[-1], "", 2)
            yield Figure(f"{number}篇：文章，自身改动后÷4次查询", bench.changed(), "", 2.5)
            yield Figure(f"{number}篇：列表÷列表", bench.lists(), "", 2.5)
            if len(keys) > DEEP * PER_PAGE:
                yield Figure(f"{number}篇：第{DEEP}页÷第1页", bench.deep(), "", 1.1)
            if number <= large_site.IMPORTED:
                yield Figure(f"{number}篇：搜索÷全文检索", bench.searches(), "", 4)
    yield Figure("文章，各种规模之间的差距", max(anew) / min(anew), "", SPREAD)


class Floor:
    """The comparisons on one site."""

    def __init__(self, server, keys):
        self.server, self.keys, self.chance = server, keys, random.Random(7)

    def hits(self):
        """What is cached, whole and unchanged, against a fixed string through Django."""
        article = f"/articles/{self.keys[-1]}/"
        for what, path, limit in (
            ("首页", "/", 0.25),
            ("列表", "/articles/", 0.25),
            ("文章", article, 0.3),
        ):
            whole = {"Accept_Encoding": "gzip"}
            tag = self.server.get(path, **whole).headers["ETag"]
            same = {**whole, "If_None_Match": tag, "status": 304}
            fixed = [("/bare/fixed/", {})] * HITS
            for name, headers in (("200", whole), ("304", same)):
                ratio = self._ratio(lambda h=headers, p=path: [(p, h)] * HITS, lambda f=fixed: f)
                yield Figure(f"{what}，缓存命中{name}÷固定文字", ratio, "", limit)

    def anew(self):
        """An article that is rendered because something else has changed."""
        return self._against_pages(self._touch_another)

    def changed(self):
        """An article that is rendered because it has changed itself."""
        return self._against_pages(self._touch_itself)

    def lists(self):
        """Pages of the list of all articles, after a change."""
        last = len(self.keys) // PER_PAGE
        numbers = [self.chance.randint(1, min(last, 50)) for _ in range(PAGES)]
        return self._ratio(
            lambda: [(f"/articles/?page={number}", {}) for number in numbers],
            lambda: [(f"/bare/list/?page={number}", {}) for number in numbers],
            self._touch_another,
        )

    def deep(self):
        """The last pages of a long list against the first."""
        return self._ratio(
            lambda: [(f"/articles/?page={DEEP - n % 5}", {}) for n in range(PAGES)],
            lambda: [(f"/articles/?page={1 + n % 5}", {}) for n in range(PAGES)],
            self._touch_another,
        )

    def searches(self):
        """Questions to the search page against the index alone."""
        asked = [quote(question) for question in QUESTIONS] * (PAGES // len(QUESTIONS))
        return self._ratio(
            lambda: [(f"/search/?q={one}", {}) for one in asked],
            lambda: [(f"/bare/search/?q={one}", {}) for one in asked],
        )

    def _against_pages(self, touch):
        keys = self.chance.sample(self.keys, PAGES)
        return self._ratio(
            lambda: [(f"/articles/{pk}/", {}) for pk in keys],
            lambda: [(f"/bare/{pk}/", {}) for pk in keys],
            touch,
        )

    def _ratio(self, ours, theirs, touch=lambda path: None):
        """The median over the rounds; `touch` is called before each request of either."""
        found = []
        for turn in range(ROUNDS + 1):
            taken = self._taken(ours(), touch) / self._taken(theirs(), touch)
            found += [taken] if turn else []  # the first one warms up
        return statistics.median(found)

    def _taken(self, requests, touch):
        def ask():
            for path, headers in requests:
                touch(path)
                self.server.get(path, **headers)

        return self.server.seconds(ask)

    def _touch_another(self, path):
        """Somebody else's article changes, as far as its title."""
        Article.objects.filter(pk=self.keys[0]).update(title=f"第{self.chance.random()}个问题？")

    def _touch_itself(self, path):
        """The article that is asked for next changes, as far as its title."""
        pk = int(path.strip("/").rpartition("/")[2])
        Article.objects.filter(pk=pk).update(title=f"第{self.chance.random()}个问题？")
