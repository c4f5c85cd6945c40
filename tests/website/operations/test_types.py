"""`make check` knows the types: it loads the project as Django does, and a wrong one fails it."""

import subprocess
import sys

import pytest

from tests import chores
from website import bootstrap

WRONG = """
from articles.models import Article
from articles.stats.counting import BufferedCounter


def title(pk: int) -> int:
    return Article.objects.get(pk=pk).title


BufferedCounter[int](print).add("no day")
"""


@pytest.mark.ci
def test_a_wrong_type_fails_the_check(tmp_path):
    (tmp_path / "wrong.py").write_text(WRONG)
    ended = subprocess.run(
        [sys.executable, *chores.TYPES, tmp_path / "wrong.py"],
        cwd=bootstrap.ROOT,
        env=chores.environment(chores.TYPES, str(tmp_path)),
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 1
    places = [line.split(" error: ")[0] for line in ended.stdout.splitlines() if "error" in line]
    assert [place.rpartition("/")[2] for place in places[:2]] == ["wrong.py:7:", "wrong.py:10:"]


def test_the_check_has_types_in_it():
    assert chores.TYPES in dict(chores.CHORES["check"]).values()


def test_types_do_not_depend_on_the_shell(monkeypatch):
    monkeypatch.setenv("DEBUG", "1")
    env = chores.environment(chores.TYPES, "/tmp/x")
    assert env["DATA_DIR"] == "/tmp/x"
    assert "DEBUG" not in env
