"""The plugin of pytest that tries changes instead of running the tests once."""

import collections
import gc
import logging
import os

import pytest

from tests.mutation import changes, running


class Mutation:
    """Tries every change of some files; `seconds` is what the tests of one change may take."""

    def __init__(self, files, only, seconds):
        self.files, self.only, self.seconds = files, only, seconds
        self.watch = running.Watch({str(file) for file in files})
        self.killers = []  # the tests that noticed something lately

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        """Run all tests once to know what they touch; then each change, each file counted."""
        writer = session.config.get_terminal_writer()
        self.say = lambda words: writer.line(words, flush=True)
        for item in session.items:
            if not self.watch.run(item):
                self.say(f"fails as it is: {item.nodeid}")
        gc.unfreeze()  # what is frozen is not listed, and `tests/conftest.py` froze all of it
        for file in self.files:
            running.functions_of(str(file))
        gc.freeze()
        logging.raiseExceptions = False
        for file in self.files:
            ends = collections.Counter(self._ends(str(file), file.read_text()))
            self.say(f"{os.path.relpath(file)}: {dict(ends) or 'nothing to change'}")
        return True

    def _ends(self, file, source):
        """How each change of a file ended."""
        for change in changes.changes(source):
            if self.only not in change.name:
                continue
            chosen, known = self._chosen(file, change)
            end = self._end(file, change, chosen)
            place = f"{os.path.relpath(file)}:{change.lines.start} {change.name}"
            if not change.words:  # the function as it is, to know that it can be put in place
                if end not in {running.QUIET, running.UNTOUCHED}:
                    self.say(f"cannot be judged ({end}): {place}")
                continue
            yield end
            if end != running.KILLED:
                self.say(f"{end} ({len(chosen)} of {known} tests) {place}: {change.words}")

    def _chosen(self, file, change):
        """The tests of a change, those first that noticed another one, and how many there are."""
        touching = self.watch.of(file, change.lines)
        chosen, total = [], 0
        for item in dict.fromkeys([*(one for one in self.killers if one in touching), *touching]):
            total += self.watch.seconds[item]
            if total <= self.seconds or not chosen:
                chosen.append(item)
        return chosen, len(touching)

    def _end(self, file, change, chosen):
        if not chosen:
            return running.UNTOUCHED

        def prepare():
            running.put_in_place(file, change.name, change.tree)

        end, noticed = running.in_a_fork(prepare, chosen, 3 * self.seconds + 10)
        if noticed:
            self.killers = [noticed, *(one for one in self.killers if one is not noticed)][:20]
        return end
