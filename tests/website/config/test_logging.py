"""No token of an address stands in a log line."""

import io
import json
import logging
import re
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from articles.workflow import previews
from tests.factories import make_article
from website.config.logging import LONGEST, JsonFormatter, LineFormatter, request_id, shown_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines():
    """What the console of the site is given, as it is written."""
    out, root = io.StringIO(), logging.getLogger("django")
    told = settings.LOGGING["filters"]["no_tokens"]["callback"]
    handler = logging.StreamHandler(out)
    handler.addFilter(told)
    root.addHandler(handler)
    yield out.getvalue
    root.removeHandler(handler)


def test_neither_a_preview_link_nor_a_receipt_code_is_in_a_line_though_it_was_pasted_wrongly(lines):
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["no_tokens"]
    link = previews.make(article=make_article(state="draft"), user=None)
    token = previews.SIGNER.sign(link.pk)
    client = Client(enforce_csrf_checks=True)
    for path in (f"{token}/。", f"{token}。/", f"{token}/more/"):
        assert client.get(f"/articles/preview/{path}").status_code == 404
    assert client.post(f"/articles/preview/{token}/").status_code == 403
    assert lines().count("/articles/preview/…") == 4
    assert token.partition(".")[2] not in lines()
    code = "1234 5678 9012 3456"
    for path in ("thread/" + code, "thread/ " + code.replace(" ", "  "), code.replace(" ", "-")):
        assert client.get(f"/consult/{path}").status_code == 404
    for path in ("/" + code, "/nothing/" + code.replace(" ", "")):
        assert client.get(path).status_code == 404
        assert shown_path(quote(path).encode()) == path.rpartition("/")[0] + "/…"
    assert lines().count("/consult/thread/…") == 2
    assert lines().count("/consult/…") == 1
    assert not re.search("[0-9]{4}", lines().replace("u3002", ""))


def test_other_lines_stay_as_they_are_and_a_long_address_makes_no_long_one(lines):
    assert Client().get("/nothing/%d/here/").status_code == 404
    assert "Not Found: /nothing/%d/here/" in lines()
    before = len(lines())
    assert Client().get("/" + "n" * 6_000).status_code == 404
    assert LONGEST - 50 < len(lines()) - before < LONGEST + 50


def record(name="antou.worker", message="job %s failed", *args, **more):
    known = {"name": name, "msg": message, "args": args or ("x",), "levelname": "ERROR", **more}
    return logging.makeLogRecord(known)


@pytest.fixture
def in_request():
    token = request_id.set("0f" * 16)
    yield "0f" * 16
    request_id.reset(token)


def test_a_line_of_a_request_ends_with_its_id_and_others_stay_as_they_were(in_request):
    line = LineFormatter().format
    assert line(record()).endswith(f"antou.worker: job x failed request={in_request}")
    assert line(record("antou.login")).endswith(" antou.login: job x failed")
    request_id.set("")
    assert line(record()).endswith(" ERROR antou.worker: job x failed")


def test_json_is_one_line_with_all_of_it(in_request):
    try:
        raise ValueError("two\nlines")
    except ValueError as error:
        failed = record(exc_info=(type(error), error, error.__traceback__), status=500)
    line = JsonFormatter().format(failed)
    told = json.loads(line)
    assert "\n" not in line
    assert told.pop("traceback").endswith("ValueError: two\nlines")
    assert told.pop("time").endswith(("+08:00", "+00:00"))
    assert told == {
        "level": "ERROR", "logger": "antou.worker", "message": "job x failed", "status": 500,
        "request": in_request,
    }  # fmt: skip
