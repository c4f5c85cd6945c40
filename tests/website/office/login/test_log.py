"""One line for each login, which fail2ban reads and in which nobody's words stand."""

import logging
import os
import re
import shutil
import subprocess

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.test import Client

from tests.factories import make_lawyer, make_member, make_staff, make_superuser
from tests.site_process import ROOT
from tests.website.login import guess, hosts, post
from tests.website.second_factor import clock
from website.config.logging import JsonFormatter
from website.office.login import backend as ceilings
from website.office.login.backend import CountedBackend

pytestmark = pytest.mark.django_db
FILTER = ROOT / "docs" / "fail2ban" / "antou-login.conf"
ADDRESS = "203.0.113.7"


@pytest.fixture
def lines(caplog):
    """The lines of the login, and no other of the same answer."""
    caplog.set_level(logging.INFO)
    return lambda: [one.getMessage() for one in caplog.records]


def test_each_login_is_one_line(client, lin, django_user_model, lines):
    django_user_model.objects.create_user("guest", password="x")
    post(client, password="")  # no attempt
    post(client, REMOTE_ADDR=ADDRESS)
    for code in ("000000", ""):
        post(client, password="x", code=code, REMOTE_ADDR=ADDRESS)
    post(client, "guest", "x", REMOTE_ADDR=ADDRESS)
    whys = [line.removeprefix("login failed: address=203.0.113.7 reason=") for line in lines()]
    assert whys == ["password", "code", "code", "rights"]
    post(client, password="x", code=clock(lin.phone), REMOTE_ADDR=ADDRESS)
    assert lines()[-1] == f"login succeeded: address=203.0.113.7 account={lin.pk}"
    guess(hosts(10))
    post(Client(), REMOTE_ADDR=ADDRESS)
    assert lines()[-1] == "login refused: address=203.0.113.7 reason=ceiling"


def test_no_name_stands_in_any_line(client, lines, lin):
    with ceilings.STRANGERS:
        post(client, REMOTE_ADDR=ADDRESS)
    assert lines() == ["login refused: address=203.0.113.7 reason=busy"]
    for name, password in (("lin", "Pfirsich-44"), ("Pfirsich-44", "lin")):
        post(client, name, password)
    assert not [line for line in lines() if "Pfirsich" in line or "lin" in line.split()]


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


@pytest.mark.parametrize(
    ("before", "written"),
    [
        ("", [f"{TIME} {line}" for line in LINES]),
        ("Nov 27 12:00:00 desk python[812]: ", [as_json(line) for line in LINES]),
    ],
    ids=["lines", "json"],
)
def test_fail2ban_finds_each_wrong_and_each_refused_login_and_no_other(tmp_path, before, written):
    if not shutil.which("fail2ban-regex"):
        say = pytest.fail if os.environ.get("TOOLS") == "required" else pytest.skip
        say(NO_FAIL2BAN)
    log = tmp_path / "antou.log"
    log.write_text("".join(f"{before}{line}\n" for line in written))
    # It splits a path at a space, and the clone may lie in a folder with one.
    shutil.copy(FILTER, tmp_path / "antou.conf")
    command = ["fail2ban-regex", "--out", "ip", log.name, "./antou.conf"]
    assert subprocess.check_output(command, cwd=tmp_path, text=True).split() == FOUND


def members():
    of_both = make_member("助理")
    of_both.user_permissions.set(make_staff("firm.view_office").user_permissions.all())
    off = make_member("编辑", is_active=False)
    return [of_both, make_staff("firm.view_office"), make_staff(), off, make_superuser()]


def test_everybody_has_the_rights_that_django_gives_them_and_who_is_off_none():
    for member in members():
        fresh = get_user_model().objects.get(pk=member.pk)
        assert CountedBackend().get_all_permissions(fresh) == (
            ModelBackend().get_all_permissions(member)
        )
    member = make_member("编辑", is_active=False)
    assert [CountedBackend().get_user(key) for key in (member.pk, 0)] == [None, None]


def test_person_profile_and_rights_are_two_queries(django_assert_num_queries):
    member = make_member("律师")
    profile = make_lawyer(user=member)
    with django_assert_num_queries(2):
        found = CountedBackend().get_user(member.pk)
        assert found.lawyer == profile
        assert found.has_perm("consult.send_reply")
        assert not found.has_perm("articles.delete_article")
