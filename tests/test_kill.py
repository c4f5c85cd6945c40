"""Killed under load, again and again: nothing that a client was shown is lost, nothing unsent."""

import json
import random
import threading
import time

import pytest
from aiosmtpd.controller import Controller

from tests import stages
from tests.sample_site import SampleSite
from tests.site_process import free_port
from tests.visitor import Visitor

pytestmark = [pytest.mark.engine, pytest.mark.process, pytest.mark.ci]
KILLS = 2 if stages.current() == "audit" else 1
VISITORS = 3
ANSWERS = (3, 8)  # receipts between a start and the next kill, while others are on their way
PATIENCE = 180  # seconds for whatever has to come in the end

COUNT = """
import json
from consult.models import Consultation, Message
from outbox.models import Notice
from outbox.channels.mail import message_id
own = Consultation.objects.all()
print(json.dumps({
    "states": sorted(set(own.values_list("state", flat=True))),
    "consultations": own.count(),
    "questions": [one.text for one in Message.objects.filter(consultation__in=own)],
    "events": list(own.values_list("events__kind", flat=True)),
    "notices": [message_id(one.dedupe_key) for one in Notice.objects.filter(kind="consult_new")],
    "told": sum(n.payload.get("number", 1) for n in Notice.objects.filter(kind="consult_new")),
}))
"""
PREPARE = "UPDATE firm_sitesettings SET notify_email = 'office@example.com'"
# A notice that was in the hands of a killed worker is free two minutes later, one that counts what
# comes is due within a quarter of an hour: turn the clock.
FREE = "UPDATE outbox_notice SET leased_until = NULL, due_at = created_at WHERE sent_at IS NULL"
PENDING = "SELECT count(*) FROM outbox_notice WHERE sent_at IS NULL AND cancelled_at IS NULL"


class Sink:
    """A mail server that takes a moment and remembers the id of every mail it has taken."""

    def __init__(self):
        self.ids = []

    async def handle_DATA(self, server, session, envelope):
        for line in envelope.content.decode().splitlines():
            if line.lower().startswith("message-id:"):
                self.ids.append(line.split(":", 1)[1].strip())
        return "250 OK"


@pytest.fixture
def sink():
    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def site(tmp_path, sink):
    env = {
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "TRUSTED_PROXY_COUNT": "1",
        "WEB_WORKERS": "1",
    }
    with SampleSite(tmp_path, **env) as running:
        running.ask(PREPARE)
        running.shell("from consult.models import Consultation as C; C.objects.all().delete()")
        yield running


class Crowd:
    """Visitors who ask one question after the other until they are stopped."""

    def __init__(self, site):
        secret = (site.folder / "secrets" / "secret_key").read_text().strip()
        self.site, self.secret, self.shown = site, secret, {}
        self.stop, self.until = threading.Event(), time.monotonic() + PATIENCE
        self.answered = threading.Condition()
        self.threads = [threading.Thread(target=self._ask, args=(n,)) for n in range(VISITORS)]
        for thread in self.threads:
            thread.start()

    def _ask(self, number):
        for turn in range(10_000):
            if self.stop.is_set():
                return
            question = f"{number}-{turn}：{random.getrandbits(400):x}"
            code = Visitor(self.site, self.secret).ask(question, self.until)
            if code:
                with self.answered:
                    self.shown[code] = question
                    self.answered.notify_all()

    def wait_for(self, more):
        """Until so many more of them were shown a receipt."""
        with self.answered:
            goal = len(self.shown) + more
            assert self.answered.wait_for(lambda: len(self.shown) >= goal, PATIENCE)

    def leave(self):
        self.stop.set()
        for thread in self.threads:
            thread.join(60)


def counts(site):
    return json.loads(site.shell(COUNT))


def opens(site, crowd, code):
    visitor = Visitor(site, crowd.secret)
    return crowd.shown[code] in visitor.post("/consult/thread/", action="code", code=code)


def sent_in_the_end(site):
    """What there is once the worker has had time to send everything."""
    site.ask(FREE)
    deadline = time.monotonic() + PATIENCE
    while site.ask(PENDING) != [(0,)]:
        assert time.monotonic() < deadline, "the worker does not send what is left"
        time.sleep(0.2)
    return counts(site)


@pytest.mark.parametrize("turn", stages.turns(5))
def test_what_was_shown_is_there_and_every_notice_goes_out(site, sink, turn):
    crowd = Crowd(site)
    for _ in range(KILLS):
        crowd.wait_for(random.randint(*ANSWERS))
        site.kill()
        site.start()
    crowd.wait_for(1)
    crowd.leave()
    told = sent_in_the_end(site)

    assert set(told["states"]) <= {"new", "quarantined"}  # the more the fewer stand as new
    assert not set(crowd.shown.values()) - set(told["questions"])
    assert len(set(told["questions"])) == len(told["questions"]) == told["consultations"]
    assert told["events"].count("received") == told["consultations"]
    assert [code for code in crowd.shown if not opens(site, crowd, code)] == []

    assert told["told"] == told["consultations"]
    assert set(sink.handler.ids) == set(told["notices"])
