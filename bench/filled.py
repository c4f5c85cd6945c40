"""The sample firm with as many articles as wanted, filled as a firm fills its site: by an import.

Beyond `IMPORTED` the rows are copied, which takes minutes instead of hours; copies are in no index
of the search. BENCH_KEEP=folder keeps what was built for the next time, on SQLite.
"""

import json
import os
import random
import tempfile
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.db import connection

from articles.models import Article, Citation, FinishedBody, Neighbour, NeighboursDue
from bench.frame import emptied, generated_articles, quietly
from firm.models import Lawyer, PracticeArea
from tests.other_database import led_to

IMPORTED = 20_000
AT_A_TIME = 2_000
NEAR = 16  # neighbours of each article


@contextmanager
def built(number: int):
    """The connection leads to a database with articles; those after `IMPORTED` are copies."""
    folder = os.environ.get("BENCH_KEEP")
    if not folder or connection.vendor != "sqlite":
        emptied()
        yield _fill(number)
        return
    with led_to(Path(folder, f"{number}.sqlite3")):
        quietly("migrate", verbosity=0)
        if Article.objects.count() < number:  # none yet, or somebody pressed Ctrl-C
            emptied()
            _fill(number)
        yield


def _fill(number):
    quietly("load_demo")
    with tempfile.TemporaryDirectory(prefix="antou-bench-") as folder:
        source = Path(folder, "articles.jsonl")
        write(source, min(number, IMPORTED))
        quietly("import_articles", str(source), publish=True)
    _copy(number)
    _relate()


class Named(dict):
    """The areas or the lawyers by their names; one that is not there is made."""

    def __init__(self, model: type[PracticeArea | Lawyer]):
        super().__init__((one.name, one) for one in model.objects.all())
        self.model = model

    def __missing__(self, name):
        slug = f"bench-{len(self)}"
        self[name] = self.model.objects.create(name=name, slug=slug)
        return self[name]


def write(path: Path, number: int) -> None:
    """The generated articles as the import reads them."""
    areas, authors = Named(PracticeArea), Named(Lawyer)
    with path.open("w", encoding="utf-8") as file:
        for one in generated_articles(number):
            written = {**one, "category_slug": areas[one["category"]].slug}
            written["author"] = authors[one["author"]].name
            file.write(json.dumps(written, ensure_ascii=False) + "\n")


def _copy(number):
    """Rows until there are so many, with the citations and finished bodies of their originals."""
    first = Article.objects.published().order_by("pk").values_list("pk", flat=True)
    first, left = list(first), number - Article.objects.count()
    while left > 0:
        for start in range(0, len(first), AT_A_TIME):
            keys = first[start : start + AT_A_TIME][: max(left, 0)]
            left -= len(keys)
            _copy_some(keys)


def _copy_some(keys):
    rows = list(Article.objects.filter(pk__in=keys).order_by("pk"))
    olds = [row.pk for row in rows]
    for row in rows:
        row.pk, row.external_id, row.live_id, row.pending_id = None, "", None, None
    Article.objects.bulk_create(rows)
    new = {old: row.pk for old, row in zip(olds, rows, strict=True)}
    cited = list(Citation.objects.filter(article__in=olds))
    finished = list(FinishedBody.objects.filter(article__in=olds))
    for one in cited:
        one.pk, one.article_id = None, new[one.article_id]
    for one in finished:
        one.article_id = new[one.article_id]
    Citation.objects.bulk_create(cited, AT_A_TIME)
    FinishedBody.objects.bulk_create(finished, AT_A_TIME)


def _relate():
    """Neighbours at random from the same area: how near they are makes no difference to a page."""
    chance, areas = random.Random(1), {}
    published = Article.objects.published().order_by("pk")
    for pk, area in published.values_list("pk", "area_id"):
        areas.setdefault(area, []).append(pk)
    NeighboursDue.objects.all().delete()
    Neighbour.objects.all().delete()
    rows = (row for keys in areas.values() for pk in keys for row in _near(chance, pk, keys))
    while part := list(islice(rows, AT_A_TIME)):
        Neighbour.objects.bulk_create(part)


def _near(chance, pk, keys):
    others = [one for one in chance.sample(keys, min(NEAR + 1, len(keys))) if one != pk]
    for place, other in enumerate(others[:NEAR]):
        yield Neighbour(article_id=pk, other_id=other, place=place, why="text")
