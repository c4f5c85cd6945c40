"""The search over 1,000 and 20,000 generated articles: building it, and asking it.

    BENCH_ARTICLES=100000 python bench/run.py search      the size that the limits are for

Beside each figure of the clock stands the time of the processor, which a busy machine does not
change; on PostgreSQL it is that of this process alone.
"""

import random
import re
import statistics
from datetime import timedelta

from django.utils import timezone

from articles import search
from articles.models import Article, Citation
from bench.frame import Figure, emptied, generated_articles, generator, quietly, sizes, spent
from firm.models import Lawyer, PracticeArea
from richtext.base import upkeep
from richtext.base.chinese import to_int
from richtext.core import structure
from tests.flood import percentile

SIZES = sizes(1_000, 20_000)
AT_A_TIME = 500
MEDIAN, P99 = 20, 100  # milliseconds
SAVED = 50  # milliseconds
REBUILT = 600 / 100_000  # seconds for an article
NEWEST = timezone.now()
CITED = re.compile("《([^》]{2,60})》第([零一二三四五六七八九十百千]{1,9})条")
SENTENCES = [
    "我和{a}发生了{t}纠纷应该怎么办",
    "{a}{b}，{t}能要到吗？",
    "{t}没有证据还能起诉吗",
    "请问{t}要多久才有结果",
    "{a}不承认{t}，我该去哪里告",
]


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
    """Kinds of queries, always the same ones, each as `search.search` takes it."""
    return dict(_kinds(random.Random(5)))


def _kinds(chance):
    made = generator().CATEGORIES
    terms = [term for one in made for term in one[3]]
    acts = [act for one in made for act in one[5]]
    parties = [party for one in made for party in one[4]]
    areas, authors = list(PracticeArea.objects.all()), list(Lawyer.objects.all())
    two = [*(term for term in terms if len(term) == 2), "工伤", "房产", "公司", "赔偿", "合同"]
    four = [term for term in terms if len(term) >= 4]
    yield "两个字", [{"text": chance.choice(two)} for _ in range(40)]
    yield "四个字", [{"text": chance.choice(four)} for _ in range(50)]
    yield "几个词", [{"text": " ".join(chance.sample(terms, 2 + n % 2))} for n in range(50)]
    yield "句子", [{"text": _sentence(chance, terms, acts, parties)} for _ in range(50)]
    laws = ["民法典", "刑法", "公司法", "劳动合同法", "民诉法"]
    yield "法条", [{"text": f"{laws[n % 5]}{chance.randint(1, 300)}条"} for n in range(20)]
    yield "法名", [{"text": law} for law in laws]
    yield "带领域", [{"text": chance.choice(terms), "area": one} for one in areas for _ in range(2)]
    yield "带律师", [{"text": chance.choice(terms), "author": one} for one in authors]
    yield "第五页", [{"text": chance.choice(two), "offset": 80} for _ in range(10)]


def _sentence(chance, terms, acts, parties):
    parts = {"t": chance.choice(terms), "a": chance.choice(parties), "b": chance.choice(acts)}
    return chance.choice(SENTENCES).format(**parts)


def fill(size):
    """Generated articles with their citations, as quickly as a database takes them."""
    areas = {one.name: one for one in PracticeArea.objects.all()}
    authors, batch = {one.name: one for one in Lawyer.objects.all()}, []
    for one in generated_articles(size):
        if one["category"] not in areas:
            name, slug = one["category"], f"bench-{one['category_slug']}"
            areas[name] = PracticeArea.objects.create(name=name, slug=slug)
        if one["author"] not in authors:
            slug = f"lawyer-{len(authors)}"
            authors[one["author"]] = Lawyer.objects.create(
                name=one["author"], slug=slug, licence_number=f"1{10**15 + len(authors)}"
            )
        batch.append(_article(one, areas[one["category"]], authors[one["author"]]))
        if len(batch) == AT_A_TIME:
            _store(batch)
            batch = []
    _store(batch)


def _store(batch):
    Article.objects.bulk_create(batch)
    Citation.objects.bulk_create(record for article in batch for record in _citations(article))


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
        text=structure.plain(one["body_html"]),
        state="published",
        publish_at=NEWEST - timedelta(minutes=50 * one["id"]),  # a hundred thousand in ten years
    )
