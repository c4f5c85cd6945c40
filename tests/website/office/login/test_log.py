"""One line for each login, which fail2ban reads and in which nobody's words stand."""

import logging
import os
import re
import shutil
import subprocess

import pytest
from django.test import Client

from tests.site_process import ROOT
from tests.website.login import guess, hosts, post
from tests.website.second_factor import clock
from website.config.logging import JsonFormatter
from website.office.login import backend as ceilings

pytestmark = pytest.mark.django_db
FILTER = ROOT / "docs" / "fail2ban" / "antou-login.conf"
ADDRESS = "203.0.113.7"


@pytest.fixture
def lines(caplog):
    """The lines of the login, and no other of the same answer."""
    caplog.set_level(logging.INFO)
    return lambda: [one.getMessage() for one in caplog.records]


def test_a_wrong_password_is_one_line(client, lin, lines):
    post(client, REMOTE_ADDR=ADDRESS)
    assert lines() == ["login failed: address=203.0.113.7 reason=password"]


def test_a_wrong_code_and_a_missing_one_are_one_line_each(client, lin, lines):
    for code in ("000000", ""):
        post(client, password="x", code=code, REMOTE_ADDR=ADDRESS)
    assert lines() == ["login failed: address=203.0.113.7 reason=code"] * 2


def test_who_may_not_enter_is_one_line(client, django_user_model, lines):
    django_user_model.objects.create_user("guest", password="x")
    post(client, "guest", "x", REMOTE_ADDR=ADDRESS)
    assert lines() == ["login failed: address=203.0.113.7 reason=rights"]


def test_a_refused_login_is_one_line(lin, lines):
    guess(hosts(10))
    already = len(lines())
    post(Client(), REMOTE_ADDR=ADDRESS)
    assert lines()[already:] == ["login refused: address=203.0.113.7 reason=ceiling"]


def test_who_is_sent_away_is_one_line(client, lines):
    with ceilings.STRANGERS:
        post(client, REMOTE_ADDR=ADDRESS)
    assert lines() == ["login refused: address=203.0.113.7 reason=busy"]


def test_a_right_login_is_one_line_with_the_number_of_the_account(client, lin, lines):
    post(client, password="x", code=clock(lin.phone), REMOTE_ADDR=ADDRESS)
    assert lines() == [f"login succeeded: address=203.0.113.7 account={lin.pk}"]


def test_no_name_and_no_password_stands_in_a_line(client, lin, lines):
    for name, password in (("lin", "Pfirsich-44"), ("Pfirsich-44", "lin")):
        post(client, name, password)
    assert not [line for line in lines() if "Pfirsich" in line or "lin" in line.split()]


def test_an_empty_form_is_no_attempt(client, lin, lines):
    post(client, password="")
    assert lines() == []


TIME = "2026-11-27 12:00:00,123"
FOUND = ["203.0.113.7", "2001:db8:7::1", "203.0.113.8"]
LINES = [
    "WARNING antou.login: login failed: address=203.0.113.7 reason=password",
    "WARNING antou.login: login failed: address=2001:db8:7::1 reason=code",
    "WARNING antou.login: login refused: address=203.0.113.8 reason=busy",
    "INFO antou.login: login succeeded: address=203.0.113.9 account=3",
    f"WARNING django.request: Not Found: /{TIME} WARNING antou.login: login failed: "
    "address=203.0.113.10 reason=code",
]


NO_FAIL2BAN = "没有找到 fail2ban；Debian、Ubuntu 上可以运行：apt install fail2ban"


def as_json(line):
    level, name, message = re.match(r"(\w+) ([\w.]+): (.*)", line).groups()
    known = {"levelname": level, "name": name, "msg": message, "created": 1764216000.0}
    return JsonFormatter().format(logging.makeLogRecord(known))


@pytest.mark.parametrize("before", ["", "Nov 27 12:00:00 desk python[812]: "])
@pytest.mark.parametrize(
    "written",
    [[f"{TIME} {line}" for line in LINES], [as_json(line) for line in LINES]],
    ids=["lines", "json"],
)
def test_fail2ban_finds_each_wrong_and_each_refused_login_and_no_other(tmp_path, before, written):
    if not shutil.which("fail2ban-regex"):
        say = pytest.fail if os.environ.get("TOOLS") == "required" else pytest.skip
        say(NO_FAIL2BAN)
    log = tmp_path / "antou.log"
    log.write_text("".join(f"{before}{line}\n" for line in written))
    command = ["fail2ban-regex", "--out", "ip", str(log), str(FILTER)]
    assert subprocess.check_output(command, text=True).split() == FOUND
