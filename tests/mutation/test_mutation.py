"""The tool tells a fault that a test notices from one that none does."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation.changes import changes

HERE = Path("tests/mutation")


def words(source):
    return [change.words for change in changes(source) if change.words]


@pytest.mark.ci
def test_what_nobody_looks_at_survives_and_the_rest_is_killed():
    asked = [HERE / "planted.py", "--tests", HERE / "planted_tests.py"]
    run = subprocess.run(
        [sys.executable, "-m", "tests.mutation", *asked], capture_output=True, text=True
    )
    told = run.stdout.splitlines()
    assert not [line for line in told if "is_grown_up" in line]
    assert not [line for line in told if "cannot be judged" in line or "fails as it is" in line]
    assert [line for line in told if line.startswith("survived (1 of 1 tests)")]
    assert [line for line in told if line.startswith("not run") and "planted.py:11" in line]
    assert [
        line
        for line in told
        if "planted.py: {" in line and "'killed': 4, 'survived': 3, 'not run': 1" in line
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(a):\n    return a < 1", ["return a <[ -> =] 1", "return a [< -> >=] 1"]),
        ("def f(a):\n    stop(a)", ["[stop(a) -> pass]"]),
        ("def f(q):\n    return q.filter(a=1)", ["return q[.filter(a=1) -> ]"]),
        ("def f(q):\n    return q.update(a=x, b=y)", ["return q.update([a=x, -> ]b=y)"]),
        ("def f(a, b):\n    return a and b", ["return a [and -> or] b", "return [a and -> ]b"]),
        ("def f():\n    raise KeyError", ["[raise KeyError -> pass]"]),
        ("class A:\n    def f(self):\n        return not self.a", ["return [not -> ]self.a"]),
    ],
)
def test_each_kind_of_fault_is_planted(source, expected):
    assert set(expected) <= set(words(source))


def test_words_for_people_and_docstrings_are_no_faults():
    assert words('def f():\n    """Say."""\n    return "您好"') == ["return ['您好' -> None]"]
