"""Articles and texts of the law in one go: imported, related, imported again, and exported.

What has a limit is processor time, which a busy machine does not change.

BENCH_ARTICLES=20000 takes as many articles as the limit is for.
"""

import resource
import tempfile
from pathlib import Path

from articles.models import Article, Citation
from bench import filled
from bench.frame import Figure, quietly, real_statutes, seconds, sizes, spent
from statutes.importing.files import find_files, text_of
from statutes.importing.reader import parse
from statutes.models import StatuteArticle

NUMBER = max(sizes(2_000))
LIMIT, RELATED = (minutes * 60 * NUMBER / 20_000 for minutes in (5, 4))  # for 20,000


def measure():
    """Articles first, and the memory that they took; then the real texts of the law, if any."""
    with tempfile.TemporaryDirectory(prefix="antou-bench-") as folder:
        source = Path(folder, "articles.jsonl")
        filled.write(source, NUMBER)
        took = spent(lambda: quietly("import_articles", str(source), publish=True))[1] / 1000
        what = f"导入{Article.objects.count()}篇，引用{Citation.objects.count()}处"
        yield Figure(what, took, limit=LIMIT)
        took = spent(lambda: quietly("rebuild_related"))[1] / 1000
        yield Figure("重新计算全部相关文章", took, limit=RELATED)
        again = seconds(lambda: quietly("import_articles", str(source)))
        yield Figure("再次导入，没有变化", again)
        for format in ("jsonl", "md"):
            target = str(Path(folder, f"out.{format}"))
            took = seconds(lambda t=target, f=format: quietly("export_articles", t, format=f))
            yield Figure(f"导出为{format}", took)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Figure("内存最多", peak, unit="MB")
    yield from _law(real_statutes())


def _law(folder):
    files = find_files(folder)[0]
    took = seconds(lambda: [parse(text_of(one)[0], one.name) for one in files])
    yield Figure(f"读取{len(files)}个法规文件，不写数据库", took)
    first = seconds(lambda: quietly("import_statutes", str(folder)))
    yield Figure(f"第一次导入，{StatuteArticle.objects.count()}条", first, limit=60)
    again = seconds(lambda: quietly("import_statutes", str(folder)))
    yield Figure("再次导入法规，没有变化", again)
