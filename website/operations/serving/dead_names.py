"""Names that nothing uses; `make check` runs this module.

Vulture reads Python alone, and only what runs on a site: what the tests alone use is dead too.
Names in templates count as used, and texts that are a name and nothing else ("publish_many",
"website.http.errors.locked_out"). What a library asks for by name is listed in pyproject.toml.
"""

import ast
import os
import re
import sys
from pathlib import Path

from django.conf import global_settings
from vulture import Vulture
from vulture.config import make_config

WORD = re.compile(r"[A-Za-z_]\w*")
NAME = re.compile(rf"{WORD.pattern}(?:\.{WORD.pattern})*")
DEAD = "没有人用的名字，请删掉：{}"


def dead(*more: str, listed: bool = True) -> list[str]:
    """`file:line name` of each name that is never used; `more` paths are read as well.

    Not `listed`: also those that a library asks for.
    """
    config = make_config(["--min-confidence=60"])
    kept = [*config["ignore_names"], *dir(global_settings)] if listed else []
    finder = Vulture(ignore_names=kept, ignore_decorators=config["ignore_decorators"])
    paths = [*config["paths"], *more]
    finder.scavenge(paths, exclude=config["exclude"])
    finder.used_names.update(_words_of_templates(), _names_in_texts(paths))
    return [
        f"{os.path.relpath(item.filename)}:{item.first_lineno} {item.name}"
        for item in finder.get_unused_code(min_confidence=config["min_confidence"])
    ]


def _words_of_templates():
    for path in Path("templates").rglob("*.*"):
        yield from WORD.findall(path.read_text(encoding="utf-8"))


def _names_in_texts(paths):
    for path in paths:
        for file in [Path(path)] if path.endswith(".py") else Path(path).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                text = node.value if isinstance(node, ast.Constant) else None
                if isinstance(text, str) and NAME.fullmatch(text):
                    yield from text.split(".")


if __name__ == "__main__":
    found = dead()
    for one in found:
        sys.stdout.write(f"{DEAD.format(one)}\n")
    sys.exit(bool(found))
