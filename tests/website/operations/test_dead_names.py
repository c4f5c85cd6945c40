"""Nothing lies about that no page, task or command uses."""

from fnmatch import fnmatchcase

import pytest
from vulture.config import make_config

from website.operations.serving import dead_names

pytestmark = pytest.mark.ci  # and `make check` looks, too


def test_every_name_is_used():
    assert dead_names.dead() == []


def test_a_function_that_nothing_calls_is_found(tmp_path):
    file = tmp_path / "planted.py"
    file.write_text("def nobody_calls_this():\n    return 1\n")
    (found,) = dead_names.dead(str(file))
    assert found.endswith("planted.py:1 nobody_calls_this")


def test_every_exception_is_still_needed():
    kept = make_config(["."])["ignore_names"]
    names = {found.split()[-1] for found in dead_names.dead(listed=False)}
    assert [one for one in kept if not any(fnmatchcase(name, one) for name in names)] == []
