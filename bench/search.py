"""The search over 1,000 and 20,000 generated articles: building it, and asking it.

    BENCH_ARTICLES=100000 python bench/run.py search      the size that the limits are for

Beside each figure of the clock stands the time of the processor, which a busy machine does not
change; on PostgreSQL it is that of this process alone.
"""

import io
import random
import re
import statistics
from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles import search
from articles.models import Article, Citation
from articles.search.indexing import INDEX
from bench.frame import Figure, emptied, generated_articles, generator, seconds, sizes, spent
from firm.models import Lawyer, PracticeArea
from richtext.base import upkeep
from richtext.base.numerals import to_int
from richtext.core import structure

SIZES = sizes(1_000, 20_000)
AT_A_TIME = 500
MEDIAN, P99 = 20, 100  # milliseconds
SAVED = 50  # milliseconds
REBUILT = 600 / 100_000  # seconds for an article
LARGEST = 6  # KB for an article
NEWEST = timezone.now()
LIKE = 40  # articles whose likeness is asked for
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
        call_command("load_statutes", stdout=io.StringIO())
        yield from _at(size)


def _at(size):
    fill(size)
    wall, cpu = spent(_rebuild)
    used = f"（处理器{cpu / 1000:.1f} s）"
    yield Figure(f"{size}篇：建立索引{used}", wall / 1000, "s", size * REBUILT)
    yield Figure(f"{size}篇：索引的大小", _size() / 1e6, "MB")
    yield Figure(f"{size}篇：每篇的索引", _size() / 1000 / size, "KB", LARGEST)
    times = [spent(lambda one=one: search.index(one)) for one in _saved(size)]
    wall, cpu = map(statistics.median, zip(*times, strict=True))
    used = f"（处理器{cpu:.1f} ms）"
    yield Figure(f"{size}篇：保存一篇时更新索引，中位数{used}", wall, "ms", SAVED)
    kinds = questions()
    kinds["全部"] = [one for some in kinds.values() for one in some]
    for what, some in kinds.items():
        yield from _asked(f"{size}篇，{what}", some)
    yield from _liked(size)


def _saved(size):
    """Articles of all ages, each with a few other words than before."""
    for article in Article.objects.order_by("pk")[:: size // 20]:
        article.text += "后来又补充了一段话，说明证据应当怎样保存。"
        yield article


def _rebuild():
    search.clear()
    call_command("rebuild_search", stdout=io.StringIO(), stderr=io.StringIO())
    upkeep.after_bulk_change()  # as an import does


def _asked(what, asked):
    """Median and 99th percentile; all questions together have the limits."""
    for question in asked[:3]:
        search.search(**question)
    times = [spent(lambda q=question: search.search(**q)) for question in asked]
    wall, cpu = zip(*times, strict=True)
    limits = (MEDIAN, P99) if "全部" in what else (None, None)
    used = f"（处理器{statistics.median(cpu):.1f}、{high(cpu):.1f} ms）"
    yield Figure(f"{what}{len(wall)}问：中位数{used}", statistics.median(wall), "ms", limits[0])
    yield Figure(f"{what}{len(wall)}问：第99百分位", high(wall), "ms", limits[1])


def high(times: list[float]) -> float:
    """The 99th percentile."""
    return sorted(times)[len(times) * 99 // 100]


def _liked(size):
    rows = list(Article.objects.order_by("pk")[:: max(size // LIKE, 1)][:LIKE])
    times = [seconds(lambda row=row: search.similar(row)) * 1000 for row in rows]
    hits = [[pk for pk, _ in search.similar(row, limit=10)] for row in rows]
    areas = dict(Article.objects.values_list("pk", "area"))
    same = [areas[pk] == row.area_id for row, found in zip(rows, hits, strict=True) for pk in found]
    yield Figure(f"{size}篇：相近的文章，中位数", statistics.median(times), "ms")
    yield Figure(f"{size}篇：相近的文章，最慢", max(times), "ms", 1000)
    yield Figure(f"{size}篇：前10篇里同一领域的比例", sum(same) / max(len(same), 1), "")


def questions() -> dict[str, list[dict]]:
    """Kinds of queries, always the same ones, each as `search.search` takes it."""
    return dict(_kinds(random.Random(5)))


def _kinds(chance):
    made = generator().CATEGORIES
    terms = [term for one in made for term in one[3]]
    acts = [act for one in made for act in one[5]]
    parties = [party for one in made for party in one[4]]
    areas, authors = list(PracticeArea.objects.all()), list(Lawyer.objects.all())
    two = [term for term in terms if len(term) == 2] + [
        "工伤",
        "房产",
        "公司",
        "赔偿",
        "合同",
        "法院",
    ]
    four = [term for term in terms if len(term) >= 4]
    yield "两个字", [{"text": chance.choice(two)} for _ in range(40)]
    yield "四个字", [{"text": chance.choice(four)} for _ in range(50)]
    yield "几个词", [{"text": " ".join(chance.sample(terms, 2 + n % 2))} for n in range(50)]
    yield "句子", [{"text": _sentence(chance, terms, acts, parties)} for _ in range(50)]
    laws = ["民法典", "刑法", "公司法", "劳动合同法", "民诉法"]
    yield "法条", [{"text": f"{laws[n % 5]}{chance.randint(1, 300)}条"} for n in range(20)]
    yield "法名", [{"text": law} for law in laws]
    yield "少见的词", [{"text": f"（{chance.randint(1, 9000)}）"} for _ in range(20)]
    yield "带领域", [{"text": chance.choice(terms), "area": one} for one in areas for _ in range(2)]
    yield "带律师", [{"text": chance.choice(terms), "author": one} for one in authors]
    yield "第五页", [{"text": chance.choice(two), "offset": 80} for _ in range(10)]


def _sentence(chance, terms, acts, parties):
    parts = {"t": chance.choice(terms), "a": chance.choice(parties), "b": chance.choice(acts)}
    return chance.choice(SENTENCES).format(**parts)


def _size():
    """The bytes that the index takes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT sum(pg_total_relation_size(one::regclass)) FROM unnest(%s::text[]) one",
                [list(INDEX.engine.tables)],
            )
        else:
            cursor.execute(
                "SELECT sum(pgsize) FROM dbstat JOIN sqlite_master USING (name)"
                " WHERE tbl_name LIKE 'articles_search%%' AND tbl_name <> 'articles_searchedwords'"
            )
        return cursor.fetchone()[0]


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
