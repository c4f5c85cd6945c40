"""Workers killed in mid-send: nothing is lost, repeats come under the same Message-ID."""

import random

import pytest

from tests.outbox.worker_process import Sink, Workers, wait_for

pytestmark = pytest.mark.process
NUMBER = 200


@pytest.fixture
def sink():
    return Sink()


@pytest.fixture
def workers(tmp_path, sink):
    with Workers(tmp_path, sink.port) as workers:
        yield workers


def everybody(sink):
    return {recipient for recipient, _ in sink.mails}


def test_two_workers_killed_again_and_again_send_every_notice(workers, sink):
    controller = sink.start()
    workers.fill(NUMBER)
    workers.start(2)
    for more in (5, 25, 20, 30):
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


def test_mail_server_down_then_repaired_is_exactly_one_each(workers, sink):
    workers.fill(20)
    workers.manage("run_worker", "--once")
    assert workers.pending() == 20
    controller = sink.start()
    workers.expire()
    workers.start(2)
    wait_for(lambda: len(sink.mails) >= 20)
    wait_for(lambda: workers.pending() == 0)
    controller.stop()
    assert sorted(recipient for recipient, _ in sink.mails) == sorted(everybody(sink))
