"""The office of a large firm: 20,000 articles, as many consultations, old addresses and notices.

    BENCH_ARTICLES=2000 python bench/run.py office      smaller, to see what grows

Each page is asked by those who use it. The limit is for the processor, which a busy machine does
not change; on PostgreSQL that is this process alone, so the clock stands beside it.
"""

import statistics

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Citation
from bench import large_office
from bench.frame import Figure, sizes, spent
from consult.base.enums import State
from consult.models import Consultation
from firm.base.kept import Versions
from firm.models import Lawyer, PracticeArea

NUMBER = max(sizes(20_000))
TIMES = 5
MOST, MOST_AT_START = 150, 15  # milliseconds of the processor; queries
AS_READ = Versions(1, 1, 1, 1)  # as the gateway reads them before each request
ARTICLES, INBOX = "/admin/articles/article/", "/admin/consult/consultation/"
LAW, OLD, STATUTES = "/admin/law-review/", "/admin/redirects/redirect/", "/admin/statutes/statute/"
# Who asks, what it is called, its address.
PAGES = [
    ("editor", "文章", ARTICLES),
    ("editor", "文章，最后一页", ARTICLES + "?p={last}"),
    (
        "editor",
        "文章，按领域和作者",
        ARTICLES + "?area__id__exact={area}&author__id__exact={author}",
    ),
    ("editor", "文章，已发布", ARTICLES + "?stage=public"),
    ("editor", "文章，法规引用待复核", ARTICLES + "?law=open"),
    ("editor", "文章，法规引用没有提示", ARTICLES + "?law=clear"),
    ("editor", "文章，待核对", ARTICLES + "?check=waiting"),
    ("editor", "文章，没有引用法规", ARTICLES + "?check=no-law"),
    ("editor", "文章，搜索常见的字", ARTICLES + "?q=怎么办"),
    ("editor", "文章，搜索不到", ARTICLES + "?q=没有这样的标题"),
    ("editor", "文章，按标题", ARTICLES + "?o=1"),
    ("editor", "文章，一篇", ARTICLES + "{article}/change/"),
    ("editor", "文章体检", ARTICLES + "checks/"),
    ("editor", "文章体检，从中间", ARTICLES + "checks/?before={article}"),
    ("editor", "文章体检，只看违反规定的", ARTICLES + "checks/?severity=red"),
    ("manager", "待复核", LAW),
    ("manager", "待复核，后面的一页", LAW + "?page={later}"),
    ("manager", "待复核，需要改正", LAW + "?level=red"),
    ("manager", "待复核，一部法规", LAW + "?law={law}"),
    ("manager", "复核记录", LAW + "history/"),
    *(
        (role, what, INBOX + query)
        for role in ("manager", "lawyer")
        for what, query in [
            ("咨询", ""),
            ("咨询，全部", "?work=all"),
            ("咨询，全部，后面的一页", "?work=all&p={later}"),
            ("咨询，我负责的", "?who=me&work=all"),
            ("咨询，按领域", "?work=all&area={area}"),
            ("咨询，待甄别", "?work=quarantined"),
            ("咨询，今天跟进", "?work=all&follow=today"),
            ("咨询，按来源和结果", "?work=all&source=site&outcome=none"),
            ("咨询，按收到时间", "?work=all&o=5"),
        ]
    ),
    ("manager", "咨询，全部，最后一页", INBOX + "?work=all&p={last}"),
    ("manager", "咨询，一条", INBOX + "{opened}/change/"),
    ("manager", "法规", STATUTES),
    ("manager", "法规，搜索", STATUTES + "?q=民法"),
    ("editor", "旧网址", OLD),
    ("editor", "旧网址，最后一页", OLD + "?p={half}"),
    ("editor", "旧网址，搜索", OLD + "?q=123"),
    ("manager", "通知", "/admin/outbox/notice/"),
]


def measure():
    """Milliseconds of the processor for each page, and the queries of the start page."""
    large_office.fill(NUMBER)
    for role in large_office.POSTS:
        yield from _start(role)
    for role, what, address in pages():
        wall, cpu, queries = _asked(_browser(role), address)
        yield Figure(f"{what}（{role}，{queries}次查询，{wall:.0f} ms）", cpu, "ms", MOST)


def pages():
    """The pages of PAGES with what is in the database in their addresses."""
    known = {
        "last": max(NUMBER // 50, 1),
        "half": max(NUMBER // 100, 1),
        "later": max(NUMBER // 500, 1),
        "area": PracticeArea.objects.order_by("pk").first().pk,
        "author": Lawyer.objects.order_by("pk").first().pk,
        "article": Article.objects.order_by("pk")[NUMBER // 2].pk,
        "law": Citation.objects.open().order_by("pk").first().short_name,
        "opened": Consultation.objects.filter(state=State.ANSWERED).order_by("pk").first().pk,
    }
    return [(role, what, address.format(**known)) for role, what, address in PAGES]


def _start(role):
    wall, cpu, queries = _asked(_browser(role), "/admin/")
    yield Figure(f"工作台（{role}，{wall:.0f} ms）", cpu, "ms", MOST)
    yield Figure(f"工作台（{role}）", queries, "次查询", MOST_AT_START)


def _browser(role):
    browser = Client(headers={"host": "localhost"})
    browser.force_login(User.objects.get(username=role))
    return browser


def _asked(browser, address):
    """Median clock and processor time of a page in milliseconds, and its queries."""
    _get(browser, address)
    with CaptureQueriesContext(connection) as asked:
        _get(browser, address)
    queries = len(asked)  # now: the next request forgets them
    wall, cpu = zip(*(spent(lambda: _get(browser, address)) for _ in range(TIMES)), strict=True)
    return statistics.median(wall), statistics.median(cpu), queries


def _get(browser, address):
    status = browser.get(address, **{"antou.versions": AS_READ}).status_code
    if status != 200:
        raise AssertionError(f"{address}: {status}")
