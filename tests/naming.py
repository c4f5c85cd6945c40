"""`make check`: no new identifier with a word that the end of docs/glossary.md replaces.

Today's are in naming.txt; `python -m tests.naming --baseline` takes out what is gone, adds nothing.
"""

import ast
import re
import subprocess
import sys
from pathlib import Path

BASELINE = Path("tests/naming.txt")
HEADING = "| not this word | but this |"
DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.arg)
PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def replaced():
    """Each word of the table, with what the table wants in its place."""
    rows = Path("docs/glossary.md").read_text("utf-8").partition(HEADING)[2].splitlines()[2:]
    pairs = [row.strip("| ").split(" | ") for row in rows if row.startswith("|")]
    return {word: better for words, better in pairs for word in words.split(", ")}


def identifiers(source):
    """Functions, classes, arguments and variables that a file defines; names of tests are prose."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, DEFINES) or isinstance(getattr(node, "ctx", None), ast.Store):
            names = [getattr(node, field, "") for field in ("name", "arg", "id", "attr")]
            yield from (name for name in names if name and not name.startswith("test_"))


def advice(name, table):
    """What to write instead of the words in a name; empty where none is replaced."""
    parts = dict.fromkeys(part.lower() for part in PART.findall(name))
    return "; ".join(f"{part} -> {table[part]}" for part in parts if part in table)


def complaints(found, old):
    """A line for each new identifier, and one for each of the baseline that is gone."""
    gone = "gone: `python -m tests.naming --baseline` takes it out of naming.txt"
    return [f"{name}: {found.get(name, gone)}" for name in sorted(found.keys() ^ old)]


def main():
    """Compare the tree with the baseline: 0, or how they differ."""
    listed = ["git", "ls-files", "-co", "--exclude-standard", "*.py", ":!*/migrations/*"]
    paths = map(Path, subprocess.check_output(listed, text=True).splitlines())
    texts = [path.read_text("utf-8") for path in paths if path.exists()]
    table = replaced()
    found = {n: words for text in texts for n in identifiers(text) if (words := advice(n, table))}
    old = set(BASELINE.read_text("utf-8").split()) if BASELINE.exists() else set(found)
    if "--baseline" in sys.argv:
        BASELINE.write_text("".join(f"{name}\n" for name in sorted(old & found.keys())), "utf-8")
        return 0
    return "\n".join(complaints(found, old)) or 0  # a text is printed, and the exit code is 1


if __name__ == "__main__":
    sys.exit(main())
