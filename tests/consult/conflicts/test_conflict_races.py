"""Parties and consultations entered at the same moment: the later sees the earlier."""

import threading
import time

import pytest
from django.db import transaction

from consult.base.enums import PartyRole
from consult.conflicts import parties
from consult.crypto import keys
from consult.models import Consultation, KnownParty
from tests.factories import make_area, make_notice
from tests.factories import make_submitted as make_consultation
from tests.threads import aside, together

pytestmark = pytest.mark.engine

FIRM = "云澜晴川科技有限公司"


@pytest.fixture
def area(transactional_db):
    assert keys.ready()  # registered, or the second would wait for that
    make_notice()
    return make_area()


def test_what_is_asked_while_a_party_is_registered_waits_for_it(area, shared_database):
    under_way = threading.Event()

    def register():
        with transaction.atomic():
            parties.register(party=KnownParty(name=FIRM, role=PartyRole.CLIENT))
            under_way.set()
            time.sleep(0.3)

    def ask():
        under_way.wait(120)
        make_consultation(area=area, opponent=FIRM)

    together(register, ask)
    assert aside(lambda: Consultation.objects.get().sealed)


def test_of_two_sides_that_ask_at_one_moment_the_later_is_met(area, shared_database):
    under_way = threading.Event()

    def first():
        with transaction.atomic():
            make_consultation(area=area, name="周明远", opponent="沈若川")
            under_way.set()
            time.sleep(0.3)

    def second():
        under_way.wait(120)
        make_consultation(area=area, name="沈若川", opponent="周明远")

    together(first, second)
    rows = Consultation.objects.order_by("received_at")
    assert aside(lambda: [one.conflict_hits.exists() for one in rows]) in (
        [False, True],
        [True, False],
    )
