"""Each new act of the desk, when it breaks: neither the page nor a log line says what was typed."""

import logging

import pytest
from django.test import Client

from consult import services
from consult.admin import inbox
from consult.base.enums import PublicationState as State
from tests.consult.posting import THREAD, enter, token
from tests.consult.publication_page import filled, press, written
from tests.consult.publishing import make_answered, make_asked
from tests.consult.registering import REGISTER, call
from tests.factories import make_area, make_staff, make_superuser
from tests.leaks.flow import INBOX, logged
from tests.leaks.words import PERSON, WORDS, leaks
from website.http.errors import TEXTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_superuser()


@pytest.fixture
def office(boss):
    client = Client(raise_request_exception=False)
    client.force_login(boss)
    return client


@pytest.fixture
def case(boss):
    return make_answered(boss, **PERSON)[0]


@pytest.fixture
def listening(every_logger_is_heard, caplog):
    caplog.set_level(logging.DEBUG)
    return caplog


def _said_nothing(response, listening):
    assert response.status_code == 500
    assert TEXTS[500][0] in response.text
    assert "Internal Server Error" in logged(listening)
    assert not leaks(response.content + logged(listening).encode())


def _fail(monkeypatch, service):
    monkeypatch.setattr(services, service, lambda *args, **fields: 1 / 0)


def _typed(case, colleague):
    """What is posted to the page of a consultation, by the service that then breaks."""
    passed = {"handing_note": WORDS["handed"], "to": colleague.pk, "token": token()}
    person = {name: WORDS[name] for name in ("name", "phone", "city", "opponent")}
    seen = {"seen": services.print_of(case)[0], "area": case.area_id}
    return {
        "hand_over": {"action": "hand_over", **passed},
        "set_follow_up": {"action": "save", "after": "1", "why": WORDS["follow_up"]},
        "correct": {"action": "save", **person, "name": WORDS["corrected"], **seen},
        "set_facts": {"action": "save", "name_0": WORDS["note"], "value_0": WORDS["note"]},
        "add_note": {"action": "save", "note": f"@{WORDS['name']}", "token": token()},
    }


@pytest.mark.parametrize(
    "service", ["hand_over", "set_follow_up", "correct", "set_facts", "add_note"]
)
def test_the_page_of_a_consultation(office, case, listening, monkeypatch, service):
    posted = _typed(case, make_staff("consult.view_consultation", "consult.send_reply"))[service]
    _fail(monkeypatch, service)
    _said_nothing(office.post(f"{INBOX}{case.pk}/change/", posted), listening)


def test_the_registering_of_a_call(office, listening, monkeypatch):
    person = {name: WORDS[name] for name in ("name", "phone", "opponent")}
    told = call(question=WORDS["call"], answer=WORDS["told"], area=make_area().pk, **person)
    _fail(monkeypatch, "submit")
    _said_nothing(office.post(REGISTER, told), listening)


def test_the_page_of_an_article(office, case, listening, monkeypatch):
    page = written(office, case)
    _fail(monkeypatch, "save_article")
    posted = filled(page, answer=WORDS["unsent"], title=WORDS["draft"])
    _said_nothing(press(office, case, "save", **posted), listening)


def test_the_client_who_reads_it(boss, listening, monkeypatch):
    case, code = make_answered(boss, **PERSON)
    make_asked(case, boss)
    client = Client(raise_request_exception=False)
    enter(client, code)
    page = f"{THREAD}article/"
    asked = client.get(page).context["form"]["asked"].value()
    _fail(monkeypatch, "judge_article")
    posted = {"asked": asked, "verdict": State.CHANGES, "text": WORDS["client"]}
    _said_nothing(client.post(page, posted), listening)


def test_an_answer_in_a_list(office, case, listening, monkeypatch):
    """The beginnings of questions are read by then."""
    monkeypatch.setattr(inbox, "frame", lambda *args: 1 / 0)
    _said_nothing(office.get(f"{INBOX}?work=all"), listening)
