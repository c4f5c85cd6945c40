"""Whether work grows with its size: two sizes are tried in one run, so that no machine matters."""

import time

from tests import stages

STEP = 8  # how many times larger the second size is
SLACK = 4  # how many times more each unit of it may cost; a square would cost STEP times more
LEAST = 0.001  # seconds, or the clock and the start of things would be measured


def largest(most):
    """The size that is tried at this stage, of `most` in the audit."""
    return int(most * stages.SHARES[stages.current()])


def grows_evenly(work, most):
    """Whether `work` of a size takes no more than its share of processor time.

    A failure is tried again: what grows like a square does so each time.
    """
    size = largest(most)
    return any(_cost(work, size) <= SLACK * STEP * _cost(work, size // STEP) for _ in range(5))


def _cost(work, size):
    began = time.process_time()
    work(size)
    return max(time.process_time() - began, LEAST)
