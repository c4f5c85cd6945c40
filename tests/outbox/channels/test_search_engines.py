"""Search engines over a real connection: what they are told, what they may answer, what is kept."""

import logging
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from outbox import services
from outbox.base.errors import CODES, sentence
from outbox.channels import search_engines
from outbox.channels.search_engines import BAIDU_REFUSED, INDEXNOW_REFUSED, UNREADABLE
from outbox.delivery import send
from outbox.models import Notice
from tests.outbox.delivery.test_send import make_notice
from tests.outbox.engines import KEY, SITE, TOKEN, says, tell

pytestmark = [pytest.mark.engine, pytest.mark.django_db, pytest.mark.usefixtures("public_site")]


def test_baidu_is_told_one_address_a_line(baidu):
    tell("/articles/1/")
    assert services.deliver_due() == 1
    ((path, headers, body),) = baidu.told
    assert path == f"/urls?site={SITE}&token={TOKEN}"
    assert (headers["Content-Type"], body) == ("text/plain", f"{SITE}/articles/1/")
    assert Notice.objects.get().payload == {"remain": 998}


def test_a_site_without_tls_is_named_by_its_host(baidu, settings):
    settings.SITE_URL = "http://www.example.com"
    tell("/articles/1/")
    services.deliver_due()
    assert baidu.told[0][0].startswith("/urls?site=www.example.com&")


@pytest.mark.parametrize("status", [200, 202])
def test_indexnow_is_told_all_that_is_due_in_one_call(indexnow, status):
    says(indexnow, status, b"")
    tell("/articles/1/", "/articles/2/")
    assert services.deliver_due() == 2
    ((path, headers, body),) = indexnow.told
    assert (path, headers["Content-Type"]) == ("/indexnow", "application/json; charset=utf-8")
    assert (body["host"], body["key"]) == ("www.example.com", KEY)
    assert body["keyLocation"] == f"{SITE}/{KEY}.txt"
    assert set(body["urlList"]) == {f"{SITE}/articles/{n}/" for n in (1, 2)}


def test_nothing_is_written_without_a_key():
    assert tell("/articles/1/") == 0
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8000", "http://localhost", "http://[::1]", "http://192.168.1.9",
     "http://kanzlei", "http://desk.local"],
)  # fmt: skip
def test_a_site_that_nobody_reaches_pushes_nothing(settings, url):
    settings.SITE_URL, settings.INDEXNOW_KEY = url, KEY
    assert tell("/articles/1/") == 0


REFUSALS = {
    **{
        said: (400, {"error": 400, "message": said}, BAIDU_REFUSED.format(400) + hint)
        for said, hint in CODES["baidu"].items()
    },
    "token": (401, {"error": 401, "message": TOKEN}, BAIDU_REFUSED.format(401)),
    "odd": (400, {"error": 400, "message": [TOKEN]}, BAIDU_REFUSED.format(400)),
    "500": (500, b"<html>", UNREADABLE.format(500)),
    "500 with a number": (500, {"success": 1}, BAIDU_REFUSED.format(500)),
    "less than none": (200, {"success": -1}, BAIDU_REFUSED.format(200)),
    "a word for a number": (200, {"success": "1"}, BAIDU_REFUSED.format(200)),
    "deep": (200, b"[" * 90_000, UNREADABLE.format(200)),
    "list": (200, b"[]", UNREADABLE.format(200)),
    "no number": (200, {"success": True}, BAIDU_REFUSED.format(200)),
    "redirect": (302, b"", UNREADABLE.format(302)),
    "huge": (200, b" " * (search_engines.LONGEST_ANSWER + 9), UNREADABLE.format(200)),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_baidu_did_not_take_is_kept_with_a_sentence_and_tried_again(baidu, name):
    status, body, told = REFUSALS[name]
    says(baidu, status, body)
    tell("/articles/1/")
    assert services.deliver_due() == 0
    kept = Notice.objects.get()
    assert kept.error == told
    assert (kept.attempts, kept.leased_until) == (1, None)
    assert kept.due_at > timezone.now() + timedelta(seconds=50)
    says(baidu, 200, {"remain": 5, "success": 1})
    Notice.objects.update(due_at=timezone.now())
    assert services.deliver_due() == 1


def test_what_indexnow_did_not_take_is_kept_with_a_sentence(indexnow):
    for status in (302, 400, 403, 422, 429, 500):
        Notice.objects.all().delete()
        says(indexnow, status, KEY.encode())
        tell("/articles/1/")
        services.deliver_due()
        assert INDEXNOW_REFUSED.format(status) in Notice.objects.failing().get().error


@pytest.mark.parametrize("engine", ["baidu", "indexnow"])
def test_an_engine_that_never_answers_holds_nobody_up(engine, request, monkeypatch):
    host = request.getfixturevalue(engine)
    monkeypatch.setattr(search_engines, "TIMEOUT", 0.4)
    host.answer = lambda handler: time.sleep(20)  # then it hangs up, which is another failure
    tell("/articles/1/")
    make_notice(key="mail")
    assert services.deliver_due() == 1
    assert len(mail.outbox) == 1
    assert Notice.objects.failing().get().error == sentence(TimeoutError())


def test_no_key_is_in_a_row_a_log_line_an_error_or_a_debug_page(
    baidu, indexnow, caplog, monkeypatch
):
    monkeypatch.setattr(send.log, "propagate", True)
    with caplog.at_level(logging.DEBUG):
        for body in ({"error": 401, "message": TOKEN}, {"remain": 1, "success": 1}):
            says(baidu, 401 if "error" in body else 200, body)
            says(indexnow, 403 if "error" in body else 200, KEY.encode())
            tell("/articles/1/")
            services.deliver_due()
    from django.views.debug import SafeExceptionReporterFilter

    shown = SafeExceptionReporterFilter().get_safe_settings()
    told = [shown["BAIDU_PUSH_TOKEN"], shown["INDEXNOW_KEY"], *Notice.objects.values()]
    assert "notices not sent" in caplog.text
    assert "geheim" not in f"{caplog.text}{told}"
    assert TOKEN in baidu.told[0][0]  # there was something to leak
