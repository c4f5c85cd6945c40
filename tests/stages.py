"""Which tests run when: `make test`, CI, or the audit before a release (docs/testing.md).

A test without a mark runs in all three. `@pytest.mark.ci` and `@pytest.mark.audit` put it off to
the later ones; STAGE says which one this is.
"""

import os
from itertools import cycle, product

import pytest
from xdist.scheduler import LoadFileScheduling

STAGES = ["test", "ci", "audit"]
# What a property is tried with, as a share of the examples that it asks for.
SHARES = {"test": 0.1, "ci": 0.25, "audit": 1}


def current():
    """The stage of this run; an unknown name ends it with one line."""
    named = os.environ.get("STAGE") or STAGES[0]
    if named not in STAGES:
        raise pytest.UsageError(f"STAGE={named}: one of {', '.join(STAGES)} is meant")
    return named


def examples(most):
    """How many examples Hypothesis tries at this stage, of `most` in the audit."""
    return max(5, int(most * SHARES[current()]))


def turns(audit):
    """The rows of a test that is done again and again in the audit, once before."""
    return range(audit if current() == "audit" else 1)


def thinned(rows, step):
    """In `make test` each `step`th of many rows that are alike; all of them from CI on."""
    return list(rows)[:: step if current() == "test" else 1]


def crossed(rows, values):
    """Each row with each value; in `make test` with one of them, in turn."""
    return list(zip(rows, cycle(values)) if current() == "test" else product(rows, values))


def rest_in_ci(rows, first=1):
    """Rows for `parametrize`, of which all but the first wait for CI: a process for each."""
    rows = list(rows)
    return rows[:first] + [pytest.param(*row, marks=pytest.mark.ci) for row in rows[first:]]


def pytest_collection_modifyitems(config, items):
    """Leave out what belongs to a later stage."""
    later = STAGES[STAGES.index(current()) + 1 :]
    left = [item for item in items if any(item.get_closest_marker(name) for name in later)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]


class Files(LoadFileScheduling):
    """A file on one worker; in `make test` all journeys: each worker with one starts a site."""

    def _split_scope(self, nodeid):
        file = super()._split_scope(nodeid)
        together = current() == "test" and file.startswith("tests/browser/")
        return "tests/browser" if together else file


def pytest_xdist_make_scheduler(config, log):
    """In place of xdist's own by file."""
    return Files(config, log)
