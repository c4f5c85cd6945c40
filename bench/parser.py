"""The parser: the sample articles, generated ones, and the real texts of the law."""

from bench.frame import (
    ROOT,
    STATUTES,
    Figure,
    MissingToolError,
    generated_articles,
    median_ms,
    quietly,
)
from richtext.core import tree
from statutes.citations import parse
from statutes.importing.files import find_files, text_of
from statutes.law.table import Table
from statutes.models import Statute

ROWS = 400
ENOUGH = 300


def measure():
    """Median and longest time for one text, with a table of at least 400 rows."""
    names = _names()
    for what, texts, limit in _texts():
        median, most = median_ms(lambda text: parse(text, names), texts)
        found = sum(len(parse(text, names)) for text in texts)
        longest = max(map(len, texts))
        yield Figure(f"{what}，{len(texts)}篇，{found}处引用：中位数", median, "ms", limit)
        yield Figure(f"{what}，最长{longest}字：最慢的一篇", most, "ms")


def _names():
    """Those of the shipped table, and of invented rows up to the number that is wanted."""
    quietly("load_statutes")
    missing = range(max(ROWS - Statute.objects.count(), 0))
    Statute.objects.bulk_create(
        Statute(slug=f"示例法{one}", name=f"中华人民共和国示例{one}法", short_name=f"示例{one}法")
        for one in missing
    )
    return Table.load().names


def _texts():
    samples = sorted((ROOT / "articles" / "sample").glob("*.html"))
    yield "示例文章", [tree.plain(path.read_text("utf-8")) for path in samples], 5
    try:
        made = [tree.plain(one["body_html"]) for one in generated_articles(ENOUGH)]
        yield "生成的文章", made, 5
    except MissingToolError:
        pass
    if STATUTES.is_dir():
        yield "法规全文", [text_of(one)[0] for one in find_files(STATUTES)[0]], None
