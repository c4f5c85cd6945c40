"""What the suite costs: seconds of the processor by folder, printed at the end of each run.

Of the process that ran a test, and of the children that ended meanwhile (commands, servers, a
browser that was closed). Collecting and starting are a line of their own: every worker does both.
"""

import os
from collections import defaultdict

import pytest

CPU, STARTED = "cpu seconds", "cpu seconds before the first test"
SHOWN = 25  # folders
LAST, MANY = "last test of a worker", "browsers and sites of many files"
_before = (0.0, 0.0)
_is_last = False
_started: list[float] = []


def pytest_collection_finish():
    """What this process has used before its first test."""
    global _before  # noqa: PLW0603
    _before = _used()
    _started.append(sum(_before))


def pytest_runtest_teardown(nextitem):
    """With the last test of a worker a browser and its site end, which served many files."""
    global _is_last  # noqa: PLW0603
    _is_last = nextitem is None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call):
    """The last report of a test takes its seconds to the main process."""
    global _before  # noqa: PLW0603
    report = yield
    if call.when == "teardown":
        before, _before = _before, _used()
        spent = [after - past for after, past in zip(_before, before, strict=True)]
        report.user_properties += [(CPU, spent), (LAST, _is_last)]
        if _started:
            report.user_properties.append((STARTED, _started.pop()))
    return report


def pytest_terminal_summary(terminalreporter):
    """The table, the dearest folder first."""
    rows, starts = defaultdict(lambda: [0, 0.0, 0.0]), []
    for report in (one for some in terminalreporter.stats.values() for one in some):
        known = dict(getattr(report, "user_properties", ()))
        if getattr(report, "when", "") == "teardown" and CPU in known:
            folder = "/".join(report.nodeid.split("::")[0].split("/")[1:3])
            row = rows[MANY if known[LAST] and known[CPU][1] > 1 else folder]
            row[:] = [have + new for have, new in zip(row, (1, *known[CPU]), strict=True)]
            starts += [known[STARTED]] if STARTED in known else []
    if not rows:
        return
    terminalreporter.section("processor seconds: tests, this process, children")
    dearest = sorted(rows.items(), key=lambda one: -sum(one[1][1:]))
    lines = [*dearest[:SHOWN], ("collecting and starting", [len(starts), sum(starts), 0.0])]
    lines.append(("all", [sum(column) for column in zip(*rows.values(), strict=True)]))
    for name, (number, process, children) in lines:
        terminalreporter.write_line(f"{name:40}{number:>7}{process:>9.1f}{children:>9.1f}")


def _used():
    """Seconds of this process, and of its children that have ended."""
    times = os.times()
    return times.user + times.system, times.children_user + times.children_system
