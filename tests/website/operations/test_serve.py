"""`manage.py serve` as a process: the first start, later starts, stopping, dying."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.migrated import give
from tests.site_process import READY_WITHIN, ROOT, SiteProcess, wait_for
from website.operations.serving.prepare import PORT_IN_USE
from website.operations.serving.supervise import ENDED

pytestmark = [
    pytest.mark.process,
    pytest.mark.ci,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]


class House(SiteProcess):
    """A site that is started more than once in the same folder and database."""

    def __exit__(self, *_):
        self.stop()

    def serve(self, **env):
        """Start where the start is to fail."""
        command, pipes = [sys.executable, "manage.py", "serve"], {"capture_output": True}
        known = {**pipes, "cwd": ROOT, "env": {**self.env, **env}, "text": True}
        return subprocess.run(command, timeout=READY_WITHIN, **known)

    def processes(self, words=""):
        """The living processes of this house whose command line holds the words."""
        mark = f"\0DATA_DIR={self.folder}\0".encode()
        return [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdecimal() and mark in facts(entry, "environ")
            if words.encode() in facts(entry, "cmdline").replace(b"\0", b" ")
        ]

    def contents(self):
        """Every row as the database holds it, logins and the worker's sign of life aside."""
        script = (
            "import django; django.setup(); from django.apps import apps;"
            "from django.db import connection as c; cursor = c.cursor();"
            "tables = [m._meta.db_table for m in apps.get_models(include_auto_created=True)];"
            "tables.remove('django_session'); tables.remove('outbox_heartbeat');"
            "[print(t, cursor.execute(f'SELECT * FROM {t} ORDER BY 1') and 0, cursor.fetchall())"
            " for t in [*tables, 'django_migrations']]"
        )
        env = {**self.env, "DJANGO_SETTINGS_MODULE": "website.settings"}
        return subprocess.check_output([sys.executable, "-c", script], cwd=ROOT, env=env, text=True)


def facts(entry, name):
    """A file of /proc; empty for a process that has just gone, or is a zombie."""
    try:
        return b"\0" + (entry / name).read_bytes()
    except OSError:
        return b""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Started for the first time and stopped with Ctrl-C; `first` is what it printed."""
    house = House(tmp_path_factory.mktemp("house"))
    try:
        with house:
            house.page = house.get("/")
        house.first, house.code, house.left = house.output, house.process.returncode, None
        house.left = house.processes()
        yield house
    finally:
        house.drop()


def test_the_first_start_serves_a_site_prints_the_password_once_and_keeps_it_nowhere(house):
    assert house.first.count("用户名：admin\n") == 1
    assert len(re.findall(r"^密码：[a-zA-Z2-9]{16,}$", house.first, re.M)) == 1
    assert house.page[0] == 200
    for line in (f"网站：{house.url}/", f"后台：{house.url}/admin/", "按 Ctrl-C 停止"):
        assert f"{line}\n" in house.first
    password = re.search(r"^密码：(.+)$", house.first, re.M)[1].encode()
    kept = [path for path in house.folder.rglob("*") if path.is_file() and path.suffix != ".log"]
    assert not [path for path in kept if password in path.read_bytes()]
    assert (house.code, house.left) == (0, [])
    assert house.first.endswith("已停止。\n")


def test_where_a_link_sets_the_password_the_first_start_prints_none(tmp_path):
    house = House(tmp_path, OTP_REQUIRED="1", SAMPLE="0")
    give(tmp_path)
    try:
        with house:
            assert "开通链接：" in house.output
            assert "密码：" not in house.output
    finally:
        house.drop()


def test_a_second_start_prints_no_password_changes_nothing_and_sigterm_stops_it(house):
    before = house.contents()
    with house:
        assert "密码：" not in house.output
        assert "changepassword admin" in house.output
        house.stop(signal.SIGTERM)
    assert (house.process.returncode, house.processes()) == (0, [])
    assert "admin" in before
    assert house.contents() == before


def test_a_port_in_use_or_a_folder_that_cannot_be_made_is_told_in_a_sentence(house):
    with socket.create_server(("127.0.0.1", house.port)):
        told = house.serve()
    sentence = f"{PORT_IN_USE.format(port=house.port, other=house.port + 1)}\n"
    assert (told.returncode, told.stderr) == (1, sentence)
    told = house.serve(DATA_DIR="/dev/null/x")
    assert told.returncode != 0
    assert re.fullmatch(r"配置有误：数据目录 /dev/null/x 无法创建.+\n", told.stderr)


def test_a_web_server_that_was_killed_is_replaced_and_nothing_is_left_once_serve_was(house):
    with house:
        wait_for(lambda: len(house.processes()) == 5)
        (worker,) = wait_for(lambda: house.processes("run_worker"))
        old = set(house.processes("serving.web"))
        os.kill(min(old), signal.SIGKILL)
        wait_for(lambda: not old & set(house.processes("serving.web")))
        wait_for(lambda: len(house.processes("serving.web")) == 3)
        assert ENDED.format("网站服务", -9, 1) in house.output
        assert house.processes("run_worker") == [worker]
        house.process.kill()
        wait_for(lambda: not house.processes())
