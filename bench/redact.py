"""隐去: what of made texts is masked, what is masked of texts in which nobody is, and how fast.

Made texts whose seeds nothing was tuned on; texts that were written by hand before the first line
of the detector and read when it was done; five corpora as others would write them (`others`): of
three, papers, stories and texts of the night, nothing was learned; questions, answers and laws.
"""

import statistics
from collections.abc import Iterator

from bench.frame import ROOT, STATUTES, Figure, spent
from bench.redaction import corpus, others
from bench.redaction.score import Score, score
from bench.relevance import rows
from consult.redaction import Kind, find, lexicon
from richtext.core import structure

SEEDS = (9001, 9002, 9003)  # not looked at while the detector was written
TEXTS = 600
OTHERS = {
    "spoken": "别人的口语（学过句式）",
    "chats": "别人的聊天截图（学过句式）",
    "formal": "别人的文书（没学过）",
    "stories": "别人的手写故事（没学过）",
    "night": "夜里手机上写的故事、截图和表格（没学过）",
}
RECALL, PRECISION = 0.995, 0.9
LONG, LIMIT = 5_000, 50  # characters, milliseconds
RATIO = 15
LAWS = 40  # files, spread over all
NAMES = 1  # of people, in 10,000 characters of our articles


def measure() -> Iterator[Figure]:
    """Recall and precision, whole and by kind; masks where nobody is; milliseconds."""
    made = score(text for seed in SEEDS for text in corpus.texts(TEXTS, seed))
    yield from _by_kind(f"生成的{TEXTS * len(SEEDS)}篇", made, RECALL)
    yield from _shares("手写的篇目", score(corpus.by_hand()), None)
    for which, title in OTHERS.items():
        texts = list(others.texts(which, TEXTS, SEEDS[0]))
        yield from _by_kind(f"{title}{len(texts)}篇", score(texts))
    yield from _where_nobody_is()
    yield from _speed()


def _by_kind(what: str, result: Score, least: float | None = None) -> Iterator[Figure]:
    yield from _shares(what, result, least)
    for kind in Kind.labels:
        if result.planted[kind]:
            yield Figure(
                f"　{kind}，{result.planted[kind]}处：召回率", result.recall(kind) * 100, "%"
            )
            yield Figure(f"　{kind}：精确率", result.precision(kind) * 100, "%")


def _shares(what: str, result: Score, least: float | None) -> Iterator[Figure]:
    bound = None if least is None else least * 100
    precision = None if least is None else PRECISION * 100
    yield Figure(
        f"{what}，{result.planted.total()}处：召回率", result.recall() * 100, "%", least=bound
    )
    yield Figure(f"{what}：精确率", result.precision() * 100, "%", least=precision)


def _where_nobody_is() -> Iterator[Figure]:
    """Masks in 10,000 characters of texts that tell of nobody."""
    people = [row["question"] for row in rows("asked")] + [row["answer"] for row in rows("answers")]
    articles = [
        structure.plain(path.read_text("utf-8").split("---", 2)[-1])
        for path in sorted((ROOT / "articles" / "sample").glob("*.html"))
    ]
    laws = sorted(path for path in STATUTES.rglob("*.md")) if STATUTES.is_dir() else []
    step = max(1, len(laws) // LAWS)
    texts = [path.read_text("utf-8")[:20_000] for path in laws[::step]]
    for what, some, limit in (
        ("问题和答复", people, None),
        ("示例文章", articles, NAMES),
        ("法规", texts, None),
    ):
        if some:
            masks = [mask for text in some for mask in find(text)]
            size = sum(map(len, some)) / 10_000
            names = sum(mask.kind in (Kind.NAME, Kind.NICKNAME) for mask in masks)
            yield Figure(f"{what}，每万字：全部标记", len(masks) / size, "处")
            yield Figure(f"{what}，每万字：姓名和称呼", names / size, "处", limit=limit)


def _speed() -> Iterator[Figure]:
    """Processor time of a warm process, and how many times what it takes to look up each run of
    one to four characters in the table of words: that part hardly depends on the machine."""
    text = "".join(one.text for one in corpus.texts(TEXTS, SEEDS[0]))[:LONG]
    look_up = lexicon.words().costs.get
    find(text)
    pairs = []
    for _ in range(15):
        least = spent(
            lambda: [look_up(text[at : at + n]) for at in range(LONG) for n in (1, 2, 3, 4)]
        )[1]
        pairs.append((spent(lambda: find(text))[1], least))
    ratio = statistics.median(whole / least for whole, least in pairs)
    yield Figure(f"{LONG}字，密集：中位数", statistics.median(one for one, _ in pairs), "ms", LIMIT)
    yield Figure(f"{LONG}字，密集÷逐字查一遍词表", ratio, "倍", RATIO)
