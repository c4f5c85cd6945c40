"""Many thousand files of law, imported into the shipped table: how long, and in how much memory.

The files are the real ones under invented names and days, in both forms, until there are enough.
Reading them, judging their rows, storing texts and filling the index of words all count.
"""

import re
import resource
import sys
import tempfile
from itertools import count, islice
from pathlib import Path

from bench.frame import SHARED, Figure, MissingToolError, quietly, real_statutes, spent
from statutes.models import Statute, StatuteArticle

FILES = 3_400
MOST_SECONDS, MOST_MEGABYTES = 180, 300
SIGN = "〇"  # before a copied name: no real name has it
LARGE = 60_000  # bytes; the large laws are there once, as in any collection
DIGITS = "甲乙丙丁戊己庚辛壬癸"
TITLE = re.compile(r"^(# |title: |\*\*)(.+)$", re.M)


def measure():
    """The first import of all files, and the second one that changes nothing."""
    with tempfile.TemporaryDirectory(prefix="antou-law-") as folder:
        number = write(Path(folder), FILES)
        quietly("load_statutes")
        _, first = spent(lambda: quietly("import_statutes", folder))
        texts, articles = Statute.objects.filter(imported_at__isnull=False), StatuteArticle.objects
        what = f"导入{number}个文件（{texts.count()}部，{articles.count()}条），处理器时间"
        yield Figure(what, first / 1000, limit=MOST_SECONDS)
        yield Figure("其间占用的内存，最多", _peak(), "MB", limit=MOST_MEGABYTES)
        _, again = spent(lambda: quietly("import_statutes", folder))
        yield Figure("再次导入，没有变化，处理器时间", again / 1000)


def write(folder: Path, number: int) -> int:
    """Write so many files below a folder."""
    for at, (name, text) in enumerate(islice(_copies(), number)):
        file = folder / f"{at % 50}" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return number


def _copies():
    """The real files, then the same under other names, turn by turn."""
    found = [*sorted(real_statutes().rglob("*.md")), *sorted((SHARED / "flk").rglob("*.md"))]
    if not found:
        raise MissingToolError("没有真实的法规文本。")
    for turn in count():
        for path in found:
            if turn and path.stat().st_size > LARGE:
                continue
            text = path.read_text(encoding="utf-8")
            sign = SIGN + "".join(DIGITS[int(digit)] for digit in str(turn))
            yield f"{turn}-{path.name}", TITLE.sub(rf"\g<1>{sign}\2", text) if turn else text


def _peak():
    """The most memory that this process has had, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
