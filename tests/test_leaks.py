"""What a client confides is nowhere but in its sealed column: a whole flow with marked words."""

import base64
import logging
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from consult import services
from consult.models import Consultation
from outbox import services as outbox
from tests.consult.posting import FORM, THREAD, code_of, enter, good_post, token
from tests.factories import make_area, make_settings, make_superuser

pytestmark = pytest.mark.django_db
WORDS = {
    "question": "暗记甲：公司拖欠工资三个月",
    "name": "暗记乙",
    "phone": "13899990001",
    "email": "anji-bing@example.com",
    "city": "暗记丁",
    "opponent": "暗记戊公司",
    "client": "暗记己：再补充一点",
    "reply": "暗记庚：可以申请仲裁",
    "note": "暗记辛：像是虚假诉讼",
    "unsent": "暗记壬：没有提交成功的话",
}
PERSON = {name: WORDS[name] for name in ("question", "name", "phone", "email", "city", "opponent")}
MARKS = ["暗记", "13899990001", "138 9999", "anji-bing"]
# The marks, also as JSON, an address or a base64 without a key would write them.
SPELLINGS = [
    *MARKS,
    *(mark.encode("unicode_escape").decode() for mark in MARKS),
    *(base64.b64encode(f"{mark}xx".encode()).decode()[:8] for mark in ["暗记甲", "暗记庚"]),
    "%E6%9A%97%E8%AE%B0",
]


class Flow:
    """Everything that a client and the office do, and what every response told."""

    def __init__(self, caplog):
        self.client, self.office, self.wall = Client(), Client(), Client(enforce_csrf_checks=True)
        self.told = []
        make_settings(notify_email="office@example.com")
        self.area = make_area(sensitive=True, sensitive_reason="会涉及犯罪记录。")
        self.office.force_login(make_superuser(email="boss@example.com"))
        with caplog.at_level(logging.DEBUG):
            self.run()
        self.logged = logged(caplog)

    def note(self, response):
        """Keep what a response says beside its page: status line, headers, cookies, address."""
        self.told.append(f"{response.request['PATH_INFO']}?{response.request['QUERY_STRING']}")
        self.told.append(f"{response.headers} {response.cookies}")
        return response

    def run(self):
        post = good_post(area=self.area.pk, sensitive_consent="on", **PERSON)
        self.note(self.client.post(FORM, {**post, "area": "", "question": WORDS["unsent"]}))
        self.note(self.wall.post(FORM, post))
        odd = {"website": WORDS["unsent"], "token": token(random="0" * 32)}
        self.note(self.client.post(FORM, {**post, **odd}))
        self.note(self.client.post(FORM, post))
        self.code = code_of(self.client)
        self.note(enter(self.client, "暗记" + self.code[:15]))
        self.note(enter(self.client, self.code))
        self.say("message", text="字")
        self.say("message", text=WORDS["client"])
        self.say(WORDS["unsent"], text=WORDS["unsent"])
        self.desk()
        self.note(self.client.get(THREAD))
        outbox.deliver_due()

    def say(self, action, **fields):
        self.note(self.client.post(THREAD, {"action": action, "token": token(), **fields}))

    def desk(self):
        inbox = "/admin/consult/consultation/"
        page = f"{inbox}{Consultation.objects.filter(state='new').get().pk}/change/"
        for action in ("reply", "note", "close", "reopen", "odd"):
            fields = {"action": action, "text": WORDS["reply"], "note": WORDS["note"]}
            self.note(self.office.post(page, {**fields, "token": token()}))
        for address in (inbox, page, f"{inbox}?work=all", "/admin/", "/healthz"):
            self.note(self.office.get(address))


def logged(caplog):
    """All log records, with their arguments and tracebacks, as a handler would print them."""
    form = logging.Formatter()
    records = [record for record in caplog.records if record.name != "django.db.backends"]
    return "\n".join(f"{form.format(record)} {record.args}" for record in records)


@pytest.fixture
def every_logger_is_heard(monkeypatch):
    for name in ("django", "antou", "axes"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)


@pytest.fixture
def flow(every_logger_is_heard, caplog):
    return Flow(caplog)


def leaks(text):
    return [word for word in SPELLINGS if word in text]


def columns():
    """Every value of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, " ".join(map(str, row))


def test_the_flow_really_happened(flow):
    kept = Consultation.objects.filter(state="waiting_lawyer").get()
    texts = [message.text for message in kept.messages.all()]
    assert texts == [WORDS["question"], WORDS["client"], WORDS["reply"]]
    assert kept.notes.get().text == WORDS["note"]
    assert (kept.name, kept.phone, kept.email) == (WORDS["name"], WORDS["phone"], WORDS["email"])
    assert Consultation.objects.filter(state="quarantined").count() == 1
    assert len(mail.outbox) == 2
    assert LogEntry.objects.count() == 0


def test_no_column_of_any_table_has_it(flow):
    rows = list(columns())
    assert {"consult_message", "outbox_notice", "django_session"} <= {table for table, _ in rows}
    assert not [table for table, text in rows if leaks(text)]


def test_no_column_of_any_table_has_the_code(flow):
    shown = f"{flow.code[:4]} {flow.code[4:8]}"
    assert not [table for table, text in columns() if flow.code in text or shown in text]


def test_no_session_has_it(flow):
    held = str([session.get_decoded() for session in Session.objects.all()])
    assert "consult_thread" in held
    assert not leaks(held)
    assert flow.code not in held


def test_no_log_line_has_it(flow):
    assert "Forbidden (CSRF cookie not set.): /consult/" in flow.logged
    assert not leaks(flow.logged)
    assert flow.code not in flow.logged


def test_no_mail_has_it(flow):
    said = "".join(str(message.message()) + message.body for message in mail.outbox)
    assert not leaks(said)
    assert flow.code not in said


def test_no_header_cookie_or_address_has_it(flow):
    told = "\n".join(flow.told)
    assert "receipt=" in told
    assert not leaks(told)
    assert flow.code not in told


def test_no_cache_entry_has_it(flow):
    held = str(getattr(cache, "_cache", {}))
    assert not leaks(held)
    assert flow.code not in held


def test_no_dump_has_it(flow):
    out = StringIO()
    call_command("dumpdata", stdout=out)
    assert out.getvalue().count("enc1:") >= 10
    assert not leaks(out.getvalue())
    assert flow.code not in out.getvalue()


def test_the_thread_page_shows_it_but_no_other_public_page(flow):
    assert leaks(flow.client.get(THREAD).content.decode())
    for address in ("/", "/consult/", "/articles/", "/sitemap.xml", "/articles/feed/"):
        assert not leaks(Client().get(address).content.decode())
    assert Client().get("/search/", {"q": WORDS["name"]}).context["total"] == 0


@pytest.mark.parametrize("error", [RuntimeError("boom"), UnicodeError("boom")])
def test_a_failing_view_leaves_nothing_in_log_or_page(
    every_logger_is_heard, caplog, monkeypatch, error
):
    def fail(**fields):
        raise error

    post = good_post(**PERSON)
    monkeypatch.setattr(services, "submit", fail)
    with caplog.at_level(logging.DEBUG):
        response = Client(raise_request_exception=False).post(FORM, post)
    assert response.status_code == 500
    assert "网站暂时出了问题" in response.content.decode()
    assert "Internal Server Error: /consult/" in logged(caplog)
    assert not leaks(response.content.decode() + logged(caplog))
    assert not mail.outbox
