"""`manage.py doctor`: a line for each part, and an exit code."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from outbox import services as outbox
from richtext.base import disk
from tests.outbox.delivery.test_send import make_notice
from website.management.commands import doctor
from website.operations import health, schema

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture(autouse=True)
def no_checks(monkeypatch):
    """The table of laws is empty in tests, of which a check of our own tells."""
    monkeypatch.setattr(doctor, "_checks", list)


def examine():
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=out)
    return ended.value.code, out.getvalue().splitlines()


def test_a_site_that_is_well_ends_with_0():
    outbox.beat()
    code, lines = examine()
    assert (code, lines[-1]) == (0, "一切正常。")
    assert [line for line in lines[:-1] if not line.startswith("正常　")] == ["未设置　备份"]


def test_what_somebody_has_to_look_at_ends_with_1_and_says_what_to_do():
    make_notice().__class__.objects.update(attempts=1)
    code, lines = examine()
    assert (code, lines[-1]) == (1, "网站可用，有2处需要处理。")
    told = {line for line in lines if line.startswith("留意")}
    assert told == {
        f"留意　{doctor.NAMES[one.part]}：{one.sentence}{one.advice}"
        for one in (health.SILENT, health.FAILING)
    }


def test_what_keeps_the_site_from_working_ends_with_2(monkeypatch):
    monkeypatch.setattr(disk, "free", lambda folder: 1)
    code, lines = examine()
    assert (code, "故障　磁盘：磁盘已满，无法保存咨询。请清理磁盘或扩容。" in lines) == (2, True)


def test_without_a_database_the_rest_is_looked_at(monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(schema, "problem", away)
    code, lines = examine()
    assert (code, lines[0][:6]) == (2, "故障　数据库")
    assert "正常　磁盘" in lines


def test_mail_that_is_not_set_is_said_and_no_fault(settings):
    outbox.beat()
    settings.EMAIL_BACKEND = "x.dummy.EmailBackend"
    code, lines = examine()
    assert (code, "未设置　发信服务器" in lines) == (0, True)


def test_checks_of_our_own_are_told_with_their_hints(monkeypatch):
    monkeypatch.undo()
    outbox.beat()
    code, lines = examine()
    (line,) = [line for line in lines if "法规表是空的" in line]
    assert (code, line.startswith("留意　设置：")) == (1, True)
    assert line.endswith("请运行 manage.py load_statutes 载入随软件提供的法规表。")


def test_every_part_has_a_name():
    assert {one.part for one in health.all_of()} <= set(doctor.NAMES)
