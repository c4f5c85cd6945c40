"""What people ask, and the sample articles that have to come first: `questions.txt`."""

from pathlib import Path

TABLES = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")


def rows(table):
    """The rows of a table: the query, and the words behind at least two blanks."""
    for line in TABLES.partition(f"[{table}]\n")[2].partition("\n[")[0].splitlines():
        if line and not line.startswith("#"):
            query, *rest = [part for part in line.split("  ") if part.strip()]
            yield query, [word for part in rest for word in part.split()]
