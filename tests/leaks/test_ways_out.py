"""What leaves the house, or stands in a log, says nothing of what was confided."""

from email import message_from_bytes, policy

import pytest
from django.db import connection
from django.test import Client

from consult import services
from consult.models import Consultation
from outbox.models import Notice
from tests.consult.posting import FORM, THREAD, enter, good_post, token
from tests.factories import make_submitted as make_consultation
from tests.factories import make_superuser
from tests.leaks.flow import INBOX, logged
from tests.leaks.words import PERSON, WORDS, leaks
from website.http.errors import TEXTS


def no_log_line_has_it(flow, letters):
    assert "Forbidden (CSRF cookie not set.): /consult/" in flow.logged
    assert not leaks(flow.logged)
    assert flow.code not in flow.logged


def no_mail_says_it(flow, letters):
    """Four went out: three to the office, one to the client, which names nobody."""
    said = b"".join(raw for _, raw in letters)
    to = [address for addresses, _ in letters for address in addresses]
    assert to.count(WORDS["email"]) == 1
    bare = said.replace(WORDS["email"].encode(), b"")  # the address on its own envelope
    assert not leaks(bare)
    assert flow.code.encode() not in said


def the_mail_to_the_client_names_neither_matter_nor_people(flow, letters):
    (raw,) = [raw for to, raw in letters if to == [WORDS["email"]]]
    mail = message_from_bytes(raw, policy=policy.default)
    said = mail["Subject"] + mail.get_content()
    assert not any(word in said for word in (flow.area.name, flow.case.reference, "律师"))


def no_line_of_the_ledger_has_it(flow, letters):
    rows = Notice.objects.values_list("recipient", "payload", "dedupe_key", "error", "why")
    assert {"mail", "wecom"} == set(Notice.objects.values_list("channel", flat=True))
    assert not leaks(str(list(rows)))


def a_robot_is_told_number_area_time_and_address_alone(flow, letters):
    alerts = [one.payload["text"] for one in Notice.objects.filter(channel="wecom")]
    assert any(flow.case.reference in text for text in alerts)
    assert not leaks("".join(alerts))


def no_header_cookie_or_address_has_it(flow, letters):
    told = "\n".join(flow.told)
    assert "receipt=" in told
    assert not leaks(told)
    assert flow.code not in told


LOOKED_THROUGH = [
    no_log_line_has_it,
    no_mail_says_it,
    the_mail_to_the_client_names_neither_matter_nor_people,
    no_line_of_the_ledger_has_it,
    a_robot_is_told_number_area_time_and_address_alone,
    no_header_cookie_or_address_has_it,
]


def test_what_leaves_the_house_says_nothing_of_it(flow, letters, subtests):
    """All that only looks, after one flow."""
    for look in LOOKED_THROUGH:
        with subtests.test(look.__name__):
            look(flow, letters)


# When something breaks


def broken(client, post):
    """Status and page of a post that meets an error, as a visitor would see it."""
    client.raise_request_exception = False
    response = post(client)
    return response.status_code, response.content


@pytest.fixture
def listening(every_logger_is_heard, caplog):
    import logging

    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.mark.parametrize("error", [RuntimeError("boom"), UnicodeError("boom")])
def test_a_failing_form_leaves_nothing_in_log_or_page(
    db, listening, monkeypatch, error, mailoutbox
):
    def fail(**fields):
        raise error

    post = good_post(**PERSON)
    monkeypatch.setattr(services, "submit", fail)
    status, page = broken(Client(), lambda client: client.post(FORM, post))
    assert status == 500
    assert TEXTS[500][0] in page.decode()
    assert "Internal Server Error: /consult/" in logged(listening)
    assert not leaks(page + logged(listening).encode())
    assert not mailoutbox


def test_a_failing_thread_leaves_nothing(db, listening, monkeypatch):
    _, code = make_consultation(**PERSON)
    client = Client()
    enter(client, code)
    monkeypatch.setattr(services, "client_message", lambda **fields: 1 / 0)
    fields = {"action": "message", "text": WORDS["client"], "token": token()}
    status, page = broken(client, lambda client: client.post(THREAD, fields))
    assert status == 500
    assert "ZeroDivisionError" in logged(listening)
    assert not leaks(page + logged(listening).encode())


@pytest.mark.parametrize("field", ["note", "text"])
def test_a_failing_desk_leaves_nothing(db, listening, monkeypatch, field):
    case, _ = make_consultation(**PERSON)
    office = Client()
    office.force_login(make_superuser())
    for service in ("add_note", "save_draft"):
        monkeypatch.setattr(services, service, lambda **fields: 1 / 0)
    fields = {"action": {"note": "save", "text": "draft"}[field], field: WORDS["note"]}
    address = f"{INBOX}{case.pk}/change/"
    status, page = broken(office, lambda client: client.post(address, {**fields, "token": "t"}))
    assert status == 500
    assert not leaks(page + logged(listening).encode())


@pytest.mark.engine
def test_a_database_that_refuses_a_row_tells_no_word_of_it(db, listening, monkeypatch):
    """PostgreSQL names the values of the row that it refuses: they are sealed by then."""
    case, _ = make_consultation(**PERSON)
    case.closed_at = case.received_at  # against a constraint
    monkeypatch.setattr(services, "submit", lambda **fields: case.save())
    status, page = broken(Client(), lambda client: client.post(FORM, good_post(**PERSON)))
    assert status == 500
    assert "consult_closed_has_dates" in logged(listening)
    assert not leaks(page + logged(listening).encode())


@pytest.mark.engine
def test_no_statement_carries_it_even_when_statements_are_logged(db, listening):
    """Names and texts are sealed before they become a parameter. The words that articles are
    searched by are not, so the check is of the statements that touch what was confided."""
    connection.force_debug_cursor = True
    try:
        make_consultation(**PERSON)
        assert Consultation.objects.get().name == WORDS["name"]
    finally:
        connection.force_debug_cursor = False
    assert "INSERT INTO" in logged(listening)
    assert not leaks(logged(listening))
