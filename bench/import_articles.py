"""Articles in one go: importing them, importing them again, exporting them.

BENCH_ARTICLES=20000 takes as many as the limit is for.
"""

import io
import json
import resource
import tempfile
from pathlib import Path

from django.core.management import call_command

from articles.models import Article, Citation
from bench.frame import Figure, generated_articles, seconds, sizes
from firm.models import Lawyer, PracticeArea

NUMBER = max(sizes(2_000))
LIMIT = 8 * 60 * NUMBER / 20_000  # eight minutes for 20,000


def measure():
    """Import, the second import that changes nothing, exports, and the memory of it all."""
    with tempfile.TemporaryDirectory(prefix="antou-bench-") as folder:
        source = Path(folder, "articles.jsonl")
        _write(source)
        took = seconds(lambda: _call("import_articles", str(source), publish=True))
        what = f"导入{Article.objects.count()}篇，引用{Citation.objects.count()}处"
        yield Figure(what, took, limit=LIMIT)
        yield Figure("再次导入，没有变化", seconds(lambda: _call("import_articles", str(source))))
        for format in ("jsonl", "md"):
            target = str(Path(folder, f"out.{format}"))
            took = seconds(lambda t=target, f=format: _call("export_articles", t, format=f))
            yield Figure(f"导出为{format}", took)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield Figure("内存最多", peak, unit="MB")


def _write(path):
    """The generated articles, with the areas and the lawyers that they name."""
    areas, lawyers = {}, set()
    with path.open("w", encoding="utf-8") as file:
        for article in generated_articles(NUMBER):
            areas[article["category_slug"]] = article["category"]
            lawyers.add(article["author"])
            file.write(json.dumps(article, ensure_ascii=False) + "\n")
    PracticeArea.objects.bulk_create(
        PracticeArea(slug=slug, name=name) for slug, name in areas.items()
    )
    Lawyer.objects.bulk_create(
        Lawyer(name=name, slug=f"lawyer-{place}", licence_number=f"1900120151{place:07}")
        for place, name in enumerate(sorted(lawyers), 1)
    )


def _call(*arguments, **options):
    call_command(*arguments, stdout=io.StringIO(), stderr=io.StringIO(), **options)
