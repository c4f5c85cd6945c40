"""Whether a test notices: each change lives in a fork of a process that has everything loaded."""

import ast
import functools
import gc
import os
import signal
import sys
import threading
import time
from collections import defaultdict
from types import FunctionType

from _pytest.runner import runtestprotocol

QUIET, KILLED, UNTOUCHED = "survived", "killed", "not run"
ENDS = {0: QUIET, 1: KILLED, 2: "not possible"}


class Watch:
    """Which tests run which line of some files, and how long each takes."""

    def __init__(self, files):
        self.files, self.seen = files, set()
        self.tests, self.seconds = defaultdict(set), {}

    def call(self, frame, event, arg):
        """For `sys.settrace`: only what is defined in the files is looked at line by line."""
        return self.line if frame.f_code.co_filename in self.files else None

    def line(self, frame, event, arg):
        self.seen.add((frame.f_code.co_filename, frame.f_lineno))
        return self.line

    def run(self, item):
        """Run one test; whether it passed."""
        self.seen = set()
        began = time.process_time()
        sys.settrace(self.call)
        threading.settrace(self.call)
        try:
            passed = passes(item)
        finally:
            sys.settrace(None)
            threading.settrace(None)
        self.seconds[item] = time.process_time() - began
        if passed:
            for place in self.seen:
                self.tests[place].add(item)
        return passed

    def of(self, file, lines):
        """The tests that run one of the lines, the quickest first."""
        found = set().union(*(self.tests.get((file, line), ()) for line in lines))
        return sorted(found, key=self.seconds.get)


class _Nothing:
    """The test after the last one: what belongs to the session stays as it is."""

    def __init__(self, session):
        self.listchain = lambda: [session]


def passes(item):
    """Run one test; whether it passed, or was left out."""
    reports = runtestprotocol(item, log=False, nextitem=_Nothing(item.session))
    return not any(report.failed for report in reports)


def in_a_fork(prepare, items, seconds):
    """What becomes of the tests after `prepare`: how it ended, and the test that noticed."""
    told, say = os.pipe()
    child = os.fork()
    if child == 0:
        _quietly(seconds)
        os._exit(_judge(prepare, items, say))
    os.close(say)
    _, status = os.waitpid(child, 0)
    with os.fdopen(told) as answer:
        number = answer.read()
    end = ENDS.get(os.waitstatus_to_exitcode(status), "out of time")
    return end, items[int(number)] if number else None


def _judge(prepare, items, say):
    """The exit code of a child; the number of the test that noticed is written to `say`."""
    try:
        prepare()
    except Exception:
        return 2
    for number, item in enumerate(items):
        try:
            passed = passes(item)
        except BaseException:  # a test that ends the process has noticed as well
            passed = False
        if not passed:
            os.write(say, str(number).encode())
            return 1
    return 0


def _quietly(seconds):
    """A child says nothing, and ends after so many seconds at work, or ten times as many in all."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (1, 2):
        os.dup2(nowhere, number)
    for timer, number in (signal.ITIMER_PROF, signal.SIGPROF), (signal.ITIMER_REAL, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
        signal.setitimer(timer, seconds * (10 if timer == signal.ITIMER_REAL else 1))


@functools.cache
def functions_of(file):
    """All functions that were made from a file, by qualified name."""
    found = defaultdict(list)
    for one in gc.get_objects():
        if type(one) is FunctionType and one.__code__.co_filename == file:
            found[one.__code__.co_qualname].append(one)
    return found


def put_in_place(file, name, tree):
    """Let a function of a loaded file do what `tree` says."""
    known = functions_of(file)[name]
    tree.decorator_list = []
    module = ast.fix_missing_locations(ast.Module([tree], []))
    made = dict(known[0].__globals__)
    exec(compile(module, file, "exec"), made)
    for one in known:
        new = made[tree.name]
        one.__code__, one.__defaults__ = new.__code__, new.__defaults__
        one.__kwdefaults__ = new.__kwdefaults__
