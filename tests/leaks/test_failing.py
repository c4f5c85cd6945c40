"""Each act of clients and the desk, when it breaks: neither page nor log say what was typed."""

import logging

import pytest
from django.db import connection
from django.test import Client

from consult import services
from consult.admin import inbox
from consult.base.enums import PublicationState as State
from consult.models import Consultation
from tests.consult.posting import FORM, THREAD, enter, good_post, token
from tests.consult.publication_page import filled, press, written
from tests.consult.publishing import make_answered, make_asked
from tests.consult.registering import REGISTER, call
from tests.factories import make_area, make_staff, make_submitted, make_superuser
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
        "save_draft": {"action": "draft", "text": WORDS["note"], "token": token()},
    }


@pytest.mark.parametrize(
    "service", ["hand_over", "set_follow_up", "correct", "set_facts", "add_note", "save_draft"]
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


@pytest.mark.parametrize("error", [RuntimeError, UnicodeError])
def test_the_form(listening, monkeypatch, error, mailoutbox):
    def fail(**fields):
        raise error("boom")

    post, client = good_post(**PERSON), Client(raise_request_exception=False)
    monkeypatch.setattr(services, "submit", fail)
    _said_nothing(client.post(FORM, post), listening)
    assert "Internal Server Error: /consult/" in logged(listening)
    assert not mailoutbox


def test_the_thread(listening, monkeypatch):
    client = Client(raise_request_exception=False)
    enter(client, make_submitted(**PERSON)[1])
    _fail(monkeypatch, "client_message")
    fields = {"action": "message", "text": WORDS["client"], "token": token()}
    _said_nothing(client.post(THREAD, fields), listening)


@pytest.mark.engine
def test_a_database_that_refuses_a_row(listening, monkeypatch):
    """PostgreSQL names the values of the row that it refuses: they are sealed by then."""
    case, _ = make_submitted(**PERSON)
    case.closed_at = case.received_at  # against a constraint
    monkeypatch.setattr(services, "submit", lambda **fields: case.save())
    client = Client(raise_request_exception=False)
    _said_nothing(client.post(FORM, good_post(**PERSON)), listening)
    assert "consult_closed_has_dates" in logged(listening)


@pytest.mark.engine
def test_statements_that_are_logged(listening):
    """Names and texts are sealed before they become a parameter. The words that articles are
    searched by are not, so the check is of the statements that touch what was confided."""
    connection.force_debug_cursor = True
    try:
        make_submitted(**PERSON)
        assert Consultation.objects.get().name == WORDS["name"]
    finally:
        connection.force_debug_cursor = False
    assert "INSERT INTO" in logged(listening)
    assert not leaks(logged(listening))


def test_an_answer_in_a_list(office, case, listening, monkeypatch):
    """The beginnings of questions are read by then."""
    monkeypatch.setattr(inbox, "frame", lambda *args: 1 / 0)
    _said_nothing(office.get(f"{INBOX}?work=all"), listening)
