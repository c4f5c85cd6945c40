"""The import contracts of pyproject.toml hold, and catch what breaks them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chores import IMPORTS

ROOT = Path(__file__).parent.parent
APPS = [
    path.name for path in ROOT.iterdir() if (path / "apps.py").exists() or path.name == "richtext"
]
UPWARD = """
def late_{number}():
    from {above} import thing  # noqa
"""
# Where an import is planted inside a function, and what it reaches for.
PLANTED = [
    ("firm/base/dates.py", "consult.models"),  # an app above
    ("firm/base/phones.py", "outbox.models"),  # a neighbour on the same floor
    ("consult/base/policy.py", "consult.services"),  # a room above
    ("articles/models/text.py", "articles.public"),
    ("articles/models/text.py", "nh3"),
]


def lint(folder):
    """What import-linter says of a tree, and whether it is content."""
    done = subprocess.run(
        [sys.executable, *IMPORTS], cwd=folder, capture_output=True, text=True, timeout=600
    )
    return done.stdout + done.stderr, done.returncode == 0


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """The code alone, to plant faults in."""
    folder = tmp_path_factory.mktemp("house")
    for app in APPS:
        shutil.copytree(ROOT / app, folder / app, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_they_hold(copied):
    said, content = lint(copied)
    assert content, said


@pytest.fixture(scope="module")
def told(copied):
    """What is said of the tree with every fault in it at once: reading it is what takes long."""
    for number, (where, above) in enumerate(PLANTED):
        with (copied / where).open("a", encoding="utf-8") as module:
            module.write(UPWARD.format(number=number, above=above))
    room = copied / "firm" / "base"
    (room / "one.py").write_text("from firm.base import other\n", encoding="utf-8")
    (room / "other.py").write_text("from firm.base import one\n", encoding="utf-8")
    (copied / "consult" / "loose.py").write_text("", encoding="utf-8")
    said, content = lint(copied)
    assert not content
    return said


@pytest.mark.parametrize(("where", "above"), PLANTED)
def test_an_import_inside_a_function_is_caught(told, where, above):
    name = where.removesuffix(".py").replace("/", ".")
    assert f"{name} -> {above}" in told, told


def test_a_circle_of_two_files_in_one_room_is_caught(told):
    assert "No cycles are allowed in firm.base" in told


def test_a_file_beside_the_rooms_is_caught(told):
    assert "consult.loose" in told
