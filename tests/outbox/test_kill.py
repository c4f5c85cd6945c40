"""Workers killed in mid-send: nothing is lost, repeats come under the same Message-ID."""

import random

import pytest

from tests import stages
from tests.outbox.worker_process import Sink, Workers, wait_for

pytestmark = [pytest.mark.engine, pytest.mark.process, pytest.mark.ci]
NUMBER = 160


@pytest.fixture(scope="module")
def sink():
    return Sink()


@pytest.fixture(scope="module")
def folder(tmp_path_factory, sink):
    with Workers(tmp_path_factory.mktemp("workers"), sink.port) as workers:
        yield workers


@pytest.fixture
def workers(folder):
    """One database for all; no worker outlives its test."""
    yield folder
    folder.kill()


def everybody(sink):
    return {recipient for recipient, _ in sink.mails}


@pytest.mark.parametrize("turn", stages.turns(5))
def test_two_workers_killed_again_and_again_send_every_notice(workers, sink, turn):
    controller = sink.start()
    workers.fill(NUMBER)
    workers.start(2)
    for more in (5, 25):
        goal = len(sink.mails) + more + random.randint(0, 10)
        wait_for(lambda goal=goal: len(sink.mails) >= goal)
        workers.kill(random.choice([1, 2]))
        workers.start(2 - len(workers.running))
    workers.kill()
    assert len(everybody(sink)) < NUMBER  # or the kills came too late to mean anything
    workers.expire()
    workers.start(2)
    wait_for(lambda: len(everybody(sink)) == NUMBER)
    wait_for(lambda: workers.pending() == 0)
    controller.stop()
    assert everybody(sink) == {f"{number}@example.com" for number in range(NUMBER)}
    assert len({message_id for _, message_id in sink.mails}) == NUMBER
    assert len(set(sink.mails)) == NUMBER  # to each the same Message-ID, every time
