"""A flood of posts from many addresses closes nothing: it is set apart, told once, and over."""

import random
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from consult.base.enums import State
from consult.models import Consultation
from consult.public.thread import MUCH
from consult.spam import rate_limit, score
from firm.models import PracticeArea
from outbox import services as outbox
from outbox.models import Notice
from outbox.services import QUIET
from tests import monitor
from tests.consult.posting import FORM, RECEIPT, THREAD, code_of, enter, good_post, solved, token
from tests.factories import make_area, make_settings, make_superuser
from website.operations import health

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
CHALLENGE = "/consult/challenge/"
HOUR = timedelta(hours=1)
# Hostile posts in an hour, from so many addresses, half of them with good proofs; honest ones.
FLOODS = [(60, 12, 6), pytest.param(5000, 1000, 100, marks=pytest.mark.audit)]


class Clock:
    """A Monday morning, in which nothing moves by itself."""

    at = datetime(2026, 11, 30, 1, 30, tzinfo=UTC)

    def turn(self, by):
        """Turn it on, and send what is due with each minute."""
        before, self.at = self.at, self.at + by
        if before.minute != self.at.minute or by >= HOUR:
            outbox.deliver_due()


@pytest.fixture
def clock(monkeypatch):
    turned = Clock()
    monkeypatch.setattr(timezone, "now", lambda: turned.at)
    monkeypatch.setattr(time, "time", lambda: turned.at.timestamp())
    return turned


@pytest.fixture(autouse=True)
def office(monkeypatch):
    monkeypatch.setattr(score, "ROUNDS", 1)
    make_settings(notify_email="office@example.com")
    make_area()


def text(number):
    """Texts that have nothing in common."""
    return "".join(map(chr, random.Random(number).choices(range(0x4E00, 0x9FA0), k=40)))


def ask(number, address, *, proved, client=None):
    """A post from a fresh browser, its proof of what the site asks for at this moment."""
    client = client or Client()
    made = solved(client.get(CHALLENGE, REMOTE_ADDR=address).json()) if proved else ""
    known = {"question": text(number), "token": token(random=f"{number:032}"), "proof": made}
    area = PracticeArea.objects.get().pk
    return client.post(FORM, good_post(**known, area=area), REMOTE_ADDR=address)


@pytest.mark.parametrize(("hostile", "addresses", "honest"), FLOODS)
def test_a_flood_refuses_nobody_and_fills_neither_desk_nor_mailbox(
    client, clock, hostile, addresses, honest
):
    receipts, codes = 0, set()
    for number in range(hostile):
        address = f"198.{18 + number % 2}.{number % addresses // 250}.{number % addresses % 250}"
        ask(number, address, proved=number // addresses % 2)
        if number * honest // hostile != (number + 1) * honest // hostile:
            visitor = Client()
            one = 10**5 + number
            answer = ask(one, f"203.0.{number % 250}.{number // 250}", proved=True, client=visitor)
            receipts += answer.status_code == 302 and answer.url == RECEIPT
            codes.add(code_of(visitor))
        clock.turn(HOUR / hostile)
    assert (receipts, len(codes)) == (honest, honest)
    assert Consultation.objects.count() == hostile + honest
    assert Consultation.objects.filter(state=State.NEW).count() <= 20
    letters = [letter for letter in mail.outbox if letter.to == ["office@example.com"]]
    assert 1 < len(letters) <= 5
    assert monitor.ready(client).status_code == 200
    assert monitor.told(client)["form"] == health.BAD["form"].word
    client.force_login(make_superuser())
    set_apart = Consultation.objects.filter(score.held_back()).count()
    assert f"有{set_apart}条咨询先转入" in client.get("/admin/").text
    clock.turn(HOUR + QUIET)
    told = [one.payload.get("number", 1) for one in Notice.objects.filter(kind="consult_new")]
    assert sum(told) == hostile + honest, "each is in one letter"
    assert (score.price(), monitor.told(client)["form"]) == (0, "ok")
    ask(10**6, "203.0.113.9", proved=False)
    assert Consultation.objects.latest("received_at").state == State.NEW


def test_the_price_rises_with_each_that_stands_as_new_and_the_puzzle_with_it(clock, monkeypatch):
    prices = []
    for number in range(rate_limit.AT_ONCE.most + 2):
        prices.append(score.price())
        ask(number, f"203.0.113.{number}", proved=True)
    free = rate_limit.AT_ONCE.most // 2
    assert prices == [*[0] * free, 1, 2, 3, 4, 5, 7, 7]
    states = Consultation.objects.order_by("received_at", "pk").values_list("state", flat=True)
    assert sorted(states) == [*[State.NEW] * rate_limit.AT_ONCE.most, *[State.QUARANTINED] * 2]
    made = Client().get(CHALLENGE).json()
    assert made["parameters"]["data"] == {"times": score.DEAREST}
    easier = solved(made | {"parameters": made["parameters"] | {"data": {"times": 1}}})
    assert score.judge_proof(easier, "one") == score.Verdict.WRONG
    # Who answers many has room for more.
    Consultation.objects.update(answered_at=clock.at)
    monkeypatch.setattr(score, "SHARE", 1)
    assert score.price() < score.DEAREST


def test_a_proof_of_a_cheaper_hour_and_none_at_all_wait_for_a_look(clock):
    cheap = solved()
    for number in range(rate_limit.AT_ONCE.most - 2):
        ask(number, "203.0.113.1", proved=True)
    for number, proof in ((50, cheap), (51, ""), (52, solved(score.challenge(score.price())))):
        known = {"question": text(number), "token": token(random=f"{number:032}")}
        known["area"] = PracticeArea.objects.get().pk
        Client().post(FORM, good_post(**known, proof=proof), REMOTE_ADDR="203.0.113.2")
    doubted = Consultation.objects.filter(state=State.QUARANTINED)
    assert [one.doubts for one in doubted] == [score.Reason.FLOOD] * 2


@pytest.mark.parametrize("posts", [60, rate_limit.ADDITIONS.most])
def test_one_code_causes_few_letters_and_too_many_words_come_back(client, clock, posts):
    ask(1, "203.0.113.1", proved=True, client=client)
    enter(client, code_of(client))
    for number in range(posts):
        typed = {"action": "message", "text": f"再补充{number}", "token": token()}
        # From ever new addresses: what a neighbour posts is not the client's.
        answer = client.post(THREAD, typed, REMOTE_ADDR=f"203.0.114.{number}")
        refused = number >= rate_limit.ADDITIONS.most
        assert answer.status_code == (429 if refused else 302)
        assert not refused or (MUCH in answer.text and typed["text"] in answer.text)
        clock.turn(HOUR / posts)
    clock.turn(QUIET)
    assert len(mail.outbox) <= 8
    told = Notice.objects.filter(kind="consult_more").order_by("due_at")
    numbers = [one.payload.get("number", 1) for one in told]
    assert sum(numbers) == rate_limit.ADDITIONS.most
    assert f"补充了{numbers[1]}条内容" in mail.outbox[-1 if posts == 60 else 2].body
