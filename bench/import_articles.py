"""Articles in one go: importing them, importing them again, exporting them.

BENCH_ARTICLES=20000 takes as many as the limit is for.
"""

import io
import resource
import tempfile
from pathlib import Path

from django.core.management import call_command

from articles.models import Article, Citation
from bench import large_site
from bench.frame import Figure, seconds, sizes

NUMBER = max(sizes(2_000))
LIMIT = 8 * 60 * NUMBER / 20_000  # eight minutes for 20,000


def measure():
    """Import, the second import that changes nothing, exports, and the memory of it all."""
    with tempfile.TemporaryDirectory(prefix="antou-bench-") as folder:
        source = Path(folder, "articles.jsonl")
        large_site.write(source, NUMBER)
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


def _call(*arguments, **options):
    call_command(*arguments, stdout=io.StringIO(), stderr=io.StringIO(), **options)
