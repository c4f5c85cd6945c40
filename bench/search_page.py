"""The whole search page over 1,000 and 20,000 generated articles and two fifths as many of law.

    BENCH_ARTICLES=100000 python bench/run.py search_page      the size that the limits are for
    BENCH_FOUND=found.json python bench/run.py search_page     on one engine, then on the other

BENCH_FOUND is a file of what was found: the first run writes it, another one compares. The time
of the processor is that of this process alone, the clock's has PostgreSQL in it.
"""

import json
import os
import random
import statistics
from functools import partial
from pathlib import Path

from django.test import Client

from articles import answers
from articles.models import Article
from bench.frame import Figure, emptied, quietly, sizes, spent
from bench.large_law import fill_law
from bench.relevance import rows
from bench.search import fill, high, questions
from firm.base.kept import Versions
from firm.models import Lawyer
from richtext.base import upkeep

SIZES = sizes(1_000, 20_000)
LAW = 2 / 5  # articles of law for each article of ours
MEDIAN, P99 = 50, 150  # milliseconds
FIRST = 20  # hits that are the same on both engines
READ = Versions(1, 1, 1, 1)  # as the gateway has it: names and pages of the firm are kept
BOUNDED = 3  # times the slowest ordinary page that a hostile one may take
STORY = 300  # characters
HOSTILE = [
    "拖欠工资" * 2_500,
    "".join(map(chr, range(0x4E00, 0x4E00 + 10_000))),
    "a " * 5_000,
    "合同 OR (赔偿 AND NOT 工伤) NEAR/2 tokens:离婚*",
    "\"合同' OR 1=1 --" + '"' * 300,
    "合同\x00赔偿\x00",
    "😀⚖️" * 200,
    "* & | ! <-> :* \\",
    "．，。！？" * 100,
]


def measure():
    """Each kind of question to the page, at each size."""
    for size in SIZES:
        emptied()
        build(size)
        yield from asked(size)


def build(size: int) -> None:
    """The sample firm, the articles and the law, all of it indexed."""
    quietly("load_demo")
    fill_law(round(size * LAW))
    fill(size)
    quietly("rebuild_search")
    upkeep.after_bulk_change()  # as an import does: the planner hears of the many rows


def asked(size: int):
    """The figures of a site that was built."""
    kinds = {**questions(), **_told()}
    everything = [one for some in kinds.values() for one in some]
    quietly("collectstatic", interactive=False)
    client = Client(SERVER_NAME="localhost")
    for question in everything[:: max(len(everything) // 20, 1)]:
        _get(client, question)
    times = {
        kind: [spent(partial(_get, client, one)) for one in some] for kind, some in kinds.items()
    }
    for kind, some in times.items():
        yield from _figures(f"{size}篇，{kind}", some, None, None)
    together = [one for some in times.values() for one in some]
    yield from _figures(f"{size}篇，全部", together, MEDIAN, P99)
    worst = max(spent(partial(_get, client, {"text": text}))[1] for text in HOSTILE)
    usual = max(cpu for _, cpu in together)
    yield Figure(f"{size}篇，最刁钻的输入÷最慢的一问，处理器", worst / usual, "倍", BOUNDED)
    yield from _compared(size, everything)


def _told():
    """What people ask for besides: questions as they put them, stories, names."""
    tuned = [row["question"] for row in rows("asked") if row["half"] == "tuned"]
    chance, story = random.Random(11), "。".join(tuned)
    begins = [chance.randint(0, len(story) - STORY) for _ in range(40)]
    names = Lawyer.objects.order_by("pk").values_list("name", flat=True)[:20]
    return {
        "真实口吻的问题": [{"text": text} for text in tuned],
        "三百字的经过": [{"text": story[begin : begin + STORY]} for begin in begins],
        "律师的名字": [{"text": name} for name in names],
    }


def _get(client, question):
    asked = {"q": question["text"]}
    if "area" in question:
        asked["area"] = question["area"].slug
    if "author" in question:
        asked["lawyer"] = question["author"].slug
    if "offset" in question:
        asked["page"] = question["offset"] // FIRST + 1
    answer = client.get("/search/", asked, **{"antou.versions": READ})
    if answer.status_code not in (200, 404):  # there is no fifth page of few hits
        raise RuntimeError(f"{answer.status_code}: {question}")


def _figures(what, times, median, p99):
    wall, cpu = zip(*times, strict=True)
    used = f"（处理器{statistics.median(cpu):.1f}、{high(cpu):.1f} ms）"
    yield Figure(f"{what}{len(wall)}问：中位数{used}", statistics.median(wall), "ms", median)
    yield Figure(f"{what}{len(wall)}问：第99百分位", high(wall), "ms", p99)


def _compared(size, everything):
    """How many questions find something else than in the run that wrote the file."""
    if not (name := os.environ.get("BENCH_FOUND")):
        return
    file = Path(name)
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    found = {_key(one): _first(one) for one in everything}
    if there := known.get(str(size)):
        others = [key for key, hits in found.items() if there.get(key) != hits]
        yield Figure(f"{size}篇，前{FIRST}条与{file.name}不同的问题", len(others), "问", 0)
        return
    file.write_text(json.dumps({**known, str(size): found}, ensure_ascii=False), encoding="utf-8")


def _key(question):
    return " ".join(str(one) for one in question.values())


def _first(question):
    """The first hits by names that are the same in every database."""
    found = answers.find(
        question["text"],
        FIRST,
        question.get("offset", 0),
        question.get("area"),
        question.get("author"),
    )
    titles = Article.objects.in_bulk(found.found.ids, field_name="pk")
    return {
        "articles": [titles[pk].title for pk in found.found.ids],
        "total": found.found.total,
        "law": [f"{one.article.statute.name}:{one.article.address}" for one in found.said],
        "named": [one.title for one in found.named],
        "cards": [one.meant.name for one in found.law],
    }
