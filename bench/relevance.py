"""How well questions of people find what answers them, in two halves: one is never tuned on.

Two corpora: answers of lawyers as articles; the search in the words of the law. R@10 is the share
of the right hits among the first ten (of at most ten), 正解 how many questions have one there, MRR
the mean of one by the place of the first right one. Each is held against plain BM25 over pairs of
characters (`bench/bm25.py`).
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from django.utils import timezone

from articles import search
from articles.models import Article
from bench.bm25 import BM25
from bench.frame import Figure, emptied, quietly, real_statutes
from firm.models import Lawyer, PracticeArea
from richtext.fulltext import question
from statutes.base import Status
from statutes.models import StatuteArticle
from statutes.search.finding import find_in_law

QUESTIONS = Path(__file__).parent / "questions"
HALVES = ("tuned", "held")
DEPTH = 10
LONG = 8  # pieces from which on no question may come back empty
TITLE = re.compile(r"[^。；？！，]{4,40}")


class Asked(NamedTuple):
    """A question, its half, and the keys of what is right for it."""

    text: str
    half: str
    right: frozenset[str]


# The least R@10 and MRR that will do, by half: a little under what has been reached with ours.
OF_ANSWERS = {"tuned": (0.74, 0.50), "held": (0.68, 0.40)}
OF_LAW = {"tuned": (0.25, 0.46), "held": (0.24, 0.38)}
AHEAD = 0.01  # of BM25 by R@10


def measure() -> Iterator[Figure]:
    """Each corpus in a database of its own."""
    yield from _answers()
    emptied()
    quietly("load_statutes")
    quietly("import_statutes", str(real_statutes()))
    yield from _law()


def _answers():
    """Each answer is an article beside those of the sample firm, and its question is asked."""
    quietly("load_demo")
    texts = [(row["id"], row["answer"]) for row in rows("answers")]
    keys = _publish(texts)
    known = {key for key, _ in texts}
    asked = _asked(lambda row: known.intersection([row["id"].replace("q", "a")]))

    def find(text):
        return [keys.get(pk) for pk in search.search(text, limit=DEPTH)[0]]

    stored = Article.objects.published().values_list("pk", "title", "summary", "text")
    plain = BM25({keys.get(pk, pk): "\n".join(words) for pk, *words in stored})
    yield from figures(f"{len(texts)}个答复", asked, find, OF_ANSWERS, plain)


def _law():
    """The search in the words of the law; right are 民法典:1079, 刑法:133-1."""
    judged = {row["id"]: row["law"].split() for half in HALVES for row in rows(f"hits_{half}")}

    def find(text):
        found = (hit.article for hit in find_in_law(text, limit=DEPTH).hits)
        return [f"{one.statute.short_name}:{one.address}" for one in found]

    stored, today = StatuteArticle.objects.select_related("statute"), timezone.localdate()
    texts = {
        f"{one.statute.short_name}:{one.address}": "\n".join(
            [one.statute.short_name, one.part, one.text]
        )
        for one in stored
        if one.statute.status_on(today) == Status.IN_FORCE
    }
    asked = _asked(lambda row: judged.get(row["id"], ()))
    yield from figures(f"法律怎么说，{stored.count()}条", asked, find, OF_LAW, BM25(texts))


def _asked(right: Callable[[dict], Iterable[str]]) -> list[Asked]:
    return [Asked(row["question"], row["half"], frozenset(right(row))) for row in rows("asked")]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of questions."""
    with (QUESTIONS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _publish(texts):
    """Store texts as published articles; their keys by id."""
    area = PracticeArea.objects.get_or_create(name="全部", slug="all")[0]
    author = Lawyer.objects.get_or_create(name="甲", slug="first")[0]
    made = [
        Article(
            title=TITLE.search(text)[0],
            area=area,
            author=author,
            body=f"<p>{text}</p>",
            text=text,
            state="published",
            publish_at=timezone.now(),
        )
        for _, text in texts
    ]
    search.index_many(Article.objects.bulk_create(made))
    return {one.pk: key for one, (key, _) in zip(made, texts, strict=True)}


def figures(
    what: str,
    asked: list[Asked],
    find: Callable,
    bars: Mapping[str, tuple[float, float]],
    plain: BM25,
) -> Iterator[Figure]:
    """R@10, how far ahead of BM25, hit@10, MRR, long questions without any hit, for each half."""
    for half in HALVES:
        found = [(one, find(one.text)) for one in asked if one.half == half]
        judged = [(one, hits) for one, hits in found if one.right]
        right = [bool(one.right.intersection(hits)) for one, hits in judged]
        recall = fmean(_recall(one.right, hits) for one, hits in judged)
        ahead = recall - fmean(_recall(one.right, plain.find(one.text)) for one, _ in judged)
        ranks = [_rank(one.right, hits) for one, hits in judged]
        name = f"{what}，{half}，{len(judged)}问"
        yield Figure(f"{name}：R@{DEPTH}", recall, "", least=bars[half][0])
        yield Figure(f"{name}：R@{DEPTH}高于BM25", ahead, "", least=AHEAD)
        yield Figure(f"{name}：前{DEPTH}条里有正解", fmean(right), "")
        yield Figure(f"{name}：MRR", fmean(ranks), "", least=bars[half][1])
        empty = [one for one, hits in found if not hits and len(question.typed(one.text)) >= LONG]
        yield Figure(f"{name}：长问题无结果", len(empty), "问", limit=0)


def _recall(right, hits):
    return len(right.intersection(hits)) / min(len(right), DEPTH)


def _rank(right, hits):
    places = [place for place, key in enumerate(hits, start=1) if key in right]
    return 1 / places[0] if places else 0.0
