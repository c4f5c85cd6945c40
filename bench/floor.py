"""Pages of ours against bare Django pages: ratios of processor time, in one run on one server.

BENCH_ARTICLES=1000,20000,100000 is what the limits are for. Nothing is analysed by hand: the
database is as an import leaves it. Ours and theirs take turns, so that a busy machine slows both.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from django.db import connection

from articles.models import Article
from articles.public.lists import PER_PAGE
from articles.workflow import publishing
from bench import filled
from bench.frame import Figure, sizes
from bench.server import STARTPROJECT, ratio, served

ROUNDS, PAGES = 9, 24  # of each kind, pages in a round
HITS = 400  # of a page that is cached, in a round
# What asking for the version of the content adds to a hit: over a socket, and not in a file.
ASKED = {"sqlite": 0, "postgresql": 0.1}
QUESTIONS = ["工伤赔偿", "离婚财产怎么分", "欠条没有写日期", "试用期被辞退", "借钱不还", "酒驾"]
ANEW = "文章，其他内容改动后重新生成÷4次查询"
ANEW_TOO = [("首页", "/", 1.8), ("咨询表单", "/consult/", 1.8)]
SPREAD = 1.2  # between the smallest and the largest ratio of an article at all sizes
DEEP = 5_000
FIXED = ("/bare/fixed/", {})
STATIC = re.compile(rb'/static/[^"]+\.css')


@dataclass(frozen=True)
class Row:
    """A line of the table; `ratio` measures it, `limit` is the most that it may be."""

    what: str
    ratio: Callable[[], float]
    limit: float | None

    def figure(self, before: str = "") -> Figure:
        """What was measured, once."""
        return Figure(f"{before}{self.what}", self.ratio(), "倍", self.limit)


def measure():
    """The table of the limits; a size at which a row makes no sense is left out."""
    found = []
    for number in sizes(1_000, 20_000):
        with filled.built(number), served(connection) as server:
            bench = Floor(server)
            rows = [*bench.pages(), *bench.searches()]
            if not found:
                yield bench.stack().figure()
                rows = [*bench.hits(), *rows]
            found += [one.figure(f"{number}篇，") for one in rows]
            yield from found[-len(rows) :]
    anew = [one.value for one in found if one.what.endswith(ANEW)]
    yield Figure("文章，各种规模之间的差距", max(anew) / min(anew), "倍", SPREAD)


class Floor:
    """The comparisons on one site."""

    def __init__(self, server):
        self.server, self.chance = server, random.Random(7)
        keys = Article.objects.published().order_by("pk").values_list("pk", flat=True)
        self.other, *self.keys = keys

    def stack(self):
        """Whether our own stack makes the bare pages dear: without a limit."""
        return Row("固定文字，经过本站÷经过startproject的Django", self._stacks, None)

    def hits(self):
        """What is cached, whole and unchanged, against a fixed string through a plain Django."""
        article = f"/articles/{self.keys[-1]}/"
        asked = ASKED[connection.vendor]
        for what, path, limit in (
            ("首页", "/", 0.25),
            ("列表", "/articles/", 0.25),
            ("文章", article, 0.3),
        ):
            whole = {"Accept_Encoding": "gzip"}
            tag = self.server.get(path, **whole).headers["ETag"]
            same = {**whole, "If_None_Match": tag, "status": 304}
            yield Row(
                f"{what}，缓存命中÷固定文字", partial(self._stacks, (path, whole)), limit + asked
            )
            both = [(path, same)] * HITS, [(path, whole)] * HITS
            yield Row(f"{what}，缓存命中304÷200", partial(self._ratio, *both), 0.8)
        static = STATIC.search(self.server.get("/").text)[0].decode()
        yield Row("静态文件÷固定文字", partial(self._stacks, (static, whole)), 0.3)

    def pages(self):
        """Pages that are rendered, because an article has changed, or they have themselves."""
        keys = self.chance.sample(self.keys, PAGES)
        last = min(len(self.keys) // PER_PAGE, 50)
        some = [self.chance.randint(1, last) for _ in keys]
        article = [_of("/articles/{}/", keys), _of("/bare/{}/", keys)]
        lists = [_of("/articles/?page={}", some), _of("/bare/list/?page={}", some)]
        yield Row(ANEW, partial(self._ratio, *article, self._touch), 1.4)
        for what, path, limit in ANEW_TOO:
            ratio = partial(self._ratio, [(path, {})] * PAGES, article[1], self._touch)
            yield Row(f"{what}，文章改动后重新生成÷4次查询", ratio, limit)
        yield Row("文章，自身改动并发布后÷4次查询", partial(self._ratio, *article, self._edit), 2.5)
        yield Row("列表÷列表", partial(self._ratio, *lists, self._touch), 2)
        if len(self.keys) > DEEP * PER_PAGE:
            deep = [
                _of("/articles/?page={}", [n % 5 + start for n in range(PAGES)])
                for start in (DEEP - 4, 1)
            ]
            yield Row(f"第{DEEP}页÷第1页", partial(self._ratio, *deep, self._touch), 1.1)

    def searches(self):
        """Questions to the search page against the index alone, where all is in the index.

        The page answers in four slots, and weighs two hundred records where no text has all words.
        """
        if len(self.keys) < filled.IMPORTED * 2:
            asked = [quote(question) for question in QUESTIONS] * (PAGES // len(QUESTIONS))
            both = [_of("/search/?q={}", asked), _of("/bare/search/?q={}", asked)]
            yield Row("搜索÷全文检索", partial(self._ratio, *both), 6)

    def _ratio(self, ours, theirs, change=None):
        """The median over the rounds; `change` is what happens before each request to us.

        Before each of theirs something is written as well: SQLite then forgets what it has read.
        """
        one = partial(_taken, self.server, ours, change)
        other = partial(_taken, self.server, theirs, self._touch if change else None)
        return ratio(ROUNDS, one, other)

    def _stacks(self, ours=FIXED):
        """A page of ours, or the fixed string, against that through a plain Django."""
        with served(connection, STARTPROJECT) as plain:
            one = partial(_taken, self.server, [ours] * HITS)
            return ratio(ROUNDS, one, partial(_taken, plain, [FIXED] * HITS))

    def _touch(self, path):
        """Somebody else's article changes, as far as its title."""
        Article.objects.filter(pk=self.other).update(title=f"第{self.chance.random()}个问题？")

    def _edit(self, path):
        """The article that is asked for next gets a title and a paragraph, and is published."""
        article = Article.objects.get(pk=path.strip("/").rpartition("/")[2])
        number = self.chance.randint(1, 10**6)
        article.title, article.body = f"第{number}个问题？", f"{article.body}<p>改动{number}。</p>"
        publishing.publish(article=article, user=None)


def _of(path, values):
    """Requests without headers."""
    return [(path.format(value), {}) for value in values]


def _taken(server, requests, change=None):
    """Processor time of a server for some requests."""

    def ask():
        for path, headers in requests:
            if change:
                change(path)
            server.get(path, **headers)

    return server.seconds(ask)
