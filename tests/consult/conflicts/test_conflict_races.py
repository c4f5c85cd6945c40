"""Parties and consultations entered at the same moment: the later sees the earlier."""

import threading
import time

import pytest
from django.db import transaction
from django.utils import timezone

from consult import services
from consult.base.enums import BatchAct, Conflict, PartyRole, Source
from consult.conflicts import check, parties
from consult.crypto import keys
from consult.models import Consultation, KnownParty, ShortName
from consult.services import Registration, batches
from tests.consult.publishing import make_answered
from tests.factories import make_area, make_notice, make_superuser
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


PERSON = {"name": "周明远", "phone": "", "email": "", "city": "", "opponent": "沈若川"}
SAID = {"text": "还有一件事", "token": "t"}


def _correct(case, user):
    known = {"consultation": case, "user": user, "seen": services.print_of(case)[0]}
    services.correct(**known, area=case.area, **PERSON)


def _told(case, user):
    told = Registration(user, Source.PHONE)
    services.spoken_message(consultation=case, registered=told, **SAID)


ACTS = {
    "correct": _correct,
    "reopen": lambda case, user: services.reopen(consultation=case, user=user),
    "add": lambda case, _: services.client_message(consultation=case, **SAID),
    "told": _told,
    "reply": lambda case, user: services.reply(consultation=case, user=user, **SAID),
    "take back": lambda _, user: batches.take_back(batch=user.batch, user=user),
    "decide": lambda case, user: services.decide_conflict(
        consultation=case, user=user, reason="查过", decision=Conflict.ALLOWED
    ),
    "renew": lambda *_: parties.renew(lambda: True),
}


@pytest.fixture
def user(transactional_db):
    return make_superuser()


@pytest.fixture
def case(user):
    return make_answered(user)[0]


def _made_ready(act, case, user):
    """As the act finds it: ended, ended in a batch, declined, or without its short names."""
    if act == "take back":
        user.batch = batches.do(token="t", act=BatchAct.CLOSE, keys=[case.pk], user=user)
    elif act == "decide":
        Consultation.objects.update(conflict=Conflict.SEALED)
        declined = {"decision": Conflict.DECLINED, "reason": "同一方"}
        services.decide_conflict(consultation=case, user=user, **declined)
    elif act == "renew":
        ShortName.objects.all().delete()
    elif act != "correct":
        services.close(consultation=case, user=user)
    case.refresh_from_db()


@pytest.mark.parametrize("act", ACTS)
def test_a_party_registered_meanwhile_neither_fails_nor_seals(act, case, user, shared_database):
    aside(lambda: _made_ready(act, case, user))
    began, under_way = timezone.now(), threading.Event()

    def register():
        """Takes its turn first, and then the row of whom it names."""
        with transaction.atomic():
            check.one_at_a_time()
            under_way.set()
            time.sleep(0.4)
            Consultation.objects.select_for_update().get(pk=case.pk)

    def work():
        under_way.wait(120)
        ACTS[act](case, user)

    together(register, work)
    assert aside(lambda: Consultation.objects.get().conflict) in {Conflict.CLEAR, Conflict.ALLOWED}
    newer = aside(lambda: case.events.filter(at__gt=began).exists() or ShortName.objects.exists())
    assert newer  # it was done
