"""`make check` knows the types: it loads the project as Django does, and a wrong one fails it."""

import subprocess
import sys

import pytest

from website import bootstrap
from website.operations.serving import make_targets

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
        [sys.executable, *make_targets.TYPES, tmp_path / "wrong.py"],
        cwd=bootstrap.ROOT,
        env=make_targets.environment(make_targets.TYPES, str(tmp_path)),
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 1
    places = [line.split(" error: ")[0] for line in ended.stdout.splitlines() if "error" in line]
    assert [place.rpartition("/")[2] for place in places[:2]] == ["wrong.py:7:", "wrong.py:10:"]


def test_the_check_has_types_in_it():
    assert make_targets.TYPES in dict(make_targets.CHORES["check"]).values()


def test_types_do_not_depend_on_the_shell(monkeypatch):
    monkeypatch.setenv("DEBUG", "1")
    env = make_targets.environment(make_targets.TYPES, "/tmp/x")
    assert env["DATA_DIR"] == "/tmp/x"
    assert "DEBUG" not in env
