"""A table as a file for a spreadsheet."""

import csv
import io

from consult.figures.protect import LEAST
from consult.figures.tables import Table

MARK = "\ufeff"  # by which Excel knows the encoding
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
UNTOLD = "—"
UNTOLD_WHY = f"“{UNTOLD}”表示不足{LEAST}条，或者由其他数字可以推算出来，不予列出。"


def text_of(table: Table, span: str) -> str:
    """The table with its title and what it leaves out, as CSV; no cell of it is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_plain(f"{table.title}（{span}）")])
    writer.writerow([table.head, *table.columns.values()])
    for line in [*table.lines, *table.rest]:
        values = [UNTOLD if one is None else one for one in line.values]
        writer.writerow([_plain(line.label), *values])
    writer.writerow([UNTOLD_WHY])
    return MARK + out.getvalue()


def _plain(text: str) -> str:
    """A name, which somebody has typed, as text: a spreadsheet would work a formula out."""
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text[:1] in FORMULA else text
