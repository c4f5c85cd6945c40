"""The search over 1,000 and 20,000 generated articles: building it, and asking it what people ask.

    BENCH_ARTICLES=100000 python bench/run.py search      the size that the limits are for

Beside each figure of the clock stands the time of the processor, which a busy machine does not
change; on PostgreSQL it is that of this process alone.
"""

import re
import statistics
from datetime import timedelta
from itertools import islice

from django.utils import timezone

from articles import search
from articles.models import Article, Citation
from bench import filled, relevance
from bench.frame import Figure, emptied, generated_articles, percentile, quietly, sizes, spent
from firm.models import Lawyer, PracticeArea
from richtext.base import upkeep
from richtext.base.chinese import to_int
from richtext.core import tree

SIZES = sizes(1_000, 20_000)
AT_A_TIME = 500
MEDIAN, P99 = 20, 100  # milliseconds
SAVED = 50  # milliseconds
REBUILT = 600 / 100_000  # seconds for an article
NEWEST = timezone.now()
CITED = re.compile("《([^》]{2,60})》第([零一二三四五六七八九十百千]{1,9})条")
WORDS = ["工伤", "房产", "公司", "赔偿", "合同", "离婚", "借款", "拆迁", "辞退", "抚养"]
LAWS = ["民法典", "刑法", "公司法", "劳动合同法", "民诉法"]


def measure():
    """Build and ask at each size, the table of law loaded."""
    for size in SIZES:
        emptied()
        quietly("load_statutes")
        yield from _at(size)


def _at(size):
    fill(size)
    wall, cpu = spent(_rebuild)
    used = f"（处理器{cpu / 1000:.1f} s）"
    yield Figure(f"{size}篇：建立索引{used}", wall / 1000, "s", size * REBUILT)
    times = [spent(lambda one=one: search.index_many([one])) for one in _saved(size)]
    wall, cpu = map(statistics.median, zip(*times, strict=True))
    used = f"（处理器{cpu:.1f} ms）"
    yield Figure(f"{size}篇：保存一篇时更新索引，中位数{used}", wall, "ms", SAVED)
    kinds = questions()
    kinds["全部"] = [one for some in kinds.values() for one in some]
    for what, some in kinds.items():
        yield from _asked(f"{size}篇，{what}", some)


def _saved(size):
    """Articles of all ages, each with a few other words than before."""
    for article in Article.objects.order_by("pk")[:: size // 20]:
        article.text += "后来又补充了一段话，说明证据应当怎样保存。"
        yield article


def _rebuild():
    search.INDEX.clear()
    quietly("rebuild_search")
    upkeep.after_bulk_change()  # as an import does


def _asked(what, asked):
    """Median and 99th percentile; all questions together have the limits."""
    for question in asked[:3]:
        search.search(**question)
    times = [spent(lambda q=question: search.search(**q)) for question in asked]
    wall, cpu = (sorted(some) for some in zip(*times, strict=True))
    limits = (MEDIAN, P99) if "全部" in what else (None, None)
    used = f"（处理器{statistics.median(cpu):.1f}、{percentile(cpu, 0.99):.1f} ms）"
    yield Figure(f"{what}{len(wall)}问：中位数{used}", statistics.median(wall), "ms", limits[0])
    yield Figure(f"{what}{len(wall)}问：第99百分位", percentile(wall, 0.99), "ms", limits[1])


def questions() -> dict[str, list[dict]]:
    """Kinds of queries, each as `search.search` takes it; what people asked is most of them."""
    real = [row["question"] for row in relevance.rows("asked")]
    areas, authors = PracticeArea.objects.all(), Lawyer.objects.all()
    return {
        "真实的问题": [{"text": one} for one in real],
        "两个字": [{"text": one} for one in WORDS],
        "几个词": [{"text": f"{one} {other}"} for one in WORDS for other in WORDS if one < other],
        "法条": [{"text": f"{law}{number}条"} for law in LAWS for number in (2, 20, 120, 264)],
        "带领域": [{"text": real[one.pk % 200], "area": one} for one in areas],
        "带律师": [{"text": real[one.pk % 200], "author": one} for one in authors],
        "第五页": [{"text": one, "offset": 80} for one in WORDS],
    }


def fill(size):
    """Generated articles with their citations, as quickly as a database takes them."""
    areas, authors = filled.Named(PracticeArea), filled.Named(Lawyer)
    made = (
        _article(one, areas[one["category"]], authors[one["author"]])
        for one in generated_articles(size)
    )
    while some := list(islice(made, AT_A_TIME)):
        Article.objects.bulk_create(some)
        Citation.objects.bulk_create(record for article in some for record in _citations(article))


def _citations(article):
    """Those that the generator wrote, as the parser finds them; the parser has its own figures."""
    for found in CITED.finditer(article.text):
        yield Citation(
            article=article,
            short_name=found[1].removeprefix("中华人民共和国"),
            number=to_int(found[2]),
            start=found.start(),
            end=found.end(),
            quote=found[0],
        )


def _article(one, area, author):
    return Article(
        title=one["title"][:60],
        area=area,
        author=author,
        summary=one["summary"][:300],
        body=one["body_html"],
        text=tree.plain(one["body_html"]),
        state="published",
        publish_at=NEWEST - timedelta(minutes=50 * one["id"]),  # a hundred thousand in ten years
    )
