"""The search of a site of an earlier release: empty after the upgrade, filled by the worker."""

import signal

import pytest

from tests.upgrade import folder
from tests.upgrade.old_site import OldSite

pytestmark = [pytest.mark.audit, pytest.mark.engine, pytest.mark.process]
# Each published article is looked for by its own title; how many are found, and how many lack.
FOUND = """
from articles.models import Article
from articles.search import INDEX, find_articles, missing
shown = [one for one in Article.objects.published()]
found = [one for one in shown if one.pk in find_articles(one.title, 100).ids]
assert INDEX.is_whole() == (not missing())
print(len(shown), len(found), missing())
"""
# Of what is counted, all that a count from the records corrects: 0 where it was right.
WRONG = """
from articles.search.indexing import INDEX
wrong, _ = INDEX._wrong()
print(sum(number != 0 for number in wrong.values()))
"""
UNFINISHED = """
from articles.search.indexing import INDEX
print(INDEX.is_unfinished())
"""
KILLED = """
import os, signal
from articles.search import indexing
indexing.BATCH, turns = 2, iter(range(3))
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
indexing.upkeep.let_others_write = lambda: next(turns, None) is not None or die()
indexing.{}()
"""


@pytest.fixture(params=folder.releases(), ids=lambda path: path.name)
def old(request, tmp_path):
    site = OldSite(tmp_path, request.param)
    site.manage("migrate", "-v0")
    yield site
    site.end_shell()
    site.drop()


def killed(old, what):
    ended = old.manage("shell", "--no-imports", "-c", KILLED.format(what), check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def counted(old):
    """How many articles are public, found by their title, missing; how many counts are wrong."""
    return [int(one) for one in (old.shell(FOUND) + old.shell(WRONG)).split()]


def test_the_worker_fills_it_at_its_start(old):
    shown, found, missing, _ = counted(old)
    assert shown == missing > 5
    assert found == 0
    old.manage("run_worker", "--once")
    assert counted(old) == [shown, shown, 0, 0]


def test_a_worker_that_was_killed_on_the_way_is_followed_by_one_that_ends_it(old):
    killed(old, "fill_missing")
    shown, _, missing, _ = counted(old)
    assert missing == shown - 8
    old.manage("run_worker", "--once")
    assert counted(old) == [shown, shown, 0, 0]


def test_a_rebuild_that_was_killed_goes_on_where_it_was_and_ends_right(old):
    old.manage("run_worker", "--once")
    (shown, *_) = counted(old)
    killed(old, "rebuild")
    assert old.shell(UNFINISHED).split() == ["True"]
    assert f"{shown}篇文章" in old.manage("rebuild_search").stdout
    assert old.shell(UNFINISHED).split() == ["False"]
    assert counted(old) == [shown, shown, 0, 0]
